"""writers/pdf/compose/boxes.py: boxes that no page parts."""

import pytest

from publisher.assets.xhtml import classes, fragment
from publisher.writers.pdf.compose import boxes


@pytest.mark.parametrize(
    ("xhtml", "kept"),
    [
        ('<aside class="note"><p>가</p></aside>', True),
        ("<details><summary>가</summary><p>나</p></details>", True),
        (f'<aside class="note"><p>{"가" * 400}</p></aside>', False),
        ("<details><summary>가</summary><pre>나</pre></details>", False),
        ('<aside class="footnote"><p>가</p></aside>', False),
    ],
)
def test_short_boxes_stay_whole(xhtml: str, kept: bool) -> None:
    """A few lines in a box stay together; what may be as high as a page does not."""
    root = fragment(xhtml)
    boxes.keep(root)
    assert kept == ("kept" in classes(root[0]))
