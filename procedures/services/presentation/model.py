"""What ``present`` returns. Frozen: a template reads it, nobody changes it."""

from dataclasses import dataclass
from datetime import date

from core.calendar import Deadline
from procedures.services.presentation.lines import Dates, Way
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


MANY_CASES = 6


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
