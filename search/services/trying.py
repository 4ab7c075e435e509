"""A query as the search understands it and as each engine answers it, in words for the people who own the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import fold
from procedures.services.worklist.pages import managed_pages
from search.actions import FIRST
from search.audience import BUSINESS, CENTRAL, CITIZEN, COMMUNE, PROVINCE
from search.confidence import UNSURE, confidence
from search.engines import PROCEDURES, engines_for
from search.engines.base import EngineHit, Group, IndexUnavailableError, Match, SearchEngine
from search.everyday_words import Intent
from search.language import Expansion
from search.models import LearnedPhrase, OutOfScopeTopic, SearchSynonym, StopPhrase, VerbRule
from search.parameters import SearchRequest
from search.services.querying import query_for, read_words
from search.understanding import Understanding

_ENGINES: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL", "elasticsearch": "Elasticsearch"}
_MATCHES: Final = {
    Match.ALL: gettext_lazy("mọi thủ tục"),
    Match.WORDS: gettext_lazy("có thủ tục chứa mọi điều được hỏi"),
    Match.NEAR: gettext_lazy("không thủ tục nào chứa mọi điều được hỏi, đây là những thủ tục gần nhất"),
    Match.NONE: gettext_lazy("không tìm thấy gì"),
}
_INTENTS: Final = {
    Intent.FEES: gettext_lazy("phí, lệ phí"),
    Intent.TIME: gettext_lazy("thời hạn"),
    Intent.DOSSIER: gettext_lazy("giấy tờ"),
    Intent.PLACE: gettext_lazy("nơi nộp"),
    Intent.FORMS: gettext_lazy("mẫu đơn"),
}
#: What `search.ranking` adds up, in plain words.
PARTS: Final = {
    "cover": gettext_lazy("trả lời được bao nhiêu phần câu hỏi"),
    "density": gettext_lazy("tên ít lời thừa"),
    "phrases": gettext_lazy("các từ đi liền nhau như đã gõ"),
    "compactness": gettext_lazy("tên gọn, đúng thứ tự"),
    "accents": gettext_lazy("đúng dấu"),
    "engine": gettext_lazy("điểm của công cụ tìm"),
    "preferred": gettext_lazy("đúng cấp, đúng đối tượng"),
    "first_issue": gettext_lazy("việc làm lần đầu"),
    "popularity": gettext_lazy("nhiều người cần"),
}
_PREFERRED: Final = {
    CITIZEN: gettext_lazy("thủ tục cho người dân"),
    BUSINESS: gettext_lazy("thủ tục cho doanh nghiệp"),
    COMMUNE: gettext_lazy("cấp xã"),
    PROVINCE: gettext_lazy("cấp tỉnh"),
    CENTRAL: gettext_lazy("cấp trung ương"),
    FIRST: gettext_lazy("việc làm lần đầu, vì chỉ gõ tên một thứ"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the search noticed: what it is, the words, what became of them, the row that says so."""

    label: str
    words: str
    meaning: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is looked for: as typed, what else will do, and whether a hit must have it."""

    typed: str
    others: tuple[str, ...]
    required: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure with its score and what that is made of, the largest part first. `edit_url` for those who may."""

    title: str
    code: str
    score: float
    parts: tuple[Part, ...]
    edit_url: str


@dataclass(frozen=True, slots=True)
class EngineTrial:
    """One engine's answer, or why it has none. `confidence`: 0 to 1, that the first hit is what was asked for."""

    name: str
    match: str = ""
    total: int = 0
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    problem: str = ""

    @property
    def is_unsure(self) -> bool:
        """Whether citizens are told that the results may all be wrong."""
        return self.confidence < UNSURE


@dataclass(frozen=True, slots=True)
class Trial:
    """Everything about one query. `ordering` is what hits are ordered by, where its accents say more than `wanted`."""

    text: str
    steps: tuple[Step, ...]
    wanted: tuple[Wanted, ...]
    ordering: tuple[Wanted, ...]
    engines: tuple[EngineTrial, ...]


def try_query(text: str, user: Any) -> Trial:
    """Understand a query and put it to every engine that is kept. The number of queries is the same for any text."""
    request = SearchRequest(text=text)
    understanding = read_words(request)
    query = replace(query_for(understanding, request), facets=())
    answers = {}
    for name, engine in engines_for(PROCEDURES).items() if understanding.groups else ():
        answers[name] = _answer(engine, query)
    return Trial(
        text=understanding.text,
        steps=tuple(_steps(understanding)),
        wanted=tuple(map(_wanted, query.groups)),
        ordering=tuple(map(_wanted, query.ordering)) if query.ordering != query.groups else (),
        engines=_trials(understanding, answers, user),
    )


def _answer(engine: SearchEngine, query: Any) -> Any:
    try:
        return engine.search(query)
    except IndexUnavailableError as error:
        return error


def _trials(understanding: Understanding, answers: Mapping[str, Any], user: Any) -> tuple[EngineTrial, ...]:
    ids = {hit.id for found in answers.values() if not isinstance(found, Exception) for hit in found.hits}
    own = set(managed_pages(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return tuple(
        EngineTrial(_ENGINES.get(name, name), problem=str(found))
        if isinstance(found, Exception)
        else EngineTrial(
            _ENGINES.get(name, name),
            str(_MATCHES[found.match]),
            found.total,
            tuple(_hit(hit, own) for hit in found.hits),
            confidence(understanding, found.hits[0] if found.hits else None),
        )
        for name, found in answers.items()
    )


def _hit(hit: EngineHit, own: set[int]) -> Hit:
    parts = sorted(hit.parts.items(), key=lambda part: (-abs(part[1]), part[0]))
    return Hit(
        title=hit.title,
        code=hit.code,
        score=hit.score,
        parts=tuple(Part(str(PARTS.get(name, name)), value) for name, value in parts if round(value, 3)),
        edit_url=reverse("wagtailadmin_pages:edit", args=[hit.id]) if hit.id in own else "",
    )


def _wanted(group: Group) -> Wanted:
    typed, *others = (" ".join(phrase) for phrase in group.alternatives)
    return Wanted(typed, tuple(others), group.required, group.weight)


def _steps(understanding: Understanding) -> Iterable[Step]:
    if understanding.code:
        yield Step(_("Mã thủ tục"), understanding.code, _("mở thẳng trang của thủ tục có mã này"))
    for repair in understanding.repairs:
        yield Step(_("Gõ sai hoặc gõ thô"), repair.typed, repair.read)
    yield from _outside(understanding)
    for intent in understanding.intents:
        meaning = _("%(section)s: kết quả nêu ngay phần này, các từ hỏi chỉ để xếp thứ tự")
        yield Step(_("Hỏi về"), "", meaning % {"section": _INTENTS[intent]})
    rows = {(row.phrase, row.expansion): row.pk for row in SearchSynonym.objects.active()}
    for added in understanding.expansions:
        url = _edit_url(SearchSynonym, rows.get((added.typed, added.added)))
        yield Step(_("Từ đồng nghĩa"), added.typed, added.added, url)
    phrases = {added.typed for added in understanding.learned}
    learned = LearnedPhrase.objects.active().filter(phrase__in=phrases)
    found = {(row.phrase, row.expansion): row for row in learned}
    for added in understanding.learned:
        row = found.get((added.typed, added.added))
        source = row.get_source_display() if row else ""
        url = _edit_url(LearnedPhrase, row.pk if row else None)
        yield Step(_("Tự học từ %(source)s") % {"source": source}, added.typed, added.added, url)
    rules = {phrase: rule.pk for rule in VerbRule.objects.active() for phrase in rule.phrases}
    for typed, verbs in _by_phrase(understanding.verbs).items():
        yield Step(_("Quy tắc động từ"), typed, verbs, _edit_url(VerbRule, rules.get(typed.lower())))
    for values in understanding.prefer.values():
        yield Step(_("Ưu tiên"), "", "; ".join(str(_PREFERRED.get(value, value)) for value in values))
    yield from _dropped(understanding)


def _outside(understanding: Understanding) -> Iterable[Step]:
    outside = understanding.outside
    if outside is not None:
        topics = OutOfScopeTopic.objects.active().filter(body_name=outside.body, text=outside.text)
        topic = topics.first()
        yield Step(
            _("Việc của nơi khác"),
            outside.body or _("không nơi nào"),
            outside.text,
            _edit_url(OutOfScopeTopic, topic.pk if topic else None),
        )


def _dropped(understanding: Understanding) -> Iterable[Step]:
    """The words that are not looked for, with the row that each of their phrases is in."""
    if understanding.code:
        return
    kept = {word for group in understanding.groups for word in group.typed}
    left = " ".join(word if word not in kept else "|" for word in fold(understanding.text).split())
    rows = sorted(StopPhrase.objects.active(), key=lambda row: -len(row.phrase))
    for row in rows:
        words = fold(row.phrase)
        if f" {words} " in f" {left} ":
            left = f" {left} ".replace(f" {words} ", " | ").strip()
            yield Step(_("Bỏ qua"), row.phrase, url=_edit_url(StopPhrase, row.pk))
    for word in left.replace("|", " ").split():
        yield Step(_("Bỏ qua"), word)


def _by_phrase(verbs: Iterable[Expansion]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for verb in verbs:
        found.setdefault(verb.typed, []).append(verb.added)
    return {typed: ", ".join(added) for typed, added in found.items()}


def _edit_url(model: Any, key: int | None) -> str:
    return reverse(f"wagtailsnippets_search_{model._meta.model_name}:edit", args=[key]) if key else ""
