"""readers/entities.py."""

from dataclasses import replace

import pytest

from publisher.readers.entities import with_letters
from tests.chapters import POST


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        ("산 & 바다", "산 &amp; 바다"),
        ("Q&A", "Q&amp;A"),
        ("it’s “말”…", "it&#8217;s &ldquo;말&rdquo;&hellip;"),
        ("&amp;와 &nbsp;의 차이", "&amp;와 &nbsp;의 차이"),
        ("R&D", "R&D"),
    ],
)
def test_names(expected: str, written: str) -> None:
    """An ampersand between words is one, as WordPress's exports mean it; an entity that is named stays."""
    made = with_letters(replace(POST, title=written, tags=(written,), series=written, sections=((written,),)))
    assert (expected, (expected,), expected, ((expected,),)) == (
        made.title,
        made.tags,
        made.series,
        made.sections,
    )
