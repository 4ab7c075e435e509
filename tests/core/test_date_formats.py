"""Dates typed in the admin: day first in both languages, in the form and in its date picker."""

from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.formats import get_format


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["01/02/2027", "1/2/2027", "1-2-2027", "2027-02-01"])
def test_a_typed_date_is_read_day_first(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2027, 2, 1)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_date_picker_writes_what_the_form_reads(language: str) -> None:
    with translation.override(language):
        assert settings.WAGTAIL_DATE_FORMAT in get_format("DATE_INPUT_FORMATS")
        assert settings.WAGTAIL_DATETIME_FORMAT in get_format("DATETIME_INPUT_FORMATS")
