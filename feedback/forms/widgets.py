"""Widgets that Django doesn't have."""

from __future__ import annotations

from typing import Any

from django import forms


class FilesInput(forms.FileInput):
    """A chooser for several files."""

    allow_multiple_selected = True

    def __init__(self, accept: str) -> None:
        super().__init__(attrs={"accept": accept, "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        """Nothing: the view cleans the files and keeps them with the draft before the form is looked at."""
        return


class UnkeptInput(forms.TextInput):
    """A text input that always comes back empty: an answer to a captcha that is gone."""

    def format_value(self, value: Any) -> None:
        """Nothing."""
        return
