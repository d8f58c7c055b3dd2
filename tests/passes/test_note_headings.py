"""passes/note_headings.py: headings of notes that nothing stands below."""

from pathlib import Path

import pytest

from publisher.assets.xhtml import fragment, text_of
from publisher.writers.pdf.compose.notes import to_foot
from tests.chapters import Blog, tree

_NOTE = "\n\n[^1]: 말"


def _headings(text: str, folder: Path) -> tuple[list[str], list[str]]:
    """Those of a chapter, and those that stay on paper."""
    chapter = Blog(folder).chapter(text)
    on_paper = fragment(chapter.xhtml)
    to_foot(on_paper)
    screen, paper = ([text_of(one) for one in root.iter("h2", "h3")] for root in (tree(chapter), on_paper))
    assert screen == [one.text for one in chapter.headings]
    return screen, paper


@pytest.mark.parametrize("name", ["주석", "각주", "Footnotes", "참고 문헌", "주석 및 출처", "[미주]", "註"])
def test_notes_that_stand_elsewhere(name: str, tmp_path: Path) -> None:
    """On paper their heading goes with them, and a line above it; at a chapter's end it stays above them."""
    assert ([name], []) == _headings(f"글[^1]\n\n## {name}{_NOTE}", tmp_path / "a")
    chapter = Blog(tmp_path / "b").chapter(f"글[^1]\n\n---\n\n## {name}{_NOTE}")
    to_foot(root := fragment(chapter.xhtml))
    assert [] == [one.tag for one in root.iter("hr")]


@pytest.mark.parametrize(
    ("text", "screen", "paper"),
    [
        ("글[^1]\n\n## 주석\n\n여기에 적는다.[^1]", ["주석"], ["주석"]),  # words stand below it
        ("글[^1]\n\n## 주석\n\n[^1]: 말\n\n    - 목록", ["주석"], ["주석"]),  # a list has to stay there
        ("글[^1]\n\n## 마치며", ["마치며"], ["마치며"]),  # it names no notes
        ("글\n\n## 각주\n\n### 참고\n\n## 끝\n\n글", ["끝"], ["끝"]),
        ("글\n\n## 참고\n\n### 책\n\n글", ["참고", "책"], ["참고", "책"]),
        ("## 참고", ["참고"], ["참고"]),  # all that there is
        ("글\n\n## 참고\n\n- 책", ["참고"], ["참고"]),
        ("글\n\n## 주말", ["주말"], ["주말"]),
    ],
)
def test_headings_that_stay(text: str, screen: list[str], paper: list[str], tmp_path: Path) -> None:
    """One that something stands below stays, and one that names no notes; others go from any book."""
    note = "" if "[^1]: " in text or "[^1]" not in text else _NOTE
    assert (screen, paper) == _headings(text + note, tmp_path)


def test_a_link_to_one_that_goes(tmp_path: Path) -> None:
    """It leads to where it stood."""
    chapter = Blog(tmp_path).chapter("[아래](#주석)를 보라.\n\n글\n\n## 주석")
    (link,) = (one.get("href", "") for one in tree(chapter).iter("a"))
    assert link.removeprefix("#") in [one.get("id") for one in tree(chapter).iter()]
