"""passes/painted.py: borders and grounds that a post paints itself."""

import pytest

from publisher.assets.xhtml import inner
from publisher.passes.sanitize import to_tree

_BOX = '<div class="note">가</div>'


@pytest.mark.parametrize(
    ("expected", "html"),
    [
        (_BOX, '<div style="border: 1px solid #ccc; padding: 10px">가</div>'),
        (_BOX, '<div style="border-left:5px solid red">가</div>'),
        (_BOX, '<div style="background-color:#f6f8fa;padding:1em;color:white">가</div>'),
        ('<p class="note">가</p>', '<p style="border:1px solid gray">가</p>'),
        ("<div>가</div>", '<div style="border:0;padding:1em">가</div>'),
        ("<div>가</div>", '<div style="background:#FFFFFF;padding:1em">가</div>'),
        ("<div><h2>가</h2></div>", '<div style="border:1px solid"><h2>가</h2></div>'),
        ('<div><img src="a.png"/></div>', '<div style="border:1px solid"><img src="a.png"></div>'),
        ("<mark>가</mark>", '<span style="background-color:#fff5b1">가</span>'),
        ("<mark>가</mark>", '<span style="background:linear-gradient(#ffe400, transparent)">가</span>'),
        ("<mark>가</mark>", '<span style="color:white;background:black">가</span>'),
        ("<span>가</span>", '<span style="background-color:rgb(249, 249, 249)">가</span>'),
        ("<span>가</span>", '<span style="background-color:transparent">가</span>'),
        ("<pre><span>가</span></pre>", '<pre><span style="background:#1e1e1e">가</span></pre>'),
    ],
)  # fmt: skip
def test_painted(expected: str, html: str) -> None:
    """A border, or a ground with room, makes a box of a block; a ground marks words, unless nearly white."""
    assert expected == inner(to_tree(html)).replace(' style=""', "")
