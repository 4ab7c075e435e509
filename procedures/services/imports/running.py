"""A worker's share of a batch: some minutes of it, whichever step it is at; then another message goes on."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Final

from core.services.background import enqueue
from procedures.models import BatchState, ImportBatch
from procedures.services.imports.applying import apply_batch
from procedures.services.imports.batches import RUN_TASK, NoRoot
from procedures.services.imports.reading import Progress, no_progress, read_batch
from procedures.services.imports.reverting import revert_batch
from procedures.services.imports.turns import Busy

# Well below the time limit of a task, and long enough that starting anew costs nothing.
SHARE_SECONDS: Final = 120.0
_Step = Callable[[int, Progress, float | None], ImportBatch]
_STEPS: Final[Mapping[str, _Step]] = {
    BatchState.READING: read_batch,
    BatchState.APPLYING: apply_batch,
    BatchState.REVERTING: revert_batch,
}


def run(batch_id: int) -> str:
    """Go on with a batch that was handed to the workers, and queue the next share if there is more.

    Says what it did. A batch that another worker is at, or that needs nothing, is left alone.
    """
    batch = ImportBatch.objects.filter(pk=batch_id, queued=True).first()
    step = _STEPS.get(batch.state) if batch else None
    if step is None:
        return "nothing to do"
    try:
        batch = step(batch_id, no_progress, monotonic() + SHARE_SECONDS)
    except Busy:
        return "another worker is at it"
    except NoRoot:
        reason = "Chưa có trang web nào để đặt danh mục."
        ImportBatch.objects.filter(pk=batch_id).update(state=BatchState.FAILED, error=reason, queued=False)
        return "no site"
    if batch.is_working:
        enqueue(RUN_TASK, batch_id)
    return f"{batch.state}: {batch.done} of {batch.total or '?'}"
