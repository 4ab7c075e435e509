"""Keep the English translation in step with the Vietnamese texts, without the gettext tools.

``python scripts/translations.py update`` collects every text into ``locale/en/LC_MESSAGES/django.po`` and compiles
it; ``check`` changes nothing and fails where a text is missing, untranslated, doubtful or not compiled.
``locale/vi`` is kept by hand: Vietnamese for what Django and Wagtail say themselves. It is compiled and checked too.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PO_FILE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
FRAMEWORKS_FILE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
PACKAGES = ("site", "home", "procedures", "feedback", "search")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HEADER = "# English texts of Một Cửa Mở; the message ids are the Vietnamese texts.\n#"
# Texts that the site comes with as data and translates when it shows them; an editor's own words stay as they are.
STORED_TEXTS = (
    "Bạn cần làm giấy tờ gì?",
    "Theo việc trong đời sống",
    "Cấp trung ương",
    "Cấp tỉnh",
    "Cấp xã",
    "Cơ quan ngành dọc",
    "Cơ quan khác",
    "Cấp huyện (đã bãi bỏ)",
    "Tết Dương lịch",
    "Tết Nguyên đán",
    "Giỗ Tổ Hùng Vương",
    "Ngày Chiến thắng 30/4",
    "Ngày Quốc tế lao động",
    "Quốc khánh",
    "Ngày Văn hóa Việt Nam",
    "Làm bù ngày 2/5",
    "Làm bù ngày 2/1",
    "Làm bù ngày 31/8",
    "Nghỉ hoán đổi, làm bù 26/4",
    "Nghỉ hoán đổi, làm bù 10/1",
    "Nghỉ hoán đổi, làm bù 22/8",
    "Nghỉ bù Giỗ Tổ Hùng Vương",
    "Nghỉ bù Ngày Quốc tế lao động",
    "Trễ hẹn",
    "Đòi thêm giấy tờ",
    "Thu thêm tiền",
    "Thái độ không đúng mực",
    "Từ chối mà không nêu lý do",
    "Không trả lời",
    "Điều khác",
)
Message = str | tuple[str, ...]


def sources() -> Iterator[tuple[Path, str]]:
    """Every source file with its text as Python source, templates turned into calls."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for suffix in ("*.html", "*.txt"):
        for path in sorted((ROOT / "templates").rglob(suffix)):
            calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # A template's indentation means nothing and would confuse the reading as Python.
            yield path, "\n".join(line.strip() for line in calls.splitlines())


def collect() -> Catalog:
    """A catalogue of every text in the sources, without line numbers: they change with each edit."""
    catalog = Catalog(domain="django", locale="en", header_comment=HEADER, charset="utf-8", fuzzy=False)
    for path, text in sources():
        found = extract_python(io.BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"})
        for _line, function, message, _comments in found:
            context, wanted = _split(str(function), message)
            if wanted:
                catalog.add(wanted, context=context, locations=[(str(path.relative_to(ROOT)), 0)])
    for text in STORED_TEXTS:
        catalog.add(text, locations=[("scripts/translations.py", 0)])
    return catalog


def _split(function: str, message: object) -> tuple[str | None, Message | None]:
    """Context and text of one call; ``None`` where the text is no literal."""
    parts = message if isinstance(message, tuple) else (message,)
    if function.startswith("pgettext"):
        context, text = parts[0], parts[1] if len(parts) > 1 else None
        return (str(context), str(text)) if isinstance(text, str) else (None, None)
    if function.startswith("ngettext"):
        plural = tuple(part for part in parts[:2] if isinstance(part, str))
        return None, plural if len(plural) == 2 else None
    return None, parts[0] if isinstance(parts[0], str) and parts[0] else None


def known(path: Path = PO_FILE) -> Catalog:
    """A translation as it stands."""
    locale = path.parts[-3]
    if not path.exists():
        return Catalog(domain="django", locale=locale, header_comment=HEADER, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain="django")


def compiled(catalog: Catalog) -> bytes:
    """The catalogue in the form that Django reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update() -> int:
    """Add new texts, drop vanished ones, compile."""
    catalog = known()
    # Without a date of its own an update that finds nothing new changes nothing.
    catalog.update(collect(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    with PO_FILE.open("wb") as file:
        write_po(file, catalog, sort_output=True, omit_header=False, include_lineno=False, no_location=False)
    for path in (PO_FILE, FRAMEWORKS_FILE):
        path.with_suffix(".mo").write_bytes(compiled(known(path)))
    missing = problems()
    print(f"{len(catalog)} texts, {len(missing)} to translate")
    return 0


def problems() -> list[str]:
    """One line for each text that is missing, untranslated or doubtful."""
    translated = known()
    entries = [(message.id, translated.get(message.id, message.context)) for message in collect()]
    entries += [(message.id, message) for message in known(FRAMEWORKS_FILE)]
    return [problem for text, entry in entries if text and (problem := _problem(text, entry))]


def _problem(text: object, entry: BabelMessage | None) -> str:
    strings = entry.string if entry is not None else ""
    if entry is None or not all(strings if isinstance(strings, tuple) else (strings,)):
        return f"not translated: {text!r}"
    if entry.fuzzy:
        return f"doubtful: {text!r}"
    errors = [str(error) for error in entry.check()]
    return f"{errors[0]}: {text!r}" if errors else ""


def check() -> int:
    """Fail where the translation lags behind the sources or the compiled file behind the translation."""
    found = problems()
    for path in (PO_FILE, FRAMEWORKS_FILE):
        if path.with_suffix(".mo").read_bytes() != compiled(known(path)):
            found.append(
                f"the compiled {path.parts[-3]} is not in step: run `python scripts/translations.py update`"
            )
    print("\n".join(found) or "every text is translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
