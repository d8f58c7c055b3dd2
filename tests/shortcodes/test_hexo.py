"""dialects/hexo.py; what each tag becomes is in cases/tags.md."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.assets.xhtml import fragment, text_of
from publisher.config.schema import MarkdownTable
from publisher.errors import Report
from publisher.markdown import grammar
from publisher.readers import read_blog
from publisher.shortcodes import translate
from publisher.shortcodes.placeholder import put_back
from tests.blogs import CONFIG, hexo, write
from tests.chapters import HEXO, Blog, entry, said, tree

_PIECES = st.sampled_from(
    "{%|%}|{% raw %}|{% endraw %}|{% note x %}|{% endnote %}|{% post_link 가을 %}|{% codeblock %}"
    "|{% endcodeblock %}|{% hmm %}|{% endhmm %}"
    "|{%\nnote\n%}|{% asset_path 가 %}|```|`|~~~|\n|\n\n|    |> |- |가나|<div>|<!-- more -->|'|\""
    .split("|")
)  # fmt: skip
_WITH_CODE = "---\ntitle: 글\ndate: 2024-01-01\n---\n{{% include_code {} %}}\n"
TEXTS = st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join)


def _translated(text: str) -> str:
    return translate(entry(text).post, HEXO, grammar(HEXO)).markdown


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_lines(text: str) -> None:
    """A translation has as many lines as the post."""
    assert text.count("\n") == _translated(text).count("\n")


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_no_marker_stays(text: str) -> None:
    """No marker is left in the HTML, wherever its tag stood."""
    post = entry(text).post
    translation = translate(post, HEXO, grammar(HEXO))
    html = put_back(grammar(HEXO)(translation.markdown), translation.inserts)
    assert not [insert.marker for insert in translation.inserts if insert.marker.strip("\ue000<>!-") in html]


def test_text_without_tags() -> None:
    """A post without tags is its own translation."""
    assert "글\n\n`코드`" == _translated("글\n\n`코드`")


def test_line_of_an_unknown_tag(tmp_path: Path) -> None:
    """An unknown tag is named with its line, inside another tag too."""
    chapter = Blog(tmp_path).chapter("글\n\n{% hmm %}\n\n{% note %}\n{% 모름 %}\n{% endnote %}", first_line=4)
    assert [
        "source/_posts/가을.md:6: warning[tag-unknown]: no tag {% hmm %} is known",
        "source/_posts/가을.md:9: warning[tag-unknown]: no tag {% 모름 %} is known",
    ] == sorted(said(chapter))


def test_forged_marker(tmp_path: Path) -> None:
    """A marker that stands in the post itself is a comment like any other."""
    chapter = Blog(tmp_path).chapter("<!--publisher:0--> {% raw %}<!--publisher:0-->가{% endraw %}")
    assert "가" == "".join(tree(chapter).itertext()).strip()


@pytest.mark.parametrize(
    "text",
    [
        "{% a " * 100_000,
        "{%a%}" * 50_000,
        "{% raw %}" * 50_000,
        "{% a" + " " * 500_000,
        "".join(f"{{% a{n} %}}" for n in range(2000))
        + "".join(f"{{% enda{n} %}}" for n in reversed(range(2000))),
        " ".join("`" * n for n in range(1, 1000)),
        "```x\n" * 50_000,
        "> " * 200_000,
        "{{ a" + "ora" * 150_000 + "! }}",
        "{{ a" + " or " * 100_000 + "! }}",
        "{% codeblock %}" + "{% raw %}" * 50_000 + "{% endraw x {% endcodeblock %}",
        "{% tabs %}" + "<!-- tab " * 50_000 + "{% endtabs %}",
    ],
    ids="open many raw spaces nested ticks fences quotes words operators unended comments".split(),
)
def test_time(text: str) -> None:
    """Half a megabyte of tags, closed or not, takes a few seconds at most."""
    start = time.process_time()
    translate(entry(text).post, HEXO, lambda inner: inner)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("글 {% post_path 겨울 %} 뒤", '<a href="post:겨울" class="titled">겨울</a>'),
        ("[눈]({% post_path 겨울 %})", '<a href="post:%EA%B2%A8%EC%9A%B8">눈</a>'),
        ("{% link 사전, https://a.b/ %}", '<a href="https://a.b/">사전</a>'),
    ],
)
def test_addresses(text: str, shown: str) -> None:
    """A post's address among words is a link with its title, in a link the address; themes write commas."""
    made = translate(entry(text).post, HEXO, grammar(HEXO))
    assert shown in put_back(grammar(HEXO)(made.markdown), made.inserts)


@pytest.mark.parametrize(
    ("words", "caption", "code"),
    [
        ("sort.js", "sort.js", "let a = 1;\nlet b = 2;\nlet c = 3;"),
        ("차례대로 lang:js from:2 to:2 sort.js", "차례대로", "let b = 2;"),
        (f"from:{'9' * 9} 셋 sort.js", "셋", "let a = 1;\nlet b = 2;\nlet c = 3;"),
    ],
)
def test_code_of_a_file(words: str, caption: str, code: str, tmp_path: Path) -> None:
    """{% include_code %} shows lines of a file of the blog's folder of code, under its title."""
    blog = hexo(tmp_path, {"a.md": _WITH_CODE.format(words)}, CONFIG)
    write(blog, {"source/downloads/code/sort.js": "let a = 1;\nlet b = 2;\nlet c = 3;\n"})
    (post,) = read_blog(blog, MarkdownTable(), 2.0, Report()).posts
    made = translate(post, HEXO, grammar(HEXO))
    shown = fragment(f"<div>{put_back(grammar(HEXO)(made.markdown), made.inserts)}</div>")
    assert caption == text_of(shown.find(".//figcaption"))
    assert code == "".join(shown.find(".//code").itertext()).strip()


@pytest.mark.parametrize("name", ["none.js", "../../_config.yml", "/etc/hostname"])
def test_code_of_no_file(name: str, tmp_path: Path) -> None:
    """A file that is not there, or not in that folder, is named; nothing of it is shown."""
    blog = hexo(tmp_path, {"a.md": _WITH_CODE.format(name)}, CONFIG)
    (post,) = read_blog(blog, MarkdownTable(), 2.0, Report()).posts
    (insert,) = translate(post, HEXO, grammar(HEXO)).inserts
    assert ("", ["include-missing"]) == (insert.html, [fault.code for fault in insert.diagnostics])
