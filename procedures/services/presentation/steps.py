"""The steps of a procedure, and those of the administration behind it."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from core.text import fold
from procedures.choices import Channel, TimeUnit
from procedures.models import ProcedurePage, ProcedureStep, ProcessStep
from procedures.services.presentation.model import ProcessLine, Step, StepGroup
from procedures.services.presentation.prose import Stage, blocks, stages
from procedures.wording import hours_words, term_words


def step_groups(rows: Sequence[ProcedureStep], names: Sequence[str]) -> tuple[StepGroup, ...]:
    """The steps in order; a row that holds several steps of its own becomes a group where others stand beside it.

    ``names``: what the procedure is called; a step of that name, or "Mặc định", has no title of its own.
    """
    groups: list[StepGroup] = []
    empty = {fold(name) for name in (*names, "Mặc định")}
    for row in rows:
        title = "" if fold(row.title).strip(" .:") in empty else row.title
        found = stages(title, row.text)
        steps = tuple(_step(stage, row) for stage in found.stages)
        opening = blocks(found.opening)
        if groups and not (found.title or opening or groups[-1].title):
            groups[-1] = StepGroup((*groups[-1].steps, *steps), opening=groups[-1].opening)
        else:
            groups.append(StepGroup(steps, found.title, opening))
    return tuple(groups)


def _step(stage: Stage, row: ProcedureStep) -> Step:
    channel = "" if row.channel == Channel.ANY else str(row.get_channel_display())
    return Step(title=stage.title, text=blocks(stage.text), channel=channel)


def process_lines(page: ProcedurePage) -> tuple[tuple[ProcessLine, ...], str]:
    """The internal process and its sum in words, where it is public; posts and names never are."""
    if not page.show_process:
        return (), ""
    lines, total = [], Decimal(0)
    for row in page.process_steps.all():
        total += row.hours
        lines.append(_process_line(row, total))
    return tuple(lines), hours_words(total)


def _process_line(row: ProcessStep, total: Decimal) -> ProcessLine:
    return ProcessLine(
        unit=row.unit_name,
        task=row.task,
        hours=term_words(row.hours, TimeUnit.WORKING_HOUR),
        until=_("xong sau %(time)s") % {"time": hours_words(total)},
    )
