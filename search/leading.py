"""Which guide or place answers a question outright, so that it stands above the procedures. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.text import fold
from search.engines.base import Group


def leads(title: str, groups: Sequence[Group], best_procedure: str) -> bool:
    """Whether what is called `title` is what was asked for, more than the best procedure ("" where there is none).

    Its name holds every word that was asked for, and the procedure's does not, or its name begins with them: "tố cáo"
    is the guide "Tố cáo: nộp ở đâu" before it is any "Giải quyết tố cáo …".
    """
    asked = [group for group in groups if group.required]
    words = fold(title).split()
    typed = [word for group in asked for word in group.typed]
    if not typed or not set(typed) <= set(words):
        return False
    return words[: len(typed)] == typed or not _holds(best_procedure, asked)


def _holds(title: str, asked: Sequence[Group]) -> bool:
    words = set(fold(title).split())
    return all(any(words.issuperset(phrase) for phrase in group.alternatives) for group in asked)
