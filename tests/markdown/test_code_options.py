"""markdown/code_options.py."""

import time

import pytest

from publisher.dialect import Dialect
from publisher.markdown import grammar
from publisher.markdown.code_options import PLAIN, CodeOptions, behind, code_options


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ("", PLAIN),
        ("그냥 하는 말 1, 2", PLAIN),
        ('{linenos=true, hl_lines=[8,"15-17"], linenostart=199}', CodeOptions("", 199, "8,15-17")),
        ("linenos=table,hl_lines=8 15-17,linenostart=3", CodeOptions("", 3, "8,15-17")),
        ('{linenos=false title="a b.go"}', CodeOptions("a b.go")),
        ('linenos mark_lines="1 3"', CodeOptions("", 1, "1,3")),
        ("line_number:true first_line:5 mark:6,8-9", CodeOptions("", 5, "6,8-9")),
        ("line_number:false mark:1", CodeOptions(marks="1")),
        ('title="src/앱.js" {1,3-4} showLineNumbers', CodeOptions("src/앱.js", 1, "1,3-4")),
        ("{.python .numberLines startFrom='100'}", CodeOptions("", 100)),
        ("linenums=\"5\" file='x.py'", CodeOptions("x.py", 5)),
        ("https://e.org/?title=글", PLAIN),
        ('title="닫지 않은 {1', CodeOptions("닫지")),
        ("first_line:99999999999999999999", CodeOptions("", 999999)),
    ],
)
def test_words_of_many_programs(info: str, said: CodeOptions) -> None:
    """What Hugo, Jekyll, Hexo, Docusaurus, Pandoc and Python-Markdown write behind a language."""
    assert said == code_options(info)


def test_marks_that_count_with_the_numbers() -> None:
    """Hexo counts marks from the first line's own number; what would stand before it is no mark."""
    assert "1,3-4" == behind("8,10-11", 7)
    assert "" == behind("3-9", 7)


@pytest.mark.parametrize("sign", ['a="', "a=[", "{", "1 ", "a=", "mark:1-"])
def test_a_line_without_an_end(sign: str) -> None:
    """Half a megabyte of what is never closed takes no time."""
    start = time.perf_counter()
    code_options(sign * 150_000)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("caption", "info"),
    [
        ("", "linenos=false"),
        ("", "{linenos=false}"),
        ("", "first_line:0"),
        ("설정 파일", "설정 파일"),
        ("a=b", "a=b"),
    ],
)
def test_options_are_no_caption(caption: str, info: str) -> None:
    """Words behind a language are a caption; what switches numbers off is none."""
    html = grammar(Dialect("commonmark"))(f"```js {info}\nx\n```")
    assert caption == html.partition("<figcaption>")[2].partition("</figcaption>")[0]
