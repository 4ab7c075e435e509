"""Dossier cases and steps of a portal record."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from core.text import clean_display, fold
from procedures.choices import ItemKind
from procedures.importing.fields import Issues, RawRecord
from procedures.importing.records import CaseRecord, ItemRecord, StepRecord

_NOTE: Final = re.compile(r"(?:luu y|vi du|ghi chu)\b")
_STEP: Final = re.compile(r"^[\s\-+*]*Bước\s+\d+\s*[.:)]\s*", re.IGNORECASE | re.MULTILINE)
_ONLY_A_NUMBER: Final = re.compile(r"\s*Bước\s+\d+\s*[.:)]?\s*", re.IGNORECASE)
_LEADING_NUMBER: Final = re.compile(r"^[\s\-+*]*Bước\s+\d+\s*[.:)]\s*", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^.;\n(]+(?:\([^)\n]*\)[^.;\n(]*)*[.;]?")
_BRACKETS: Final = re.compile(r"\(([^()\n]*)\)")
_NOT_NEEDED: Final = re.compile(
    r"(?:không (?:phải|cần|bắt buộc|yêu cầu)[^.;]{0,60}(?:nộp|xuất trình)|được miễn nộp)", re.IGNORECASE
)
_DATABASE: Final = re.compile(r"cơ sở dữ liệu|\bCSDL", re.IGNORECASE)
_MAX_REUSE_NOTE: Final = 500
_MAX_STEP_TITLE: Final = 255


def read_cases(record: RawRecord, issues: Issues) -> tuple[CaseRecord, ...]:
    """Dossier cases in order. A case without any paper is left out, except to carry its name into a remark."""
    cases = [_case(row, issues) for row in record.rows("executionCases")]
    found = tuple(case for case in cases if case.items)
    if not found:
        issues.note("executionCases", "missing", "không ghi thành phần hồ sơ")
    return found


def _case(row: RawRecord, issues: Issues) -> CaseRecord:
    name = row.line("name").strip(" *:-")
    items = []
    for component in row.rows("profileComponents"):
        text = component.lines("name")
        if not text:
            issues.note(f"{component.path}.name", "missing", "giấy tờ không có tên, đã bỏ qua")
            continue
        originals, copies = component.small_number("originalQty"), component.small_number("copyQty")
        kind = paper_kind(text, name, originals + copies)
        label, note = _forms(component)
        reuse = reuse_note(text) if kind != ItemKind.NOTE else ""
        items.append(ItemRecord(text, kind, originals, copies, note=note, reuse_note=reuse, form_code=label))
    return CaseRecord(name, tuple(items))


def paper_kind(text: str, case_name: str, quantity: int) -> str:
    """Papers that carry a number are handed in; without one, the words tell a remark from a paper to show."""
    if quantity:
        return ItemKind.SUBMIT.value
    if _NOTE.match(fold(text)):
        return ItemKind.NOTE.value
    if "xuat trinh" in fold(case_name):
        return ItemKind.PRESENT.value
    return ItemKind.SUBMIT.value


def _forms(component: RawRecord) -> tuple[str, str]:
    """(label, note): one file of the source is the paper's form; of several, an editor chooses."""
    names = [row.line("fileName", 255) for row in component.rows("attachments")]
    unique = list(dict.fromkeys(name for name in names if name))
    if len(unique) < 2:
        return "".join(unique), ""
    return "", f"Tệp mẫu của nguồn: {', '.join(unique)}"


def reuse_note(text: str) -> str:
    """The sentence that says when the paper need not be handed in because a database holds it; "" without one."""
    for sentence in (*_BRACKETS.findall(text), *_SENTENCE.findall(text)):
        words = sentence.strip(" ()+-;\t")
        if _NOT_NEEDED.search(words) and _DATABASE.search(words) and len(words) <= _MAX_REUSE_NOTE:
            return words
    return ""


def read_steps(record: RawRecord) -> tuple[StepRecord, ...]:
    """Steps in order; one block that says "Bước 1: … Bước 2: …" is cut at its own marks."""
    return steps_of((row.line("name"), row.lines("description")) for row in record.rows("executionSteps"))


def steps_of(pairs: Iterable[tuple[str, str]]) -> tuple[StepRecord, ...]:
    """Steps of (name, text) pairs."""
    named = [step for step in (_step(name, text) for name, text in pairs) if step.title or step.text]
    if len(named) == 1 and not named[0].title:
        parts = _split(named[0].text)
        if len(parts) > 1:
            return tuple(StepRecord("", part) for part in parts)
    return tuple(named)


def _step(name: str, text: str) -> StepRecord:
    title = "" if _ONLY_A_NUMBER.fullmatch(name) else _LEADING_NUMBER.sub("", name).strip()
    if len(title) > _MAX_STEP_TITLE:
        return StepRecord("", "\n".join(part for part in (title, text) if part))
    return StepRecord(title, text)


def without_number(text: str) -> str:
    """A step's text without its "Bước 2:", because the page numbers steps itself; as it is if it is only that."""
    return _LEADING_NUMBER.sub("", text, count=1).strip() or text


def _split(text: str) -> list[str]:
    starts = [match.start() for match in _STEP.finditer(text)]
    if not starts:
        return [text]
    bounds = [*starts, len(text)]
    head = text[: starts[0]].strip()
    parts = [_STEP.sub("", text[start:end], count=1).strip() for start, end in pairwise(bounds)]
    return [part for part in (head, *parts) if clean_display(part)]
