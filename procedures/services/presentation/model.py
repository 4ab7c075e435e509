"""What ``present`` returns. Frozen: a template reads it, nobody changes it."""

from dataclasses import dataclass
from datetime import date

from core.calendar import Deadline, Term
from procedures.services.presentation.prose import Block


@dataclass(frozen=True)
class Summary:
    """One of the facts on top of the page. ``known``: whether the source states it. ``url``, ``link``: read on."""

    label: str
    value: str
    note: str = ""
    known: bool = True
    url: str = ""
    link: str = ""


LONG_TEXT = 240
MANY_LINES = 4
MOST_LINES = 8
MANY_CASES = 6


@dataclass(frozen=True)
class FeeLine:
    """One fee in words. ``text``: "10.000 đồng/lần" or what is said where there is no amount.

    ``details``: its conditions, exemptions and source, each a paragraph; ``verbatim``: long words of the source,
    folded away until asked for. ``badge``: how the words are set off where they are no amount ("ok" nothing is
    charged, "info" it follows from another text, "wait" nobody published it); "" for an amount.
    """

    kind: str
    text: str
    details: tuple[str, ...] = ()
    verbatim: str = ""
    stated: bool = True
    badge: str = ""


@dataclass(frozen=True)
class TimeLine:
    """One time limit in words: ``text`` is what the citizen can count on.

    ``law``: the term of the law where the administration commits itself to a shorter one, with ``cut`` in per cent
    where the two can be compared. ``term`` where it can be counted, ``due`` the day if filed now.
    """

    text: str
    law: str = ""
    cut: int | None = None
    case: str = ""
    details: tuple[str, ...] = ()
    verbatim: str = ""
    stated: bool = True
    term: Term | None = None
    due: date | None = None


@dataclass(frozen=True)
class Way:
    """Ways of filing that cost and take the same. ``notes``: (way, note) of each way that has one.

    ``fee_label``: what all its fees are, "Lệ phí" or "Phí", or both words where they differ.
    """

    label: str
    fee_label: str
    fees: tuple[FeeLine, ...]
    times: tuple[TimeLine, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def is_verbose(self) -> bool:
        """Whether the lines hold more words than fit a column."""
        lines: tuple[FeeLine | TimeLine, ...] = (*self.fees, *self.times)
        words = sum(len(part) for line in lines for part in (*line.details, line.verbatim))
        return len(lines) > MANY_LINES or words > LONG_TEXT

    @property
    def first_fees(self) -> tuple[FeeLine, ...]:
        """The fees that stand open: all of them, or of very many the first."""
        return self.fees if len(self.fees) <= MOST_LINES else self.fees[:MANY_LINES]

    @property
    def more_fees(self) -> tuple[FeeLine, ...]:
        """The fees that are folded away until asked for."""
        return self.fees[len(self.first_fees) :]

    @property
    def first_times(self) -> tuple[TimeLine, ...]:
        """The time limits that stand open."""
        return self.times if len(self.times) <= MOST_LINES else self.times[:MANY_LINES]

    @property
    def more_times(self) -> tuple[TimeLine, ...]:
        """The time limits that are folded away until asked for."""
        return self.times[len(self.first_times) :]

    @property
    def is_long(self) -> bool:
        """Whether the notes are folded away until asked for."""
        return sum(len(text) for _way, text in self.notes) > LONG_TEXT


@dataclass(frozen=True)
class Change:
    """What will change, or what held before: ``since`` "Từ 1/1/2027", ``where`` the way of filing and the case."""

    since: str
    text: str
    where: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Dates:
    """The other days of fees and time limits: changes in the order of their days, the last of the past first."""

    fee_changes: tuple[Change, ...] = ()
    time_changes: tuple[Change, ...] = ()
    past_fees: tuple[Change, ...] = ()
    past_times: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One paper to bring. ``quantity``: "1 bản chính, 1 bản sao", empty where the source gives none.

    ``shown_only``: the citizen shows it at the counter and keeps it. ``reuse_note``: when nobody needs to hand it in
    because a database holds it.
    """

    name: str
    quantity: str = ""
    shown_only: bool = False
    note: str = ""
    reuse_note: str = ""
    form_code: str = ""
    form_url: str = ""
    form_size: int = 0
    form_page: str = ""


@dataclass(frozen=True)
class PaperCase:
    """The papers of one case. ``notes``: remarks that stand in the list but are no papers.

    ``common``: everybody needs these papers, whatever his case; they are no alternative to choose.
    """

    key: str
    name: str
    papers: tuple[Paper, ...]
    notes: tuple[str, ...] = ()
    common: bool = False

    @property
    def to_hand_in(self) -> int:
        """How many papers stay with the office."""
        return sum(not paper.shown_only for paper in self.papers)

    @property
    def reusable(self) -> int:
        """How many of those a database may make superfluous."""
        return sum(bool(paper.reuse_note) and not paper.shown_only for paper in self.papers)


@dataclass(frozen=True)
class Step:
    """One step. ``channel`` is empty where the step is the same for every way of filing."""

    title: str
    text: tuple[Block, ...]
    channel: str = ""


@dataclass(frozen=True)
class StepGroup:
    """Steps that are counted together; most procedures have one group without a ``title``."""

    steps: tuple[Step, ...]
    title: str = ""
    opening: tuple[Block, ...] = ()


@dataclass(frozen=True)
class ProcessLine:
    """One step of the internal process: what which unit does (no names, no posts), and in how many hours."""

    unit: str
    task: str
    hours: str
    until: str


@dataclass(frozen=True)
class PromiseBadge:
    """A service promise at this moment. ``kind``: "ok" it holds today, "info" on another day, "wait" not yet.

    ``name``: the promise's own name; ``text``: when, how fast, where; ``url``: its page.
    """

    name: str
    kind: str
    text: str
    url: str
    short: str


@dataclass(frozen=True)
class Together:
    """A bundle or a life event that leads to a page of its own."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Banner:
    """Why the procedure does not apply (now), and where to go instead."""

    text: str
    successor_title: str = ""
    successor_url: str = ""


@dataclass(frozen=True)
class ProcedureView:
    """The whole page in reading order."""

    code: str
    title: str
    official_name: str
    badge_kind: str
    badge_text: str
    banner: Banner | None
    summary: str
    results: tuple[str, ...]
    note: str
    # The facts on top
    time_summary: Summary
    fee_summary: Summary
    paper_summary: Summary
    deadline: Deadline | None
    # What to bring
    cases: tuple[PaperCase, ...]
    dossier_sets: int
    requirements: str
    # Where and how, what it costs, when
    ways: tuple[Way, ...]
    fee_notes: tuple[str, ...]
    dates: Dates
    law_due: date | None
    on_the_spot: bool
    promises: tuple[PromiseBadge, ...]
    process: tuple[ProcessLine, ...]
    process_total: str
    channels: tuple[str, ...]
    online_level: str
    portal_url: str
    territory: str
    receiving_addresses: str
    return_methods: tuple[str, ...]
    step_groups: tuple[StepGroup, ...]
    bundles: tuple[Together, ...]
    life_events: tuple[Together, ...]
    # Who
    agencies: tuple[tuple[str, tuple[str, ...]], ...]
    filed_at: str
    subjects: tuple[str, ...]
    levels: tuple[str, ...]
    fields: tuple[str, ...]
    contact_office: str
    contact_phone: str
    contact_person: str
    department: str
    # On what it stands
    decision: str
    decision_id: int | None
    legal_bases: tuple[str, ...]
    updated_on: date | None
    complaint_code: str

    @property
    def facts(self) -> tuple[Summary, Summary, Summary]:
        """The three answers that stand before every explanation."""
        return self.time_summary, self.fee_summary, self.paper_summary

    @property
    def common_cases(self) -> tuple[PaperCase, ...]:
        """The parts of the dossier that everybody needs."""
        return tuple(case for case in self.cases if case.common)

    @property
    def special_cases(self) -> tuple[PaperCase, ...]:
        """The situations of which the citizen is in one."""
        return tuple(case for case in self.cases if not case.common)

    @property
    def has_many_cases(self) -> bool:
        """Whether the situations are a list to open one of, because they would fill the screen as radio buttons."""
        return len(self.special_cases) > MANY_CASES
