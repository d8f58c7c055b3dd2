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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, seoul(2018, 9, 23)) for text in (
            "23 Sep 2018", "Sep 23, 2018", "September 23, 2018", "Sept. 23 2018", "23rd September 2018",
            "23-SEP-2018", "2018-Sep-23", "2018 september 23", "Sunday, September 23, 2018",
            "20180923", "2018. 9. 23.", "2018 9 23", "2018년 9월 23일", "2018년9월23일 일요일",
            "2018-09-23 (일)", "9/23/2018", "23.09.2018", "'2018-09-23",
        )),
        *((text, seoul(2018, 9, 23, 10, 11)) for text in (
            "23 September 2018 10:11", "Sep 23, 2018 10:11 AM", "2018-09-23, 10:11", "2018/09/23-10:11",
            "Sun, 23 Sep 2018 10:11:00 +0900", "Sun, 23 Sep 2018 01:11:00 GMT", "2018-09-23 10:11 KST",
            "Sun Sep 23 2018 10:11:00 GMT+0900 (KST)", "Sun Sep 23 10:11:00 KST 2018", "20180923T101100",
            "20180923101100", "20180923T011100Z", "2018년 9월 23일 오전 10시 11분", "2018-09-23 오전 10:11",
            "2018-09-22 21:11 EDT", "2018-09-23 10:11 UTC+9", "2018-09-23 01:11 Z",
        )),
        ("2018-09-23 3:05 PM", seoul(2018, 9, 23, 15, 5)), ("2018-09-23 3:05pm", seoul(2018, 9, 23, 15, 5)),
        ("2018년 9월 23일 오후 3시", seoul(2018, 9, 23, 15)), ("2018-09-23 12:00 AM", seoul(2018, 9, 23)),
        ("2018-09-23 12:30 PM", seoul(2018, 9, 23, 12, 30)), ("2018-09-22 24:00:00", seoul(2018, 9, 23)),
        ("September 2018", seoul(2018, 9, 1)), ("7-7-2018", seoul(2018, 7, 7)),
    ],
)  # fmt: skip
def test_every_form_that_ruby_or_javascript_takes(text, expected):
    """As Ruby's Time.parse, JavaScript's Date or both read it; and as Koreans write it."""
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
        "2021-02-30 10:00",
        "2021",
        "23 Sep",
        "23 Brumaire 2018",
        "03/04/2018",
        "10-11-2018 10:00",
        "2018-09-23 13시 71분",
        "2018-09-23 24:01",
        "2018-09-23 10:11 PMX",
        "2018년 9월",
        "1" * 5000,
        "(" * 5000,
        "2018-09-23 " + "10:" * 5000,
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
@given(
    st.lists(
        st.sampled_from([*"0123456789-/:.,T Z+가년월일시분()", "Sep", "PM", "오후", "GMT"]), max_size=30
    ).map("".join)
)
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
