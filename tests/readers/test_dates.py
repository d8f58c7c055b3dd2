"""Dates as bloggers write them."""

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.readers.dates import date_in_name, parse_date
from tests.blogs import SEOUL


def seoul(*parts):
    return datetime(*parts, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-11-15 06:23:55", seoul(2021, 11, 15, 6, 23, 55)),
        ("2021-11-15", seoul(2021, 11, 15)),
        ("2021-11-15 9:03:00", seoul(2021, 11, 15, 9, 3)),
        ("2019-3-2 10:00:00", seoul(2019, 3, 2, 10)),
        ("2021/11/15 06:23", seoul(2021, 11, 15, 6, 23)),
        ("2021.11.15.", seoul(2021, 11, 15)),
        ("2021-05-10 12:30", seoul(2021, 5, 10, 12, 30)),
        ("2021-05-10 12:30:00 +0900", seoul(2021, 5, 10, 12, 30)),
        ("2024-09-04T01:00+09:00", seoul(2024, 9, 4, 1)),
        ("2024-09-04T01:00+0900", seoul(2024, 9, 4, 1)),
        ("2024-09-04T01:00:00.123Z", seoul(2024, 9, 4, 10)),
        ("2024-09-04 01:00 UTC", seoul(2024, 9, 4, 10)),
        ("2024-09-04T01:00 -05:30", seoul(2024, 9, 4, 15, 30)),
        ("2024-09-04 01:00+9", seoul(2024, 9, 4, 1)),
        ("  2021-11-15\t", seoul(2021, 11, 15)),
    ],
)
def test_every_form_seen_in_the_wild(text, expected):
    assert expected == parse_date(text, SEOUL)


def test_a_date_without_offset_is_in_the_zone_of_the_blog():
    assert datetime(2021, 11, 14, 15, 0, tzinfo=UTC) == parse_date("2021-11-15", SEOUL)


def test_a_date_with_an_offset_is_shown_in_the_zone_of_the_blog():
    """Late in the year in London is the next year in Seoul: its part and its permalink say so."""
    date = parse_date("2021-12-31T23:00:00Z", SEOUL)
    assert (2022, 8) == (date.year, date.hour)


@pytest.mark.parametrize(
    "text",
    [
        "{{ .Date }}",
        "",
        "어제",
        "2021-13-01",
        "2021-02-30",
        "2021-11-15 25:00",
        "2021-11-15 +99:00",
        "20211115",
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(ValueError):
        parse_date(text, SEOUL)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "9999-12-31 23:00"])
def test_the_ends_of_the_calendar_are_no_date(text):
    """They cannot be moved to another zone; Go writes the first where there is no date."""
    with pytest.raises(ValueError):
        parse_date(text, SEOUL)


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789-/:.T Z+가"), max_size=30))
def test_any_text_is_a_date_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert parse_date(text, SEOUL).astimezone(UTC)


@pytest.mark.parametrize(
    ("stem", "expected", "rest"),
    [
        ("2021-03-14-봄비", seoul(2021, 3, 14), "봄비"),
        ("20210314_봄비", seoul(2021, 3, 14), "봄비"),
        ("2021.03.14 봄비", seoul(2021, 3, 14), "봄비"),
        ("2021-03-14", seoul(2021, 3, 14), "2021-03-14"),
        ("2021-13-14-봄비", None, "2021-13-14-봄비"),
        ("0001-01-01-봄비", None, "0001-01-01-봄비"),
        ("123456789", None, "123456789"),
        ("봄비-2021-03-14", None, "봄비-2021-03-14"),
    ],
)
def test_a_date_at_the_start_of_a_file_name(stem, expected, rest):
    assert (expected, rest) == date_in_name(stem, SEOUL)
