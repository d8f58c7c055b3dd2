"""Addresses inside a blog."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.assets.urls import below_site, is_absolute, joined, key, normal, readable, shown, web


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
        ("2021/가을/", "https://www.example.org/2021/가을/", "https://example.org/"),
        ("2021/가을/", "https://EXAMPLE.org:443/2021/가을/", "http://www.example.org/"),
        ("2021/", "https://xn--bj0bj06e.org/2021/", "https://한글.org/"),
        (None, "https://example.org:8080/2021/", "https://example.org/"),
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


# RFC 3986, appendix A, for the schemes that a book may lead to; a host is ASCII, as DNS has it.
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
STRICT = re.compile(
    rf"(?:https?|ftp)://(?:{_PCHAR}+@)?(?:\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)"
    rf"(?::\d{{1,5}})?"
    rf"(?:/{_PCHAR}*)*(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
    rf"|(?:mailto|tel):(?:{_PCHAR}|/)+(?:\?(?:{_PCHAR}|[/?])*)?"
)
PIECES = (
    "http:// https:// ftp:// // \\\\ mailto: tel: javascript: e.org 한글.org [::1] [주소] 1.2.3.4 :80 :99999 "
    "/ \\ ? # % %20 %zz [ ] { } | ^ ` < > \" ' 가 나 @ : & = + .. \t \n \x00 \x7f \u200b \ufeff \U0001f600 "
    "\ud800 _ -"
).split(" ")
ADDRESSES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4) | st.just(" "), max_size=12).map("".join)


@settings(max_examples=400, deadline=None)
@given(ADDRESSES | ADDRESSES.map(lambda rest: f"http://e.org/{rest}"))
def test_any_address_is_valid_or_none(address):
    """What web() gives is an address by RFC 3986's grammar, in ASCII, and stays what it is."""
    made = web(address)
    assert made == "" or STRICT.fullmatch(made), made
    assert made == web(made)


@pytest.mark.parametrize(
    ("expected", "address"),
    [
        ("http://e.org/JAVA-03-%EC%83%81%EC%88%98%20%EA%B0%80", "http://e.org/JAVA-03-상수 가"),
        ("http://e.org/a%5Bb%5D?c%5Bd%5D=1#%5Be%5D", "http://e.org/a[b]?c[d]=1#[e]"),
        ("http://e.org/100%25/%25zz/%20", "http://e.org/100%/%zz/%20"),
        ("http://e.org/a/b?c%5Cd", "http:\\\\e.org\\a\\b?c\\d"),
        ("https://xn--bj0bj06e.org/", "https://한글.org/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://e.org/ab", " https://e.org/a\nb\t "),
        ("https://e.org", "HTTPS://E.org:"),
        ("mailto:a@b.co?subject=%EA%B0%80%20%EB%82%98", "mailto:a@b.co?subject=가 나"),
        *(("", none) for none in (
            "", "http://", "http:///", "http:///a", "http://[주소]/", "http://[::1", "http://<IP>/",
            "http://{{host}}/", "http://${HOST}:80/", "http://e.org:99999/", "http://1.2.3.400/", "http://a..b/",
            "http://e .org/", "javascript:alert(1)", " java\nscript:alert(1)",
            "data:text/html,x", "vbscript:x", "file:///etc/passwd",
            "about:blank", "mailto:", "가", "/a", "e.org", "http:e.org",
        )),
    ],
)  # fmt: skip
def test_web(expected, address):
    """What can be mended is; what leads nowhere, or to a program, is no address."""
    assert expected == web(address)


@pytest.mark.parametrize(
    ("expected", "page", "relative"),
    [
        ("2021/겨울/", "2021/가을/", "../겨울/"), ("2021/가을/a.png", "2021/가을/", "a.png"),
        ("2021/a.png", "2021/가을.html", "a.png"), ("a.png", "2021/가을.html", "../a.png"),
        ("2021/", "2021/가을/", ".."), ("2021/가을/", "2021/가을/", "."), ("", "가을/", "../.."),
        ("a", "", "../a"),
    ],
)  # fmt: skip
def test_joined(expected, page, relative):
    """A relative address leads where a browser goes from that page, and never above the site."""
    assert expected == joined(page, relative)


def test_key():
    """A page is looked up without its query, a file as it is named."""
    assert "about" == key("about/index.html?q=1")
    assert "post:왜?" == key("post:왜?")
    assert "글/a.md" == key("글/a.md")


@given(st.text())
def test_readable(text):
    """What is read is the same path."""
    assert normal(text) == normal(readable(text))


@pytest.mark.parametrize(
    ("expected", "address"),
    [
        ("https://한글.org/가/나", "https://xn--bj0bj06e.org/%EA%B0%80/%EB%82%98"),
        ("https://e.org/a?b=가#나", "https://e.org/a?b=%EA%B0%80#%EB%82%98"),
        ("https://e.org/%B0%A1", "https://e.org/%B0%A1"),
        ("https://e.org/오%3Fx", "https://e.org/%EC%98%A4%3Fx"),
        ("https://e.org/%20a%2F%25가", "https://e.org/%20a%2F%25%EA%B0%80"),
        ("https://e.org/%E3%80%80%E2%80%AE", "https://e.org/%E3%80%80%E2%80%AE"),
        ("https://한글.org:80?a.xn--bj0bj06e", "https://xn--bj0bj06e.org:80?a.xn--bj0bj06e"),
        ("https://xn--bj0bj06e.a@e.org/", "https://xn--bj0bj06e.a@e.org/"),
        ("https://xn--bj0bj06e가.org/", "https://xn--bj0bj06e가.org/"),
        ("www.e.org/가", "www.e.org/%EA%B0%80"),
        ("https://e.org/%0A가", "https://e.org/%0A가"),
        ("https://e.org", "https://e.org"),
        ("https://xn--a/", "https://xn--a/"),
        ("https://bücher.카카오t.日本語.org/", "https://xn--bcher-kva.xn--t-hv6fx6sa.xn--wgv71a119e.org/"),
        ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"),  # аррӏе.com in Cyrillic
        ("https://xn--gmal-nza.com/", "https://xn--gmal-nza.com/"),  # gmaıl.com with a dotless i
        ("https://xn--a-xgu.org/", "https://xn--a-xgu.org/"),  # a with ノ, which is like a slash
        ("https://e.org/%D7%90%D7%91/1", "https://e.org/%D7%90%D7%91/1"),  # Hebrew: 1 would come before it
        ("https://e.org/%E3%85%A4", "https://e.org/%E3%85%A4"),  # a filler, which is not seen
    ],
)
def test_shown(expected, address):
    """People read letters, where an address has their escapes; what is no text stays escaped."""
    assert expected == shown(address)


@given(ADDRESSES)
def test_any_address_can_be_shown(address):
    """What is shown means the same address."""
    if made := web(address):
        assert made == web(shown(made))
        assert shown(made) == shown(shown(made))
