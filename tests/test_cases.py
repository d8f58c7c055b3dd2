"""Each paragraph of tests/cases/*.md: Markdown of a post, and the chapter's body after all passes.

A case is a title, `.`, Markdown, `.`, expected XHTML, `.`; in the XHTML each line stands as it is.
To add one, write title and Markdown, leave the XHTML empty, and read what the failing test prints.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publisher.dialect import Dialect
from tests.chapters import HEXO, Blog

_CASE = re.compile(r"^(?P<title>[^\n]+)\n\.\n(?P<markdown>.*?)^\.\n(?P<xhtml>.*?)^\.$", re.M | re.S)
_DIALECTS = {  # by file; else Hexo's defaults
    "math": Dialect("hexo", breaks=True, smart=True, math=True),
    "obsidian": Dialect("obsidian", breaks=True, math=True, tags="obsidian"),
}


def _cases() -> Iterator[Any]:
    for file in sorted(Path(__file__).parent.glob("cases/*.md")):
        for case in _CASE.finditer(file.read_text("utf-8")):
            dialect = _DIALECTS.get(file.stem, HEXO)
            name = f"{file.stem}: {case['title']}"
            yield pytest.param(case["markdown"], case["xhtml"], dialect, id=name)


@pytest.mark.parametrize(("markdown", "xhtml", "dialect"), list(_cases()))
def test_chapter(markdown: str, xhtml: str, dialect: Dialect, tmp_path: Path) -> None:
    """The post becomes exactly this."""
    chapter = Blog(tmp_path).chapter(markdown, dialect=dialect)
    assert xhtml.strip() == re.sub(r"\n{2,}", "\n", chapter.xhtml).strip()
