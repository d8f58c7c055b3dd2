"""A line of a page leads to the line of the post that says it."""

from dataclasses import replace

import pytest

from publisher.config.schema import MarkdownTable
from publisher.errors import Report
from publisher.model import Post
from publisher.preview.source import Lines, line_of, place_of
from publisher.readers import read_blog
from tests.books import small_blog

TEXT = """첫 문단은 **굵은 글자**가 있고, [링크](https://example.org/long/address)도 있다.

두 번째 문단이다. 같은 말이 또 나온다.

```python
def fold(values: list[float]) -> float:
    return sum(values)
```

## 파도의 높이

세 번째 문단이다. 같은 말이 또 나온다.[^1]

[^1]: 각주의 말.
"""


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Post:
    blog = read_blog(small_blog(tmp_path_factory.mktemp("source")), MarkdownTable(), 2.0, Report())
    return replace(blog.posts[0], markdown=TEXT, first_line=7)


@pytest.mark.parametrize(
    ("line", "said", "part"),
    [
        (7, "첫 문단은 굵은 글자가 있고, 링크도 있다.", 0.1),
        (7, "은 글자가 있고,\u2060 링크", 0.1),
        (9, "두 번째 문단이다. 같은", 0.2),
        (9, "같은 말이 또 나온다.", 0.2),
        (18, "같은 말이 또 나온다.1", 0.9),
        (13, "return sum(values)", 0.5),
        (12, "def fold(values: list[float]) -> float:", 0.5),
        (16, "파도의 높이", 0.6),
        (20, "각주의 말.", 1.0),
        (0, "아무 데도 없는 머리말", 0.5),
        (0, "", 0.5),
        (0, "12", 0.5),
    ],
)
def test_words_are_found(line: int, said: str, part: float, post: Post) -> None:
    """Through marks, links and joiners; of words that come again, the nearer ones; else none."""
    assert line == line_of(said, post, part)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("두 번째 문단이다. 같은 말이", 9),
        ("두 번째 문단이다. 같은 말이", 10),  # an empty line: what stands above it
        ("첫 문단은 굵은 글자가 있고", 8),
        ("파도의 높이", 17),
    ],
)
def test_a_line_is_found_on_the_page(words: str, line: int, post: Post) -> None:
    """The printed line that says it; of a picture, say, which has no words, the one above it, else below."""
    printed = ["머리말", "첫 문단은 굵은 글자가 있고", "두 번째 문단이다. 같은 말이", "파도의 높이", "끝이다"]
    assert words == printed[place_of(line, post, Lines(printed))]
    picture = replace(post, markdown="![](none.png)\n\n두 번째 문단이다. 같은 말이", first_line=1)
    assert 2 == place_of(1, picture, Lines(printed))
    assert 0 == place_of(1, replace(post, markdown="없는 말이다"), Lines(printed))
