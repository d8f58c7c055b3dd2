"""Notes that cannot stand at the foot of a page, in a made book."""

from pathlib import Path

from tests.books import Pdf, post, run, small_blog

TEXT = """글[^1] 글[^2]

[^1]: 보기

    ```
    x = 1
    ```

[^2]: 둘째[^4]
[^3]: 혼자[^3]
[^4]: 넷째[^2]
"""


def test_notes_that_stay_at_the_end(tmp_path: Path) -> None:
    """A note with code, and one that only itself refers to, stand at the chapter's end with their numbers;
    those that refer to each other at the foot. Nothing else is set for them, and the book is made."""
    blog = small_blog(tmp_path / "blog", {"a.md": post("가", TEXT)})
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf")
    assert made.code == 0, made.err
    (path,) = (tmp_path / "out").glob("*.pdf")
    (words,) = (words for page in Pdf(path).pages if "보기" in (words := [word.text for word in page.words]))
    assert not {")", "1)", "4)"} & {*words}
    before = [words[words.index(word) - 1] for word in ("보기", "둘째", "넷째", "혼자")]
    assert ["1", "2)", "3)", "4"] == before, words
