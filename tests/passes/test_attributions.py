"""passes/attributions.py: who said a quotation."""

from pathlib import Path

import pytest

from publisher.assets.xhtml import text_of
from tests.chapters import Blog, tree

_VERSE = "> 죽는 날까지 하늘을\n> 우러러 한 점\n> 부끄럼이 없기를\n> 잎새에 이는 바람에도\n"


def _attributions(text: str, folder: Path) -> list[str]:
    root = tree(Blog(folder).chapter(text))
    return [text_of(one) for one in root.iter("p") if one.get("class") == "attribution"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> 말이다.\n>\n> — 서유구, 『임원경제지』", ["— 서유구, 『임원경제지』"]),
        ("> 말이다.\n> — 서유구", ["— 서유구"]),
        ("> 말이다.\n> – [책](https://e.org/), 2012", ["– 책, 2012"]),
        ("> 밖\n>\n> > 안\n> >\n> > — 누구\n>\n> — 다른 이", ["— 누구", "— 다른 이"]),
        ("> — 갈까?\n>\n> — 아니", []),  # people speak
        ("> 그가 말했다.\n> — 가자.", []),  # a sentence
        ("> — 혼자 선 줄", []),
        (f"> 말이다.\n> — {'길다 ' * 30}", []),
        ("> 말이다.\n> ——", []),
        ("말이다.\n\n— 서유구", []),  # no quotation
    ],
)
def test_which_lines_are_one(text: str, expected: list[str], tmp_path: Path) -> None:
    """The last line of a quotation behind a dash, a paragraph or a line of one, that is no speech."""
    assert expected == _attributions(text, tmp_path)


def test_a_poem_that_says_who_wrote_it(tmp_path: Path) -> None:
    """Its lines are verse, of which the name is none."""
    root = tree(Blog(tmp_path).chapter(f"{_VERSE}> — 윤동주"))
    (verse,) = (one for one in root.iter("div") if one.get("class") == "verse")
    assert 4 == len([*verse.iter("span")])
    assert "윤동주" not in text_of(verse)
    assert ["— 윤동주"] == [text_of(one) for one in root.iter("p") if one.get("class") == "attribution"]
