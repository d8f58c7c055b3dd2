"""nh3: what passes/sanitize.py assumes of what it writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publisher.passes.sanitize import _CLEANER, _as_xml

pytestmark = pytest.mark.contract
PIECES = (
    "<p>", "</p>", "<b class=x", " title='a\"b'>", "</b>", "<br>", "<img src=a.png alt=\"<&>\">", "글", "&",
    "&lt;", "&nbsp;", "\u00a0", "<table><tr><td>", "<a href=?a&b>", "<!-- -- >", "-->", "<iframe src=x>",
    "</iframe>", "<svg><p>", "]]>", "<![CDATA[", "<?x", "<li>", "</div>", "\"", "'", ">", "<", "\0", "\r\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_it_writes_what_is_nearly_xml(pieces: list[str]) -> None:
    """Balanced, quoted, escaped: with void elements closed and &nbsp; as a number it is XML."""
    made = _as_xml(_CLEANER.clean("".join(pieces)))
    etree.fromstring(f"<div>{made}</div>".replace("\0", ""))


def test_its_form() -> None:
    """Values stand in double quotes, signs are escaped, a space that does not break is &nbsp;."""
    made = _CLEANER.clean("<p title='a\"<&' id=b>1 < 2 & 3 > 2\u00a0<br/><img src=a>")
    assert '<p title="a&quot;&lt;&amp;" id="b">1 &lt; 2 &amp; 3 &gt; 2&nbsp;<br><img src="a"></p>' == made
