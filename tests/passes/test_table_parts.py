"""passes/table_parts.py: the parts of a table in their order."""

from pathlib import Path

import pytest

from publisher.assets.xhtml import inner
from publisher.passes import table_parts
from tests.chapters import Blog


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("caption colgroup thead tbody tbody tfoot", "tfoot tbody colgroup tbody thead caption"),
        ("thead tbody tbody tfoot", "thead thead tfoot tbody"),
        ("tr tr", "tr tr"),
    ],
)
def test_order(expected: str, given: str, tmp_path: Path) -> None:
    """Each part stands where HTML wants it; rows keep their order."""
    build = Blog(tmp_path).build(f"<table>{''.join(f'<{tag}/>' for tag in given.split())}</table>")
    table_parts.apply(build)
    assert expected.split() == [part.tag for part in build.root[0]]


def test_one_caption(tmp_path: Path) -> None:
    """What several captions say stands in one; one that says nothing goes."""
    build = Blog(tmp_path).build(
        "<table><tr/><caption>가<b>나</b></caption><caption/><caption>다<i>라</i></caption></table>"
    )
    table_parts.apply(build)
    assert "<table><caption>가<b>나</b><br/>다<i>라</i></caption><tr/></table>" == inner(build.root)
