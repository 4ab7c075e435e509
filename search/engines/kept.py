"""What an engine has read of its index and keeps from query to query, for as long as it is true."""

from __future__ import annotations

from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Facts about one state of an index. Safe to share between threads: a fact that is lost is read again."""

    def __init__(self) -> None:
        self._kept: tuple[str, dict[_Key, _Value]] = ("", {})

    def of(self, state: str) -> dict[_Key, _Value]:
        """Return what is known of the index in this state, to be looked up and added to."""
        kept, known = self._kept
        if kept != state:
            known = {}
            self._kept = (state, known)
        return known
