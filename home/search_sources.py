"""What is searched beside procedures: guides, one-stop places, and published answers to complaints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page

from core.models import AdministrativeUnit, Department
from feedback.models import Case, CaseAnswer
from feedback.services.guides import GUIDES, Guide
from feedback.services.published import PublishedAnswer, present_published, published_answers
from home.models import OneStopPage, StandardPage
from home.opening import weekly_hours
from home.templatetags.home_pages import weekday_range
from search import signals
from search.engines.base import Document
from search.services.upkeep import queue
from search.sources import BatchedSource, Presented, register

_SUMMARY: Final = 180
#: Guides that are no pages of the tree get numbers that no page's id reaches: those are integers of 32 bits.
_FIRST_OWN: Final = 2**31
_CALCULATOR: Final = Guide(
    number=101,
    view="procedures:calculator",
    title=gettext_lazy("Tính ngày hẹn trả kết quả"),
    summary=gettext_lazy("Nộp hồ sơ ngày nào thì nhận kết quả ngày nào, tính từng ngày theo lịch làm việc."),
    called=(
        "tính ngày trả kết quả hồ sơ",
        "bao giờ có kết quả, khi nào nhận kết quả",
        "lịch làm việc, ngày nghỉ lễ",
    ),
)
_OWN_GUIDES: Final = {_FIRST_OWN + guide.number: guide for guide in (*GUIDES, _CALCULATOR)}


class Answers(BatchedSource):
    """Published answers to complaints: what an editor made public of them, and nothing else of the case."""

    collection = "answers"
    label = gettext_lazy("Phản ánh đã trả lời công khai")

    def ids(self, today: date) -> Sequence[int]:
        return list(published_answers().order_by("pk").values_list("pk", flat=True))

    def documents_for(self, ids: Iterable[int], today: date) -> list[Document]:
        return [_answer_document(answer) for answer in self._published(ids)]

    def present(self, ids: Sequence[int], request: HttpRequest | None = None) -> list[Presented]:
        answers = {answer.pk: answer for answer in self._published(ids)}
        return [
            Presented(
                title=answer.title,
                url=reverse("feedback:published", args=[answer.pk]),
                summary=_("%(unit)s trả lời: %(text)s")
                % {"unit": answer.unit, "text": Truncator(answer.text).chars(_SUMMARY)},
            )
            for answer in (answers[pk] for pk in ids if pk in answers)
        ]

    def _published(self, ids: Iterable[int]) -> list[PublishedAnswer]:
        return present_published(published_answers().filter(pk__in=list(ids)))


def _answer_document(answer: PublishedAnswer) -> Document:
    texts = (answer.question, answer.text, answer.reason, answer.legal_basis, answer.next_step)
    return Document(
        id=answer.pk,
        code="",
        title=answer.title,
        context=tuple(filter(None, (answer.unit, answer.procedure.title if answer.procedure else ""))),
        body="\n".join(filter(None, texts)),
    )


class _Pages(BatchedSource):
    """Pages of one type that are online and open to everybody."""

    model: ClassVar[type[Page]]
    related: ClassVar[tuple[str, ...]] = ()

    def ids(self, today: date) -> Sequence[int]:
        return list(self.model.objects.live().public().order_by("pk").values_list("pk", flat=True))

    def documents_for(self, ids: Iterable[int], today: date) -> list[Document]:
        # Labels of choices are part of an entry: it must not depend on whose request wrote it.
        with override(settings.LANGUAGE_CODE):
            return [self.document(page) for page in self._pages(ids)]

    def present(self, ids: Sequence[int], request: HttpRequest | None = None) -> list[Presented]:
        shown = dict(self.shown(ids, request))
        return [shown[pk] for pk in ids if pk in shown]

    def shown(self, ids: Iterable[int], request: HttpRequest | None) -> Iterator[tuple[int, Presented]]:
        """Id and appearance of the pages that are there, in any order."""
        for page in self._pages(ids):
            yield page.pk, Presented(page.title, page.get_url(request) or "", self.summary(page))

    def document(self, page: Any) -> Document:
        raise NotImplementedError

    def summary(self, page: Any) -> str:
        raise NotImplementedError

    def _pages(self, ids: Iterable[int]) -> Iterable[Any]:
        pages = self.model.objects.live().public().filter(pk__in=list(ids))
        return pages.prefetch_related(*self.related)


class Guides(_Pages):
    """Pages of running text: the editors' in the tree, and the site's own."""

    collection = "guides"
    label: str | Promise = gettext_lazy("Trang hướng dẫn")
    model = StandardPage

    def ids(self, today: date) -> Sequence[int]:
        return [*super().ids(today), *sorted(_OWN_GUIDES)]

    def documents_for(self, ids: Iterable[int], today: date) -> list[Document]:
        own, pages = _told_apart(ids)
        return [*super().documents_for(pages, today), *(_guide_document(pk, _OWN_GUIDES[pk]) for pk in own)]

    def present(self, ids: Sequence[int], request: HttpRequest | None = None) -> list[Presented]:
        own, pages = _told_apart(ids)
        shown = dict(self.shown(pages, request))
        shown |= {pk: _present_guide(_OWN_GUIDES[pk]) for pk in own}
        return [shown[pk] for pk in ids if pk in shown]

    def document(self, page: StandardPage) -> Document:
        texts = (page.introduction, page.search_description, *_words(page))
        return Document(
            id=page.pk,
            code="",
            title=page.title,
            official_name=page.seo_title,
            body="\n".join(filter(None, texts)),
        )

    def summary(self, page: StandardPage) -> str:
        text = page.introduction or page.search_description or " ".join(_words(page))
        return Truncator(text).chars(_SUMMARY)


def _told_apart(ids: Iterable[int]) -> tuple[list[int], list[int]]:
    """The numbers of the site's own guides that there are, and those that may be pages'."""
    wanted = list(ids)
    return [pk for pk in wanted if pk in _OWN_GUIDES], [pk for pk in wanted if pk < _FIRST_OWN]


def _guide_document(pk: int, guide: Guide) -> Document:
    """Found in Vietnamese, and by its name in every language of the site."""
    with override(settings.LANGUAGE_CODE):
        title, body = str(guide.title), f"{guide.summary}\n{guide.text()}"
    return Document(
        id=pk,
        code="",
        title=title,
        aliases=(*guide.called, *_other_names(guide, title)),
        body=body,
    )


def _other_names(guide: Guide, title: str) -> tuple[str, ...]:
    names = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            names.append(str(guide.title))
    return tuple(name for name in names if name != title)


def _present_guide(guide: Guide) -> Presented:
    return Presented(str(guide.title), reverse(guide.view), Truncator(str(guide.summary)).chars(_SUMMARY))


def _words(page: StandardPage) -> list[str]:
    """The texts of the page's blocks, without markup."""
    return [str(text) for text in page.body.stream_block.get_searchable_content(page.body)]


class Places(_Pages):
    """One-stop offices: where to file, and when."""

    collection = "places"
    label: str | Promise = gettext_lazy("Nơi nộp hồ sơ")
    model = OneStopPage
    related = ("department", "units_served", "opening_hours", "services")

    def document(self, page: OneStopPage) -> Document:
        department = page.department
        names = (department.name, department.short_name) if department else ()
        texts = (
            page.address,
            page.directions,
            page.phone,
            *(service.name for service in page.services.all()),
        )
        return Document(
            id=page.pk,
            code="",
            title=page.title,
            context=(
                str(page.get_kind_display()),
                *filter(None, names),
                *sorted(unit.name for unit in page.units_served.all()),
            ),
            body="\n".join(filter(None, texts)),
        )

    def summary(self, page: OneStopPage) -> str:
        """Address, hours and telephone, whose number stays on one line."""
        phone = page.phone.replace(" ", "\u00a0")
        return " · ".join(filter(None, (page.address, _hours(page), phone)))


def _hours(page: OneStopPage) -> str:
    """ "Thứ Hai – thứ Sáu 7:30–11:30, 13:30–17:00"; "" where no hours are published."""
    rows = [
        f"{weekday_range(row)} {', '.join(_span(opens, closes) for opens, closes in row.spans)}"
        for row in weekly_hours(page.sessions())
        if row.spans
    ]
    return str(capfirst("; ".join(rows)))


def _span(opens: Any, closes: Any) -> str:
    return f"{time_format(opens, 'G:i')}–{time_format(closes, 'G:i')}"


def connect() -> None:
    """Register the sources and follow their changes; called once, when the app is ready."""
    # In the order in which they stand on the results page: what this site says before what it said to others.
    for source in (Guides(), Places(), Answers()):
        register(source)
    signals.follow_pages(StandardPage, Guides.collection)
    signals.follow_pages(OneStopPage, Places.collection)
    signals.follow_names(
        OneStopPage, Places.collection, {Department: "department", AdministrativeUnit: "units_served"}
    )
    for signal in (post_save, post_delete):
        signal.connect(_answer_changed, sender=CaseAnswer, dispatch_uid=f"home-search-answer-{id(signal)}")
    post_save.connect(_case_changed, sender=Case, dispatch_uid="home-search-case")


def _answer_changed(instance: CaseAnswer, **kwargs: Any) -> None:
    """Sent, published, or no longer: what became of it is looked up when the queue is drained."""
    if instance.sent_at is not None:
        queue(Answers.collection, [instance.pk])


def _case_changed(instance: Case, **kwargs: Any) -> None:
    """A published case that is closed, or opened again: its answer stays or goes."""
    if instance.published_at is not None:
        queue(Answers.collection, instance.answers.filter(is_public=True).values_list("pk", flat=True))
