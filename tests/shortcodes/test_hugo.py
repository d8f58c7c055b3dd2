"""Shortcodes: what they stand for, and that no line is lost."""

import contextlib
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.dialect import Dialect, GoldmarkOptions
from publisher.markdown import grammar
from publisher.model import Post
from publisher.phrase import Phrase
from publisher.render.chapters import body
from publisher.shortcodes.hugo.functions import GivenUpError
from publisher.shortcodes.hugo.patterns import Searches
from publisher.shortcodes.hugo.tags import translate
from publisher.storage.records import encoded

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
        ('{{< ref "posts/b.md#c" >}}', "post:posts/b#c"),
        ('[글]({{< relref "b" >}})', '<p><a href="post:b">글</a></p>'),
        (
            "{{< highlight go >}}\na < b\n{{< /highlight >}}",
            '<pre><code class="language-go">a &lt; b\n</code></pre>',
        ),
        (
            '{{< highlight go "linenos=table,hl_lines=8 1-2,linenostart=199" >}}\na\n{{< /highlight >}}',
            '<pre><code class="language-go" data-first-line="199" data-marked-lines="8,1-2">a\n</code></pre>',
        ),
        (
            '{{< youtubeLite id="abc" label="봄" >}}',
            '<iframe src="https://www.youtube.com/watch?v=abc" title="봄"></iframe>',
        ),
        (
            '{{< figure src="a.png" caption="<i>1</i> **봄**" >}}',
            '<figure><img src="a.png" alt="1 봄"><figcaption><p><i>1</i> <strong>봄</strong></p></figcaption>'
            "</figure>",
        ),
        ("{{< youtube abc >}}", '<iframe src="https://www.youtube.com/watch?v=abc"></iframe>'),
        (
            '{{< youtube "abc&t=3" >}}',
            '<iframe src="https://www.youtube.com/watch?v=abc&amp;t=3"></iframe>',
        ),
        (
            "{{% notice tip %}}\n**글**\n{{% /notice %}}",
            '<aside class="note"><p><strong>글</strong></p>\n</aside>',
        ),
        ("{{</* figure src=a */>}}", "<p>{{&lt; figure src=a &gt;}}</p>"),
        ("글 {{< kbd >}}Ctrl{{< /kbd >}} 뒤", "<p>글 <kbd>Ctrl</kbd> 뒤</p>"),
        ("`{{< param title >}}`", "<p><code>가을</code></p>"),
        (
            '{{< tabs items="가,나" >}}{{< tab >}}1{{< /tab >}}\n{{< tab >}}2{{< /tab >}}{{< /tabs >}}',
            "<p><strong>가</strong></p>\n<p>1</p>\n\n<p><strong>나</strong></p>\n<p>2</p>",
        ),
        (
            '{{< carousel images="{가.png,나.png}" >}}',
            '<div class="gallery"><img src="가.png" alt="">\n<img src="나.png" alt="">\n</div>',
        ),
        ("{{< columns >}}\n가\n<--->\n나\n{{< /columns >}}", "<p>가</p>\n<p>나</p>"),
        (
            '{{< card link="/가" title="문서" subtitle="부" />}}',
            '<aside class="note"><p><strong><a href="/가">문서</a></strong></p>\n<p>부</p>\n</aside>',
        ),
        (
            '{{< accordion >}}{{< accordionItem title="하나" >}}가{{< /accordionItem >}}{{< /accordion >}}',
            "<details><summary>하나</summary>\n<p>가</p>\n</details>",
        ),
        (
            '{{< timelineItem header="2024" badge="3월" subheader="봄" >}}심었다{{< /timelineItem >}}',
            "<p><strong>2024</strong> 3월 봄</p>\n<p>심었다</p>",
        ),
        ("글 {{< badge >}}새것{{< /badge >}} 뒤", "<p>글 <span>새것</span> 뒤</p>"),
        ("{{< katex >}}", ""),
        ("{{< link /가/ >}}", '<a href="/가/" class="titled">/가/</a>'),
        ('앞 {{< wp 비 >}}에서 {{< wp 눈 "함박눈" >}}를', "<p>앞 비에서 함박눈를</p>"),
        (
            "앞 {{< embedid 123 >}} 뒤 {{< pic /a.png height=30 >}}를",
            '<p>앞  뒤 <img src="/a.png" alt="" height="30">를</p>',
        ),
        (
            '{{< 사진 파일="a.png" caption="*봄*" >}}',
            '<figure><img src="a.png" alt="봄"><figcaption><p><em>봄</em></p></figcaption></figure>',
        ),
        ('{{< tooltip text="비" id="x" >}}에서', "<p>비에서</p>"),
        (
            '{{< spoiler text="답" >}}\n하나\n{{< /spoiler >}}',
            "<details><summary>답</summary>\n<p>하나</p>\n</details>",
        ),
        (
            '{{< tabpane >}}{{< tab header="가" lang="sh" >}}\na <<b\n{{< /tab >}}'
            '{{< tab "나" >}}\n*c*\n{{< /tab >}}{{< /tabpane >}}',
            '<p><strong>가</strong></p>\n<pre><code class="language-sh">a &lt;&lt;b\n</code></pre>\n'
            "<p><strong>나</strong></p>\n<pre><code>*c*\n</code></pre>",
        ),
        (
            '{{< tabpane text=true >}}{{< tab "가" >}}\n*c*\n{{< /tab >}}{{< /tabpane >}}',
            "<p><strong>가</strong></p>\n<p><em>c</em></p>",
        ),
        (
            "{{< css.inline >}}\n<style>\n.a { }\n</style>\n<link rel=x href=y>\n{{< /css.inline >}}\n\n글",
            "<p>글</p>",
        ),
        ("{{< sum.inline >}}{{ add 1 2 }}{{< /sum.inline >}}명", "<p>3명</p>"),
        ("{{< center >}}가운데{{< /center >}}", '<div style="text-align: center">가운데</div>'),
        (
            "{{< details >}}\n<summary>왜 <b>그럴까</b></summary>\n\n안\n{{< /details >}}",
            "<details><summary>왜 <b>그럴까</b></summary>\n<p>안</p>\n</details>",
        ),
        ("{{< details >}}\n안\n{{< /details >}}", '<aside class="note"><p>안</p>\n</aside>'),
        (
            "낱말{{< sidenote >}}*주*{{< /sidenote >}}는",
            '<p>낱말<span class="sidenote"><em>주</em></span>는</p>',
        ),
        ('낱말{{< marginnote "주" >}}는', '<p>낱말<span class="sidenote">주</span>는</p>'),
        ("{{< rawhtml >}}<b>굵은</b>{{< /rawhtml >}}", "<b>굵은</b>"),
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


def test_words_that_stand_for_an_unknown_one_are_told() -> None:
    """What is told of it can be kept with the chapter."""
    (fault,) = body(post("앞 {{< wp 비 >}}에서"))[1]
    assert "“비” stands in its place" in str(fault.hint)
    assert encoded(fault)


@pytest.mark.parametrize("source", ['{{< gallery match="images/*" >}}', '{{< music id="7" >}}'])
def test_nothing_is_left_out_without_a_word(source: str) -> None:
    """A shortcode in whose place the book has nothing is told, but for icons and the like."""
    assert [fault.code for fault in body(post(source))[1]] == ["tag-unknown"]
    assert not body(post('{{< icon "github" >}}{{< toc >}}'))[1]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ('{{< 사진 "a.png" >}}', "the picture that it names is shown"),
        ("{{< x.inline >}}{{ no }}{{< /x.inline >}}", "left"),
    ],
)
def test_what_is_told_of_what_stands_for_an_unknown_one(source: str, kept: str) -> None:
    """A picture is shown, a template of the post that is beyond us is left out: both are told."""
    (fault,) = body(post(source))[1]
    assert "tag-unknown" == fault.code and kept in str(fault.hint)


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


TEMPLATES = {
    "box": '<div class="{{ .Get 0 }}">{{ .Inner | markdownify }}</div>',
    "img": '{{ with .Get "src" }}<img src="{{ . | relURL }}"'
    '{{ with $.Get "alt" }} alt="{{ . }}"{{ end }}>{{ end }}',
    "kind": '{{ $k := .Get "k" | default "note" -}}\n{{ if eq $k "tip" }}팁'
    '{{ else if (eq $k "note") }}글{{ else }}?{{ end }}',
    "all": "{{ range $i, $w := .Params }}{{ if $i }}, {{ end }}{{ $w }}{{ end }}",
    "page": "{{ .Page.Title }} {{ .Page.Params.mood }} {{ .Site.Params.city }} {{ .Page.Params.none }}",
    "head": "### {{ .Get 0 }}\n\n{{ .Inner }}",
    "raw": "{{ .Inner }}",
    "old": '{{ $_hugo_config := `{ "version": 1 }` }}\n<blockquote>{{ .Inner }}</blockquote>',
    "said": "<!-- 말 {{/* 안의 말 */}} {{ .Inner }} --><b>{{ .Inner }}</b>{{- /* 끝 */ -}}\n",
    "flag": '{{ if .Get "on" }}켬{{ else }}끔{{ end }}{{ printf " %s-%d" (.Get "n") 3 }}',
    "lost": '{{ readFile "x.html" }}',
    "set": "<section>{{ .Inner }}</section>",
    "leaf": "{{ with .Parent }}{{ .Get 0 }}-{{ end }}{{ .Ordinal }}-{{ .Get 0 }};"
    '{{ if .Parent }}{{ .Parent.Scratch.Add "all" (slice (.Get 0)) }}{{ end }}',
    "noted": "{{ $x := .Inner }}{{ range .Scratch.Get `all` }}<i>{{ . }}</i>{{ end }}",
    "icon": '{{ partial "in/icon" (dict "Name" (.Get 0)) }}{{ partial "all.html" . }}',
    "word": "{{ T `note` | default `없음` }} {{ i18n `tip` | default `없음` }}",
    "picture": '{{ $p := .Page.Resources.GetMatch (.Get 0) }}{{ with $p }}{{ $s := .Resize "600x" }}'
    '<img src="{{ $s.RelPermalink }}" width="{{ $s.Width }}">{{ end }}{{ with resources.Get "b.png" }}'
    '<img src="{{ .RelPermalink }}">{{ end }}',
    "loop": "{{ range seq 5 }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ if eq . 4 }}{{ break }}{{ end }}"
    "{{ . }}{{ end }}",
    "when": '{{ .Page.Date.Format "2006년 01월 02일" }}',
    "map": '{{ $d := dict "Tip" "팁" }}{{ index $d "Tip" }}{{ $d.Tip }}{{ $d.none }}',
    "told": "{{ if not (.Get 0) }}{{ errorf `no %s` .Name }}{{ end }}남음",
    "block": '{{ $x := markdownify .Inner | chomp }}{{ if findRE "^<(?:p|ul)" $x 1 }}{{ $x }}'
    "{{ else }}<p>{{ $x }}</p>{{ end }}",
    "swap": '{{ replaceRE "가(.)" "나$1" (.Get 0) }}',
    "parsed": "{{ $u := urls.Parse (.Get 0) }}{{ if $u.IsAbs }}먼 {{ end }}{{ $u.Path }}",
    "tangle": '{{ findRE "(가+)+나" .Inner }}',
    "tangled": '{{ findRE "가*가*가*나" .Inner }}',
    "round": '{{ partial "round" . }}',
    "many": "{{ range seq 1000 }}{{ range seq 1000 }}{{ partial `many` . }}{{ end }}{{ end }}",
    "broken": "{{ if .Inner }}",
    "digits": "{{ " + "9" * 5000 + " }}",
    "bomb": '{{ $x := "가가가가가가가가가가" }}'
    + "{{ $x = print $x $x $x $x $x $x $x $x $x $x }}" * 9
    + "{{ $x }}",
}


GROWING = {
    "append": "{{ $a := slice 1 }}{{ range seq 28 }}{{ $a = append $a $a }}{{ end }}{{ len $a }}",
    "nested": "{{ $a := slice 1 }}{{ range seq 24 }}{{ $a = slice $a $a }}{{ end }}{{ jsonify $a }}",
    "deep": "{{ $a := slice 1 }}{{ range seq 900 }}{{ $a = slice $a }}{{ end }}"
    "{{ $b := slice $a }}{{ range seq 300 }}{{ $b = slice $b }}{{ end }}{{ jsonify $b }}",
    "merge": '{{ $a := dict "k" 1 }}{{ range $i, $_ := seq 30 }}{{ $a = dict "a" $a "b" $a }}'
    "{{ $b := merge $a $a }}{{ end }}{{ jsonify $a }}",
    "delimited": "{{ $a := .Inner }}{{ range seq 6 }}{{ $a = print $a $a $a $a }}{{ end }}"
    "{{ range seq 1000 }}{{ $b := delimit (seq 1000) $a }}{{ end }}",
    "joined": "{{ $a := .Inner }}{{ range seq 6 }}{{ $a = print $a $a $a $a }}{{ end }}"
    '{{ delimit (split $a "") $a }}',
    "written": "{{ $a := .Inner }}{{ range seq 7 }}{{ $a = print $a $a $a $a }}{{ end }}"
    "{{ range seq 1000 }}{{ $a }}{{ $a }}{{ $a }}{{ end }}",
    "searched": "{{ $a := .Inner }}{{ range seq 5 }}{{ $a = print $a $a $a $a }}{{ end }}"
    '{{ range seq 1000 }}{{ $b := findRE ".*?나" $a }}{{ end }}',
    "replaced": "{{ $a := .Inner }}{{ range seq 5 }}{{ $a = print $a $a $a $a }}{{ end }}"
    '{{ range seq 1000 }}{{ $b := replaceRE "" $a $a }}{{ end }}',
}
TEMPLATES |= GROWING
PATTERNS = [
    r"^(a|aa){40}$", r"\\+\\+\\+\\+x", r"(a|ab)" * 30 + "$", r"a?" * 30 + "b", r"(a*)\1\1b", r"a*a*a*a*b",
    r"(?x)(a|aa) +$", r"(a+)+b", r"(?:a{1,9}){1,9}b", r"(?=a*a*b)", r"((a|b)*)*c", r"a{1,2}" * 30 + "b",
    "[" * 400, r"(a|a?){30}b", r"[\\]+]a+a+a+b", "((((a?)?)?)?)?" * 9 + "b", r"(a|aa)+?b", r"(a|aa){2,}b",
]  # fmt: skip


PARTIALS = {
    "in/icon": "<i>{{ .Name }}</i>",
    "all": "{{ .Get 0 }}",
    "round": '{{ partial "round" . }}',
    "many": "{{ range seq 1000 }}{{ . }}{{ end }}",
}


def with_templates(markdown: str, unsafe: bool = True) -> Post:
    values = {"page": '{"mood": "흐림"}', "site": '{"city": "강릉"}', "base": "https://e.org/"}
    own = {f"shortcode:{name}": source for name, source in TEMPLATES.items()}
    own |= {f"partial:{name}": source for name, source in PARTIALS.items()} | {"words": '{"note": "메모"}'}
    return replace(post(markdown, unsafe), extra=tuple({**own, **values}.items()))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{< box a >}}*가*{{< /box >}}", '<div class="a"><em>가</em></div>'),
        ("글 {{< box a >}}<b>나</b>{{< /box >}}", '<p>글 <div class="a"><b>나</b></div></p>'),
        ('{{< img src="a.png" alt="\\"가\\"" >}}', '<img src="/a.png" alt="&quot;가&quot;">'),
        ("{{< img >}}", ""),
        ("{{< kind >}}", "글"),
        ('{{< kind k="tip" >}}', "팁"),
        ("{{< all 가 `나 다` 3 >}}", "가, 나 다, 3"),
        ("{{< page >}}", "가을 흐림 강릉"),
        ("{{% head 제목 %}}\n*글*\n{{% /head %}}\n뒤", "<h3>제목</h3>\n<p><em>글</em></p>\n<p>뒤</p>"),
        ("{{< raw >}}**{{< kind >}}**{{< /raw >}}", "**글**"),
        ("{{< flag on=false n=1 >}}", "끔 1-3"),
        ("{{< set 가 >}}{{< leaf 나 >}}{{< leaf 다 >}}{{< /set >}}", "<section>가-0-나;가-1-다;</section>"),
        ("{{< leaf 나 >}} {{< leaf 다 >}}", "<p>0-나; 1-다;</p>"),
        ("{{< noted >}}{{< leaf 나 >}}{{< leaf 다 >}}{{< /noted >}}", "<i>나</i><i>다</i>"),
        ("{{< icon 별 >}}", "<i>별</i>별"),
        ("{{< word >}}", "메모 없음"),
        ("{{< picture a.png >}}", '<img src="a.png" width=""><img src="/b.png">'),
        ("{{< loop >}}", "13"),
        ("{{< when >}}", "2024년 05월 06일"),
        ("{{< map >}}", "팁팁"),
        ("{{< told >}}", "남음"),
        ("{{< block >}}\n글 **굵게**\n{{< /block >}}", "<p>글 <strong>굵게</strong></p>"),
        ("{{< block >}}\n- 가\n{{< /block >}}", "<ul>\n<li>가</li>\n</ul>"),
        ("{{< swap 가다 >}}", "나다"),
        ("{{< parsed `https://e.org/가` >}}", "먼 /가"),
        ("{{< said >}}가{{< /said >}}", "<b>가</b>"),
        ("{{< old >}}**가**{{< /old >}}", "<blockquote>**가**</blockquote>"),
        ('{{< flag on="false" n="1" >}}', "켬 1-3"),
        ("{{< param mood >}}", "흐림"),
    ],
)
def test_own_templates(source: str, expected: str) -> None:
    """The site's own shortcodes, as Hugo shows them."""
    assert expected == body(with_templates(source))[0].strip()


def test_own_templates_keep_html_from_markdown() -> None:
    """Where the site drops raw HTML, {{% %}} and markdownify drop it too; what {{< >}} writes stays."""
    assert "<b>" not in body(with_templates("{{< box a >}}<b>가</b>{{< /box >}}", unsafe=False))[0]
    assert body(with_templates("{{< raw >}}<b>가</b>{{< /raw >}}", unsafe=False))[0].strip() == "<b>가</b>"


def test_templates_as_before_hugo_055() -> None:
    """A template of version 1 stands for HTML, though raw HTML is off, and its inner text for Markdown."""
    html = body(with_templates("{{% old %}}\n**가**\n\n- 나\n{{% /old %}}", unsafe=False))[0]
    assert html.strip().startswith(
        "<blockquote><p><strong>가</strong></p>\n<ul>\n<li>나</li>\n</ul>\n</blockquote>"
    )
    assert "omitted" not in html


def test_why_a_shortcode_is_unknown() -> None:
    """The hint names the template and what it asks for, the theme that is not there, or the missing file."""
    source = post("{{< lost >}}가{{< /lost >}}")
    lost = {"shortcode:lost": '{{ readFile "a" }}', "template:lost": "themes/t/layouts/shortcodes/lost.html"}
    for values, why in (
        (lost, "themes/t/layouts/shortcodes/lost.html is beyond publisher (readFile is not known here)"),
        ({"themes": "PaperMod"}, "may lie in PaperMod, which is not there"),
        ({}, "no layouts/shortcodes/lost.html"),
    ):
        html, (fault,) = body(replace(source, extra=tuple(values.items())))
        assert (fault.code, "가" in html) == ("tag-unknown", True)
        assert why in (fault.hint or "")
        assert all(isinstance(part, Phrase) for part in fault.hint.values.values()), (
            "it is said in Korean too"
        )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("2006년 1월 2일", "2024년 5월 7일"),
        ("Jan 2, 2006", "May 7, 2024"),
        ("Monday 3:04 PM", "Tuesday 9:03 PM"),
        ("2006.1.2 3:4:5 pm", "2024.5.7 9:3:4 pm"),
        ("20060102150405", "20240507210304"),
        ("2006-01-02T15:04:05-07:00", "2024-05-07T21:03:04+09:00"),
        ("2006-01-02T15:04:05Z07:00", "2024-05-07T21:03:04+09:00"),
        ("_2006 _2 002", "_2024  7 128"),
    ],
)
def test_dates_by_go_s_example(form: str, said: str) -> None:
    """Every part of Go's example stands for a part of the date, also those of one digit: 1월 2일."""
    now = datetime(2024, 5, 7, 21, 3, 4, tzinfo=timezone(timedelta(hours=9)))
    when = {"shortcode:when": f'{{{{ .Page.Date.Format "{form}" }}}}'}
    assert said == body(replace(post("{{< when >}}"), date=now, extra=tuple(when.items())))[0].strip()


def _by_template(source: str) -> str:
    """What a shortcode of the blog's own writes."""
    return body(replace(post("{{< x >}}"), extra=(("shortcode:x", source),)))[0].strip()


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ('{{ $x := "가" }}{{ if true }}{{ $x := "나" }}{{ $x }}{{ end }}{{ $x }}', "나가"),
        ('{{ $x := "가" }}{{ if true }}{{ $x = "나" }}{{ end }}{{ $x }}', "나"),
        ('{{ $x := "가" }}{{ range $x := slice "나" "다" }}{{ $x }}{{ end }}{{ $x }}', "나다가"),
        ("{{ $x := 1 }}{{ range slice 1 2 }}{{ $x = add $x . }}{{ end }}{{ $x }}", "4"),
        ('{{ $x := "가" }}{{ with $x := "나" }}{{ . }}{{ else }}{{ $x }}{{ end }}{{ $x }}', "나가"),
        ("{{ range slice 1 2 }}{{ with . }}{{ $x := . }}{{ break }}{{ end }}{{ end }}끝", "끝"),
    ],
)
def test_variables_live_in_their_blocks(source: str, written: str) -> None:
    """What a block declares (:=) is gone at its end; what it gives another value (=) stays so."""
    assert written == _by_template(source)


@pytest.mark.parametrize("source", ["{{ $x = 1 }}", "{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}"])
def test_variables_that_nobody_has_declared(source: str) -> None:
    """A template that Hugo refuses for them is given up."""
    own = replace(post("{{< mine >}}"), extra=(("shortcode:mine", source), ("template:mine", "x.html")))
    _html, (fault,) = body(own)
    assert "$x is not known here" in str(fault.hint)


@pytest.mark.parametrize("name", ["lost", "broken", "digits", "bomb", "round", "many", "tangle", "tangled"])
def test_templates_beyond_us(name: str) -> None:
    """A template that is not understood, or that grows without end, is named; the inner text stays."""
    html, (fault,) = body(with_templates(f"{{{{< {name} >}}}}*안*{{{{< /{name} >}}}}"))
    assert "<em>안</em>" in html
    assert fault.code == "tag-unknown"
    assert "beyond publisher" in (fault.hint or "")


@pytest.mark.parametrize("name", GROWING)
def test_templates_that_grow(name: str) -> None:
    """Lists of lists, texts of lists and patterns are bounded as texts are: by all that they come to."""
    begun = time.process_time()
    html, (fault,) = body(with_templates(f"{{{{< {name} >}}}}가나다마{{{{< /{name} >}}}}"))
    assert ("가나다마" in html, fault.code) == (True, "tag-unknown")
    assert time.process_time() - begun < 5


def test_what_is_too_long_is_not_made() -> None:
    """Sixteen thousand times sixteen thousand letters are counted, not written, before they are refused."""
    tracemalloc.start()
    body(with_templates("{{< joined >}}가나다마{{< /joined >}}"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000  # bytes


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("sign", ["a", "\\"])
def test_no_pattern_runs_on(pattern: str, sign: str) -> None:
    """Go's engine needs no more time for such a one; ours would need years."""
    begun = time.process_time()
    with contextlib.suppress(GivenUpError):
        Searches().find(pattern, sign * 2000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\.(jpe?g|png|gif|webp)$", "가.jpeg", [".jpeg"]),
        (r"<h[1-6][^>]*>", "<h2 id=a>가</h2><h3>", ["<h2 id=a>", "<h3>"]),
        (r"(?i)https?://[^/]+/([\w-]+)", "HTTPS://e.org/가-나?", ["HTTPS://e.org/가-나"]),
        (r"\d{4}-\d{2}-\d{2}", "날 2021-03-14", ["2021-03-14"]),
        (r"[*+]+", "가**나+", ["**", "+"]),
        (r"(\d+)x(\d+)", "600x400", ["600x400"]),
    ],
)
def test_patterns_of_themes(pattern: str, text: str, found: list[str]) -> None:
    assert Searches().find(pattern, text) == found


def test_a_book_has_paragraphs() -> None:
    """Words that a shortcode leaves in no block stand in a paragraph in a book."""
    assert body(with_templates("{{< kind >}}"), in_book=True)[0].strip() == "<p>글</p>"


def test_a_shortcode_of_many_lines_in_a_paragraph() -> None:
    """Its lines are gone, so the paragraph goes on behind it."""
    assert shown("가\n{{< kbd >}}\n나\n{{< /kbd >}}\n다") == "<p>가\n<kbd>나</kbd>\n다</p>"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='{}.<>-ab $:=|()"`/*\n가 0if', max_size=80))
def test_any_template_is_taken(text: str) -> None:
    """No template is a fault."""
    own = replace(post("{{< a >}}가{{< /a >}}"), extra=(("shortcode:a", "{{" + text + "}}"),))
    assert isinstance(body(own)[0], str)


@pytest.mark.parametrize(
    "text",
    ["{{< a" + " " * 63_990 + "b >}}", "{{< a " * 10_000, "{{< a >}}" * 7_000,
     "{{< a >}}" * 3_500 + "{{< /a >}}" * 3_500,
     '{{< a "' * 9_000, "{{</* " * 10_000, "{{% /a %}}" * 6_400, "{{< a b=" * 8_000 + ">}}"],
)  # fmt: skip
def test_hostile_brackets_take_linear_time(text: str) -> None:
    """64 KB of shortcodes, open or closed, are read in seconds."""
    start = time.process_time()
    body(post(text))
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    ("text", "unsafe", "lines"),
    [
        ("가\n\n<div>나</div>\n", False, [7]),
        ("가 <img src=a.png> <img src=b.png>", False, [5]),
        ("가<br>나 <!-- 다 -->", False, []),
        ("```\n<div>\n```", False, []),
        ("<div>나</div>", True, []),
    ],
)
def test_html_that_the_blog_does_not_show_is_told(text: str, unsafe: bool, lines: list[int]) -> None:
    """Once a post, where blocks or pictures are lost."""
    faults = body(post(text, unsafe))[1]
    assert [(fault.code, fault.where.line) for fault in faults] == [("html-omitted", line) for line in lines]


@pytest.mark.parametrize(
    ("text", "since_128", "lines"),
    [
        ("가\n\n1달~1달 반, 2~3달", True, [7]),
        ("1~2 3~4\n\n5~6 7~8", True, [5]),
        ("1달~1달 반, 2~3달", False, []),
        ("가~~나~~다 ~라~ 1~2", True, []),
        ("`1~2 3~4`", True, []),
    ],
)
def test_ranges_that_are_struck_out_are_told(text: str, since_128: bool, lines: list[int]) -> None:
    """Once a post, where two tildes stand in words and the blog's Hugo strikes out what is between them."""
    source = post(text)
    dialect = replace(source.dialect, goldmark=GoldmarkOptions(since_128=since_128))
    faults = body(replace(source, dialect=dialect))[1]
    assert [(fault.code, fault.where.line) for fault in faults] == [("tilde-struck", line) for line in lines]


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ('{{ len "가나" }}', "6"),
        ('{{ countrunes "가나" }}', "2"),
        ("{{ len (slice 1 2) }}", "2"),
        ("{{ len (last 0 (slice 1 2)) }}", "0"),
        ('{{ delimit (last 3 (slice 1 2)) "," }}', "1,2"),
    ],
)
def test_lengths_are_go_s(source: str, written: str) -> None:
    """Of a text in bytes; the last none of a list are none."""
    assert written == _by_template(source)
