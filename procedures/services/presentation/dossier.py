"""What to bring."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import fold
from procedures.choices import ItemKind
from procedures.models import DossierCase, DossierItem, ProcedurePage
from procedures.services.presentation.model import Paper, PaperCase, Summary
from procedures.services.presentation.prose import first_sentence, plain_name, sentences

# Folded beginnings of names that divide one dossier in parts ("Giấy tờ phải nộp", "Giấy tờ phải xuất trình",
# "Lưu ý") instead of naming a situation. Offered as a choice, each of them would hide the papers of the others.
_PARTS_OF_ONE: Final = ("ho so chung", "giay to phai", "thanh phan ho so", "luu y", "ghi chu")
_FILE_ENDING: Final = re.compile(r"\.(docx?|xlsx?|pdf|rtf|odt)$", re.IGNORECASE)
_FORM_WORD: Final = re.compile(r"^(mẫu|mau)\b\s*(số|so)?\s*", re.IGNORECASE)
# A name longer than this is a sentence about the paper, and more sentences follow it.
_LONG_NAME: Final = 120
# Folded words of a sentence that frees people of a paper because a database holds it.
_FREED: Final = (
    "khong phai nop",
    "khong phai xuat trinh",
    "khong yeu cau nop",
    "khong can nop",
    "duoc thay the bang",
)
_DATABASE: Final = ("co so du lieu", "csdl", "du lieu dien tu", "kho quan ly du lieu")


def paper_cases(page: ProcedurePage, today: date) -> tuple[PaperCase, ...]:
    """The cases that say something, in order: as many queries however many there are."""
    rows = page.dossier_cases.all()
    if isinstance(rows, QuerySet):
        # A preview holds its rows in memory; there the query set is modelcluster's stand-in.
        rows = rows.prefetch_related(Prefetch("items", items_with_files()))
    return cases_in_words(rows, today)


def items_with_forms() -> "QuerySet[DossierItem]":
    """Papers with the forms that go with them, for a prefetch."""
    return DossierItem.objects.select_related("form")


def items_with_files() -> "QuerySet[DossierItem]":
    """Papers with the forms that go with them and the files of those, for a prefetch."""
    return items_with_forms().prefetch_related("form__versions__document")


def cases_in_words(rows: Iterable[DossierCase], today: date | None = None) -> tuple[PaperCase, ...]:
    """The cases that say something. ``rows`` come with their papers; with ``today``, also with the files
    of their forms that are in use then.
    """
    cases = [_case(number, row, today) for number, row in enumerate(rows, start=1)]
    return tuple(case for case in cases if case.papers or case.notes)


def _case(number: int, row: DossierCase, today: date | None) -> PaperCase:
    items = list(row.items.all())
    name = plain_name(row.name).strip(" :")
    return PaperCase(
        key=f"truong-hop-{number}",
        name=name or _("Hồ sơ chung"),
        papers=tuple(_paper(item, today) for item in items if item.kind != ItemKind.NOTE),
        notes=tuple(plain_name(item.name) for item in items if item.kind == ItemKind.NOTE),
        common=not name or fold(name).startswith(_PARTS_OF_ONE),
    )


def _paper(item: DossierItem, today: date | None) -> Paper:
    version = item.form.current(today) if item.form and today else None
    document = version.document if version else None
    name, rest = first_sentence(plain_name(item.name), _LONG_NAME)
    freed = item.reuse_note or freeing_sentence(rest) or freeing_sentence(item.note)
    return Paper(
        name=name,
        quantity=quantity_words(item),
        shown_only=item.kind == ItemKind.PRESENT,
        note=" ".join(part for part in (rest, item.note) if part and part != freed),
        reuse_note=freed,
        form_code=form_words(item.form.code if item.form else item.form_code),
        form_url=document.url if document else "",
        form_size=(document.file_size or 0) if document else 0,
        form_page=reverse("procedures:form", args=[item.form.slug]) if item.form else "",
    )


def form_words(code: str) -> str:
    """A form's code to stand after the word "mẫu": "CT01", and "27" for a source's "Mẫu số 27.docx"."""
    words = _FILE_ENDING.sub("", code).replace("_", " ").strip()
    return _FORM_WORD.sub("", words) or words


def freeing_sentence(text: str) -> str:
    """The sentence of ``text`` that says that a database makes the paper superfluous; "" where there is none."""
    for sentence in sentences(text):
        folded = fold(sentence)
        if any(word in folded for word in _FREED) and any(word in folded for word in _DATABASE):
            return sentence
    return ""


def quantity_words(item: DossierItem) -> str:
    """ "1 bản chính, 2 bản sao chứng thực", "xuất trình bản chính" or "" where no number is given."""
    parts = []
    if item.kind == ItemKind.PRESENT:
        parts.append(_("chỉ xuất trình để đối chiếu"))
    if item.originals:
        parts.append(_("%(count)s bản chính") % {"count": item.originals})
    if item.copies:
        text = _("%(count)s bản sao chứng thực") if item.certified else _("%(count)s bản sao")
        parts.append(text % {"count": item.copies})
    return str(capfirst(", ".join(parts)))


def paper_counts(cases: Sequence[PaperCase]) -> tuple[int, int] | None:
    """The fewest and the most papers to hand in; the common ones count for each case. None where none is named."""
    if not any(case.papers for case in cases):
        return None
    common = sum(case.to_hand_in for case in cases if case.common)
    chosen = [case for case in cases if not case.common and case.papers]
    counts = {common + case.to_hand_in for case in chosen} | ({common} if common or not chosen else set())
    return min(counts), max(counts)


def span_words(low: int, high: int) -> str:
    """ "2 loại" or "1–3 loại"."""
    return _("%(count)s loại") % {"count": low if low == high else f"{low}–{high}"}


def paper_summary(cases: Sequence[PaperCase], sets: int) -> Summary:
    """ "2 loại", or "1–3 loại" where cases differ."""
    label = _("Giấy tờ phải nộp")
    counts = paper_counts(cases)
    if counts is None:
        return Summary(label, _("Chưa công bố"), known=False)
    if counts == (0, 0):
        return Summary(label, _("Không phải nộp"), _("chỉ xuất trình để đối chiếu"))
    if len(cases) > 1 and any(not case.common and case.papers for case in cases):
        note = _("tùy trường hợp, xem bên dưới")
    else:
        note = ngettext("%(count)s bộ hồ sơ", "%(count)s bộ hồ sơ", sets) % {"count": sets}
    return Summary(label, span_words(*counts), _with_reuse(note, cases))


def _with_reuse(note: str, cases: Sequence[PaperCase]) -> str:
    """The note, and how many papers fewer it can be. Of several cases the one with the most counts: "đến 3 loại"."""
    always = sum(case.reusable for case in cases if case.common)
    most = max((case.reusable for case in cases if not case.common), default=0)
    if not always + most:
        return note
    if most:
        fewer = _("bớt được đến %(count)s loại nếu cơ sở dữ liệu đã có") % {"count": always + most}
    else:
        fewer = _("bớt được %(count)s loại nếu cơ sở dữ liệu đã có") % {"count": always}
    return f"{note} · {fewer}"
