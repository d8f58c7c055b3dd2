"""The order of names."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher import collation

TITLES = st.text(st.sampled_from("가나각힣ㄱabA1029 장章・'「」-é\u1100\u1161"), max_size=6)


def ordered(*names):
    return sorted(names, key=collation.key)


def test_korean_then_latin_then_digits_then_the_rest():
    """가나다 stands before ABC, ABC before 123, 한자 and symbols last."""
    assert ["가나다", "ABC", "123", "漢字"] == ordered("漢字", "123", "ABC", "가나다")


def test_syllables_stand_in_dictionary_order():
    assert ["가", "각", "갸", "나", "하"] == ordered("하", "갸", "각", "나", "가")


def test_runs_of_digits_count_as_numbers():
    """2장 stands before 10장."""
    assert ["2장", "10장", "100장"] == ordered("100장", "10장", "2장")


def test_a_number_of_any_length_can_be_compared():
    """int() refuses more than 4,300 digits; a title may have them."""
    assert ["9" * 5000, "1" + "0" * 5000] == ordered("1" + "0" * 5000, "9" * 5000)


def test_zeros_in_front_do_not_make_a_number_larger():
    assert ["007", "8"] == ordered("8", "007")


def test_digits_of_other_scripts_are_numbers():
    assert ["٢장", "10장"] == ordered("10장", "٢장")


def test_a_name_stands_before_those_that_go_on_from_it():
    assert ["가을", "가을 2", "가을비", "ab", "abc"] == ordered("abc", "가을비", "가을 2", "ab", "가을")


def test_both_unicode_forms_of_a_name_are_the_same_name():
    """NFD, as macOS writes file names, equals NFC."""
    assert collation.key("가을비") == collation.key(unicodedata.normalize("NFD", "가을비"))


def test_letter_case_decides_last():
    assert ["Apple", "apple", "Banana"] == ordered("Banana", "apple", "Apple")


@pytest.mark.parametrize("marked", ["「가」", '"가"', "  가", "[가]", "#가", "《가》"])
def test_marks_in_front_do_not_count(marked):
    assert ["ㄱ", marked, "나"] == ordered("나", marked, "ㄱ")


def test_a_name_of_marks_alone_still_has_a_place():
    assert ["가", "…", "「」"] == ordered("「」", "…", "가")


@settings(deadline=None)
@given(st.lists(TITLES, max_size=8), st.randoms())
def test_the_order_is_total(names, random):
    """However the names come in, they go out the same; only NFC-equal names are equal."""
    names = list({unicodedata.normalize("NFC", name).strip() for name in names})
    shuffled = random.sample(names, len(names))
    assert ordered(*names) == ordered(*shuffled)


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_key(name):
    assert collation.key(name) == collation.key(name)
