"""`publisher explain`."""

import pytest

from tests.books import ROOT, run

_CODES = sorted(path.stem for path in (ROOT / "docs/messages").glob("*.md") if path.stem != "index")


def test_a_code() -> None:
    """It says what the page of the manual says, in English or in Korean; [brackets] of a message may stay."""
    english = run("explain", "[image-missing]").out
    assert "image-missing: there is no such picture" == english.splitlines()[0]
    assert "What to do: Put the picture into one of the folders" in english
    korean = run("explain", "image-missing", "--lang", "ko").out
    assert ("image-missing", True) == (korean.splitlines()[0], "그림이 없습니다. 책에는 빈 틀과" in korean)
    assert "What to do" not in korean


def test_all_codes() -> None:
    """Without a code all are listed."""
    assert _CODES == [line.partition(":")[0] for line in run("explain").out.splitlines()]


@pytest.mark.parametrize(
    ("code", "hint"), [("image-mising", "did you mean image-missing?"), ("?", "lists all")]
)
def test_no_code(code: str, hint: str) -> None:
    """What is no code: the nearest one, or how to see all; exit code 4."""
    made = run("explain", code)
    assert (4, True) == (made.code, hint in made.err)
