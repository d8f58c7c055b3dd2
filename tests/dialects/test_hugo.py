"""Shortcodes: what they stand for, and that no line is lost."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.chapters import body
from publisher.dialects.hugo import translate
from publisher.markup import grammar
from publisher.model import Dialect, Post

NOW = datetime(2024, 5, 6, tzinfo=UTC)


def post(markdown: str, unsafe: bool = False) -> Post:
    return Post(
        path="content/posts/가을.md",
        name="가을",
        first_line=5,
        title="가을",
        date=NOW,
        dated=True,
        updated=NOW,
        sections=(),
        series="",
        tags=(),
        authors=(),
        language="ko",
        summary="",
        draft=False,
        hidden_by="",
        markdown=markdown,
        dialect=Dialect(grammar="hugo", smart=True, unsafe=unsafe),
        urls=("posts/가을",),
        asset_dirs=(),
    )


def shown(markdown: str) -> str:
    return body(post(markdown))[0].strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{{< figure src="a.png" alt="단풍" >}}', '<figure><img src="a.png" alt="단풍"></figure>'),
        ('{{< ref "posts/b.md#c" >}}', "<p>post:posts/b#c</p>"),
        ('[글]({{< relref "b" >}})', '<p><a href="post:b">글</a></p>'),
        (
            "{{< highlight go >}}\na < b\n{{< /highlight >}}",
            '<pre><code class="language-go">a &lt; b\n</code></pre>',
        ),
        ("{{< youtube abc >}}", '<iframe src="https://www.youtube.com/watch?v=abc"></iframe>'),
        (
            "{{% notice tip %}}\n**글**\n{{% /notice %}}",
            '<aside class="note"><p><strong>글</strong></p>\n</aside>',
        ),
        ("{{</* figure src=a */>}}", "<p>{{&lt; figure src=a &gt;}}</p>"),
        ("글 {{< kbd >}}Ctrl{{< /kbd >}} 뒤", "<p>글 <kbd>Ctrl</kbd> 뒤</p>"),
        ("`{{< param title >}}`", "<p><code>가을</code></p>"),
        ("{{< rawhtml >}}<b>굵은</b>{{< /rawhtml >}}", "<p><b>굵은</b></p>"),
        ("{{< a", "<p>{{&lt; a</p>"),
        ("가\n{{% 글상자 %}}\n## 나\n{{% /글상자 %}}", "<p>가</p>\n<h2>나</h2>"),
    ],
)
def test_stands_for(source: str, expected: str) -> None:
    """Each form as a book has it."""
    assert expected == shown(source)


def test_unknown_keeps_its_words() -> None:
    """An unknown shortcode is named with its line, and its inner text stays."""
    html, faults = body(post("가\n\n{{< 없음 >}}\n{{< nope >}}*안*{{< /nope >}}"))
    assert "<em>안</em>" in html
    fault = faults[-1]
    assert (fault.code, fault.where.line) == ("tag-unknown", 8)


def test_nested() -> None:
    """Shortcodes in shortcodes, each in its place."""
    html = shown(
        '{{< tabs >}}\n{{% tab "하나" %}}1{{% /tab %}}\n{{% tab "둘" %}}2{{% /tab %}}\n{{< /tabs >}}'
    )
    assert "<p><strong>하나</strong></p>\n<p>1</p>" in html
    assert "HAHA" not in html


def test_raw_html_inside_angle_brackets_stays() -> None:
    """What stands between {{< and >}} is not dropped with the page's raw HTML."""
    assert "<b>가</b>" in shown("{{< details 요약 >}}\n<b>가</b>\n{{< /details >}}")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "{{< ",
                " >}}",
                "{{% ",
                " %}}",
                "/",
                "a",
                "figure",
                "notice",
                "ref",
                "\n",
                '"',
                "`",
                "/*",
                "*/",
                "가 ",
                "{{< a >}}",
                "{{< /a >}}",
                "{{% b %}}",
                "{{% /b %}}",
                "{{</* ",
                " */>}}",
                "\n\n",
                "src=",
                "\\",
            ]
        ),
        max_size=40,
    )
)
def test_no_line_is_lost(pieces: list[str]) -> None:
    """Line n of the result came from line n of the post, whatever stands in it."""
    source = post("".join(pieces))
    text, _ = translate(source, grammar(source.dialect))
    assert source.markdown.count("\n") == text.count("\n")
    assert isinstance(body(source)[0], str)
