"""Addresses inside a blog."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.addresses import below_site, is_absolute, normal


@pytest.mark.parametrize(
    "address",
    [
        "/2021/가을/",
        "2021/가을",
        "/2021/가을/index.html",
        "/2021/가을.html",
        "/2021/%EA%B0%80%EC%9D%84/",
        "/2021/%ea%b0%80%ec%9d%84/index.htm",
        "/2021/\u1100\u1161\u110b\u1173\u11af/",  # NFD
        "/2021/%E1%84%80%E1%85%A1%E1%84%8B%E1%85%B3%E1%86%AF/",  # NFD, escaped
        "\\2021\\가을\\",
    ],
)
def test_all_ways_to_write_an_address_have_one_form(address):
    assert "2021/가을" == normal(address)


@pytest.mark.parametrize("address", ["", "/", "/index.html", "index.htm"])
def test_the_root_is_empty(address):
    assert normal(address) == ""


def test_letter_case_stays():
    """Hosts differ on it, so it is not folded."""
    assert normal("/About/") != normal("/about/")


@pytest.mark.parametrize("name", ["/blindex.html", "/my-index"])
def test_only_a_file_called_index_is_dropped(name):
    assert name.strip("/").removesuffix(".html") == normal(name)


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_normal_form(text):
    assert normal(text) == normal(f"/{text}")


@pytest.mark.parametrize("address", ["https://a.org", "mailto:a@b.org", "//a.org/x", "data:,x"])
def test_an_address_with_scheme_or_host_is_absolute(address):
    assert is_absolute(address)


@pytest.mark.parametrize("address", ["/2021/가을", "가을.md", "#가", "../a", "2021:가"])
def test_a_path_is_not_absolute(address):
    assert not is_absolute(address)


@pytest.mark.parametrize(
    ("expected", "address", "site"),
    [
        ("2021/가을/", "/2021/가을/", "https://example.org/"),
        ("2021/가을/", "https://example.org/2021/가을/", "https://example.org/"),
        ("2021/가을/", "http://example.org/2021/가을/", "https://example.org/"),
        ("2021/가을/", "//example.org/2021/가을/", "https://example.org/"),
        ("", "https://example.org", "https://example.org/"),
        ("가을/", "/notes/가을/", "https://example.org/notes/"),
        ("가을/", "https://example.org/notes/가을/", "https://example.org/notes/"),
        ("가을/", "/가을/", ""),
        ("", "/notes", "https://example.org/notes/"),
        (None, "https://other.org/2021/", "https://example.org/"),
        (None, "https://example.org/2021/", ""),
        (None, "mailto:a@example.org", "https://example.org/"),
        (None, "ftp://example.org/a", "https://example.org/"),
        (None, "가을.md", "https://example.org/"),
        (None, "../가을/", "https://example.org/"),
        (None, "#가을", "https://example.org/"),
    ],
)
def test_what_lies_below_a_site(expected, address, site):
    """Absolute addresses of the site and root-relative ones; all others lead elsewhere."""
    assert expected == below_site(address, site)


def test_a_placeholder_in_brackets_leads_nowhere():
    """urlsplit raises for "http://[주소]/", which examples hold."""
    assert below_site("http://[주소]/", "https://example.org/") is None
    assert below_site("/가을/", "http://[주소") is None


@settings(deadline=None)
@given(st.text())
def test_any_text_may_stand_as_an_address(text):
    below = below_site(text, "https://example.org/notes/")
    assert below is None or not below.startswith("/")
