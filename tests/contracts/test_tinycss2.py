"""tinycss2: what assets/css.py assumes of it."""

import pytest
import tinycss2

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    "text", ["", "a{", "}", "a{b:c", "@", "url(", "\\", "a{b:'", "<!--", "\0", "(" * 9_000]
)
def test_nothing_raises(text: str) -> None:
    """Whatever stands there is read."""
    tinycss2.parse_stylesheet(text)
    tinycss2.parse_blocks_contents(text)
    tinycss2.parse_component_value_list(text)


@pytest.mark.parametrize("text", ["a)", "url(a b)", "'a\n", "]"])
def test_what_cannot_be_read_is_an_error(text: str) -> None:
    """It is a node of its own."""
    assert "error" in [node.type for node in tinycss2.parse_component_value_list(text)]


def test_escapes_are_read() -> None:
    """A name and an address are told as a browser takes them."""
    (call,) = tinycss2.parse_component_value_list("\\69mage-set('a')")
    (address,) = tinycss2.parse_component_value_list("\\75rl(\\61)")
    assert ("image-set", "url", "a") == (call.lower_name, address.type, address.value)
