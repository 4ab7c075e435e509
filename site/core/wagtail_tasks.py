"""When Wagtail's own chores run: after the commit, and for each page once.

Saving a page asks for its reference index and its search entry to be brought up to date, once for every row that hangs
on it: a page with thirty fees and twenty dossier cases would be read whole some two hundred times, inside the
transaction, while nobody else can write to SQLite. Here they wait for the commit, rows become the page they belong to,
and each page is done once. They stay in the process that saved: see ``docs/adr/0017``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id
from modelcluster.fields import ParentalKey

Call = tuple[Task[..., Any], tuple[Any, ...], dict[str, Any]]
Rows = dict[type[Model], set[Any]]

# Chores about one row, named by its model and key: asked for twice, they are done once. By name, because the modules
# that define them load this one.
_REFERENCES: Final = "wagtail.tasks.update_reference_index_task"
_ABOUT_A_ROW: Final = {_REFERENCES, "modelsearch.tasks.insert_or_update_object_task"}


class AfterCommitBackend(ImmediateBackend):
    """A backend of ``django-tasks``: at once outside a transaction, after its commit inside one.

    What a transaction or a savepoint takes back is not done. A chore that fails is logged and harms nothing else.
    """

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Run or keep the task; the result of a kept one stays "ready", for Wagtail asks for none."""
        if not transaction.get_connection().in_atomic_block:
            return self.run(task, args, kwargs)
        self.validate_task(task)
        chores = _chores_of_this_transaction() or Chores(self)
        chores.waiting.append((task, args, kwargs))
        transaction.on_commit(chores.run, robust=True)
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def run(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Do it now."""
        return super().enqueue(task, args, kwargs)


class Chores:
    """What one transaction asked for."""

    def __init__(self, backend: AfterCommitBackend) -> None:
        self.backend = backend
        self.waiting: list[Call] = []

    def run(self) -> None:
        """Do everything. It is called once for each chore that was not taken back, and the first call does it all."""
        waiting, self.waiting = self.waiting, []
        for task, args, kwargs in _once(waiting):
            self.backend.run(task, args, kwargs)


def _chores_of_this_transaction() -> Chores | None:
    for _savepoints, hook, _robust in reversed(transaction.get_connection().run_on_commit):
        chores = getattr(hook, "__self__", None)
        if isinstance(chores, Chores):
            return chores
    return None


def _once(calls: list[Call]) -> Iterator[Call]:
    """The calls without repetition; rows that are gone by now need nothing."""
    asked: dict[Task[..., Any], Rows] = defaultdict(lambda: defaultdict(set))
    for task, args, kwargs in calls:
        if task.module_path in _ABOUT_A_ROW:
            app, name, key = args
            asked[task][apps.get_model(app, name)].add(key)
        else:
            yield task, args, kwargs
    for task, rows in asked.items():
        subjects = _what_they_hang_on(rows) if task.module_path == _REFERENCES else rows
        for model, keys in subjects.items():
            for key in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True):
                yield task, (model._meta.app_label, model._meta.model_name, str(key)), {}


def _what_they_hang_on(rows: Rows) -> Rows:
    """The pages that these rows are part of: references are kept by page."""
    owners: Rows = defaultdict(set)
    for row_model, row_keys in rows.items():
        model, keys = row_model, {row_model._meta.pk.to_python(key) for key in row_keys}
        while parent := _parent_of(model):
            of_these = model._base_manager.filter(pk__in=keys)
            keys = set(of_these.values_list(parent.attname, flat=True)) - {None}
            model = parent.related_model
        owners[model] |= keys
    return owners


def _parent_of(model: type[Model]) -> Any:
    return next((field for field in model._meta.get_fields() if isinstance(field, ParentalKey)), None)
