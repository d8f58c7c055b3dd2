"""Jekyll's Liquid over a post: what it writes, what it refuses, and where its lines are."""

import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.dialect import Dialect
from publisher.errors import Severity
from publisher.model import Post
from publisher.shortcodes import Translation, translate

LIQUID = Dialect(grammar="kramdown", tags="liquid")
PIECES = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{% if a %}",
    "{% else %}",
    "{% endif %}",
    "{% for i in (1..3) %}",
    "{% endfor %}",
    "{% raw %}",
    "{% endraw %}",
    "{% comment %}",
    "{% endcomment %}",
    "{%- ",
    " -%}",
    "{{ page.title | upcase }}",
    "{% highlight c %}",
    "{% endhighlight %}",
    "{% 모름 %}",
    "{% unknown a.png %}",
    "{% include a.html %}",
    "\n",
    "\n\n",
    " ",
    "가을",
    "*b*",
    "{{ 'a' | nope }}",
    "{% assign x = 'ㄱ,ㄴ' | split: ',' %}",
    "\ufdd0",
    "\ufdd1",
]


def translated(text: str, **extra: str) -> Translation:
    day = datetime(2021, 3, 14, tzinfo=UTC)
    named = tuple((key.replace("__", ":"), value) for key, value in extra.items())
    post = Post(
        "_posts/가을.md", 5, "가을", day, True, day, (), "", (), (), "ko", "", False, "",
        text, LIQUID, (), (), named, "가을",
    )  # fmt: skip
    return translate(post, LIQUID, lambda inner: f"<p>{inner.strip()}</p>\n")


def faults(made: Translation) -> list[tuple[str, int]]:
    return [(fault.code, fault.where.line) for insert in made.inserts for fault in insert.diagnostics]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("값은 {{ 'x' | upcase }}다", "값은 X다"),
        ("{% raw %}{{ 그대로 }}{% endraw %}", "{{ 그대로 }}"),
        ("앞{% comment %}숨은 말{% endcomment %}뒤", "앞뒤"),
        ("{% assign 이 = 1 %}{% if 1 < 2 %}참{% else %}거짓{% endif %}", "참"),
        ("{% for i in (1..3) %}{{ i }}{% endfor %}", "123"),
        ("가 {%- if true -%} 나 {%- endif -%} 다", "가나다"),
        ("{{ '2021-03-04' | date: '%Y년 %-m월 %-d일' }}", "2021년 3월 4일"),
        ("{{ 'C# 입문!' | slugify }}", "c-입문"),
        ("{{ 'a b' | split: ' ' | jsonify }}", '["a","b"]'),
        ("{{ '<b>' | escape }}", "&lt;b&gt;"),
        ("{{ 'A é 한' | slugify: 'latin' }}", "a-e"),
        ("{{ '가나 다' | number_of_words }} {{ 'a 가나 다' | number_of_words: 'cjk' }}", "2 4"),
        ("{{ '2021-03-16' | date_to_xmlschema }}", "2021-03-16T00:00:00+00:00"),
        ("{{ '2021-03-03' | date_to_string: 'ordinal', 'US' }}", "Mar 3rd, 2021"),
        ("{{ '2021-03-11' | date_to_long_string: 'ordinal' }}", "11th March 2021"),
        (
            "{{ 'March 4, 2021' | date: '%Y-%m-%d' }} {{ '4 Mar 2021' | date_to_string }}",
            "2021-03-04 04 Mar 2021",
        ),
        ("{{ 1152098955 | date: '%m/%d/%Y' }} {{ '2021/3/4' | date: '%j' }}", "07/05/2006 063"),
        ("{% assign 무 = nil %}{{ '가' | append: 무 | prepend: nil | append: true }}", "가true"),
        ("{{ site.글 | where_exp: 'x', \"x.a > 1 and x.b == 'ㄴ'\" | map: 'a' | join }}", "2"),
        ("{{ site.글 | group_by_exp: 'x', 'x.a | at_least: 2' | map: 'size' | join: '+' }}", "2+1"),
        ("{{ site.글 | find: 'a', 3 | map: 'b' | join }}", "ㄷ"),
        ("{{ site.글 | find_exp: 'x', 'x.a > 1' | map: 'a' | join }}", "2"),
        ("{% if jekyll.environment == 'production' %}책{% endif %}", "책"),
        ("{{ '/a.png' | relative_url }}", "/blog/a.png"),
        ("{{ 'a.png' | absolute_url }}", "https://e.org/blog/a.png"),
        ("{{ site.title }} {{ page.없음 }}", "기록 "),
        ("{% youtube abc_1 %}", '<iframe src="https://www.youtube.com/watch?v=abc_1"></iframe>'),
        ("{% picture thumb a/하늘.jpg --alt 하늘 %}", '<img src="a/하늘.jpg" alt="하늘">'),
        ("[글]({% post_url 2021-01-01-봄 %})", "[글](/blog/2021/봄)"),
        ("{{ site.baseurl }}{% post_url 2021-01-01-봄 %}", "/blog/2021/봄"),
        ("{% include 말.html 누구='나' a=\"너\" %}", "<b>너</b>"),
        ("닫지 않은 {{ 것", "닫지 않은 {{ 것"),
    ],
)
def test_writes_as_jekyll_does(text: str, shown: str) -> None:
    """A tag's text stands where the tag stood, and nothing is reported."""
    made = translated(
        text,
        baseurl="/blog",
        url="https://e.org",
        site='{"title": "기록", "baseurl": "/blog",'
        ' "글": [{"a": 1, "b": "ㄱ"}, {"a": 2, "b": "ㄴ"}, {"a": 3, "b": "ㄷ"}]}',
        **{"url:2021-01-01-봄": "/2021/봄", "include:말.html": "<b>{{ include.a }}</b>"},
    )
    assert (shown, []) == (made.source, faults(made))


def test_code_is_escaped_and_takes_no_newline() -> None:
    """{% highlight %} becomes the block that Jekyll writes, on the lines that the post has."""
    made = translated("{% highlight ruby linenos %}\nputs '<b>'\n{% endhighlight %}\n끝")
    code = '<code class="language-ruby" data-lang="ruby" data-first-line="1">puts \'&lt;b&gt;\'</code>'
    assert made.source == f'\n<figure class="highlight"><pre>{code}</pre></figure>\n\n끝'
    assert made.markdown.splitlines()[3] == "끝"


@pytest.mark.parametrize(
    "code",
    [
        "{% highlight java %}\nint a;\n{% endhighlight java %}",
        "{%- highlight java linenos -%}\nint a;\n{%- endhighlight -%}",
        "{%highlight java%}\nint a;\n{%endhighlight%}",
    ],
)
def test_what_follows_the_name_of_an_end_tag_means_nothing(code: str) -> None:
    """As in Liquid: the block is code all the same."""
    made = translated(f"글\n{code}\n끝")
    assert re.search(
        '<pre><code class="language-java" data-lang="java"[^>]*>int a;</code></pre>', made.source
    )
    assert not faults(made)


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        (
            '{% plantuml %}\nA : "안녕"\n\nB -> C\n{% endplantuml %}',
            "plantuml",
            'A : "안녕"\n\nB -&gt; C',
        ),
        ("{% uml %}\nA -> B\n{% enduml %}", "plantuml", "A -&gt; B"),
        ("{% graphviz %}\ndigraph { a }\n{% endgraphviz %}", "dot", "digraph { a }"),
        ("{% digraph 봄-비 %}\na -> b\n{% enddigraph %}", "dot", "digraph 봄_비 {\na -&gt; b\n}"),
        ("{% mermaid %}\ngraph TD\n{% endmermaid %}", "mermaid", "graph TD"),
    ],
)
def test_diagrams_of_plugins_are_fences_that_are_drawn(text: str, language: str, code: str) -> None:
    """Their text stands as it is written, line for line, so that the passes find what to draw."""
    made = translated(text)
    assert made.source == f'<pre><code class="language-{language}">{code}</code></pre>'
    assert not faults(made)


def test_a_codeblock_of_octopress() -> None:
    """Its title and its link stand above it."""
    made = translated("{% codeblock 봄 비 lang:rb http://e.org/a 글 %}\nputs '<b>'\n{% endcodeblock %}")
    assert '<figcaption>봄 비 <a href="http://e.org/a">글</a></figcaption>' in made.source
    assert "data-lang=\"rb\">puts '&lt;b&gt;'</code></pre></figure>" in made.source


def test_a_quotation_of_octopress() -> None:
    """Its text is Markdown; who said it stands below."""
    made = translated("{% blockquote 나, 책 http://e.org %}\n글\n{% endblockquote %}")
    assert made.source == "\n<blockquote><p>글</p>\n<footer>나, 책</footer></blockquote>\n"


def test_code_ends_the_list_it_stands_in() -> None:
    """Jekyll writes the block on lines of its own, wherever its tag stands."""
    made = translated("1. 하나\n   {% highlight sh %}\nls\n{% endhighlight %}\n2. 둘")
    assert '\n   \n<figure class="highlight">' in made.source
    assert made.source.endswith("</figure>\n\n2. 둘")


def test_markdown_of_an_include_is_markdown() -> None:
    """What an include writes is read as part of the post, reference links and lists too."""
    made = translated("{% include ref.md %}\n[a]", include__ref="", **{"include:ref.md": "[a]: /x\n\n* 하나"})
    assert made.source == "[a]: /x\n\n* 하나\n[a]"
    assert made.markdown.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "shown", "fault"),
    [
        ("첫 줄\n{% 모름표 a %}둘", "첫 줄\n둘", ("tag-unknown", 6)),
        ("첫 줄\n{% foo a %}속 *글*{% endfoo %} 끝", "첫 줄\n속 *글* 끝", ("tag-unknown", 6)),
        ("{% tip %}\n둘째 줄에\n글이 있다\n{% endtip %}", "\n둘째 줄에\n글이 있다\n", ("tag-unknown", 5)),
        ("{% pane a %}\n- x\n- y\n{% endpane %}", "\n- x\n- y\n", ("tag-unknown", 5)),
        ("{% foo a.png %}글{% endfoo %}", '<img src="a.png" alt="">글', ("tag-unknown", 5)),
        (
            '글\n{% chart 1 %}\na -> "b"\n\nc\n{% endchart 1 %}',
            '글\n\n<pre><code class="language-text">a -&gt; "b"\n\nc</code></pre>\n',
            ("tag-unknown", 6),
        ),
        ("{% bar a/b.png alt='산' %}", '<img src="a/b.png" alt="산">', ("tag-unknown", 5)),
        ("하나\n\n{% endif %}둘", "하나\n\n둘", ("liquid-syntax", 7)),
        ("{% if a %}둘", "둘", ("liquid-syntax", 5)),
        ("{% if a = b %}하나{% endif %}둘", "하나둘", ("liquid-syntax", 5)),
        ("{{ 함수(1) + 2 }}둘", "둘", ("liquid-syntax", 5)),
        ("{{ '값' | 없는_거름 }}", "값", ("filter-unknown", 5)),
        ("{% post_url 없는-글 %}", "", ("link-missing", 5)),
        ("\n{% include none.html content='말' %}", "\n<p>말</p>", ("include-missing", 6)),
        ("{% include loop.html %}끝", "끝", ("liquid-failed", 5)),
        ("{% for i in (1..999999) %}x{% endfor %}끝", "끝", ("liquid-failed", 5)),
    ],
)
def test_costs_a_bad_tag_nothing_but_itself(text: str, shown: str, fault: tuple[str, int]) -> None:
    """The rest of the post stands, and the report names the line in the file."""
    made = translated(text, **{"include:loop.html": "{% include loop.html %}"})
    assert (shown, [fault]) == (made.source, faults(made))


def test_shows_the_picture_of_a_themes_include() -> None:
    """An include that lies in the theme is shown by its parameters."""
    made = translated('{% include figure image_path="/a.png" alt="산" caption="가을 산" %}')
    assert made.source == '<figure><img src="/a.png" alt="산"><figcaption>가을 산</figcaption></figure>'
    assert ["it is a theme's: the picture, film or words that its parameters name are shown"] == [
        fault.hint for insert in made.inserts for fault in insert.diagnostics
    ]


def test_shows_the_gallery_of_a_themes_include() -> None:
    """Its pictures are in the front matter; its caption is Markdown, as minimal-mistakes reads it."""
    made = translated(
        "{% include gallery caption='**봄**비' %}{% include gallery id='둘' %}{% include 셋.html %}",
        page='{"gallery": [{"image_path": "/a.png", "alt": "가"}, {"image_path": "/b.png"}],'
        ' "둘": [{"image_path": "/c.png"}], "셋": ["글"]}',
    )
    assert made.source == (
        '<figure><img src="/a.png" alt="가"><img src="/b.png" alt="">'
        "<figcaption>**봄**비</figcaption></figure>"
        '<figure><img src="/c.png" alt=""></figure>'
    )


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("video id='a1' provider='youtube'", '<iframe src="https://www.youtube.com/watch?v=a1"></iframe>'),
        ("embed/twitch.html id='12'", '<iframe src="https://www.twitch.tv/videos/12"></iframe>'),
        ("embed/video.html src='/a.mp4' title='봄'", '<video src="/a.mp4" title="봄"></video>'),
        ("embed/audio.html src='/a.mp3'", '<audio src="/a.mp3"></audio>'),
        ("video.liquid path='assets/a.mp4'", '<video src="/assets/a.mp4"></video>'),
    ],
)
def test_shows_what_a_themes_include_would_play(tag: str, shown: str) -> None:
    """Videos and sounds by provider or by file, as minimal-mistakes and Chirpy are given them."""
    assert translated(f"{{% include {tag} %}}").source == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ site.baseurl }}{% post_url 2021-01-01-봄 %}", "/blog/2021/봄"),
        ("{{ '/blog/a/' | relative_url }}", "/blog/blog/a/"),
        ("{% capture x %}{% post_url 2021-01-01-봄 %}{% endcapture %}{{ x }}", "/blog/2021/봄"),
    ],
)
def test_the_path_of_the_site_stands_once_before_a_link_of_jekyll_3(text: str, shown: str) -> None:
    """A category that is named as the site's path stays: /blog/blog/a/ is its address."""
    made = translated(text, baseurl="/blog", site='{"baseurl": "/blog"}', **{"url:2021-01-01-봄": "/2021/봄"})
    assert made.source == shown


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_never_changes_the_number_of_lines(text: str) -> None:
    """Line n of the result came from line n of the post, whatever stands there."""
    made = translated(text, **{"include:a.html": "<p>\n{{ include.x }}\n</p>"})
    assert made.markdown.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "piece", ["{{", "{%", "{% raw %}", "{% if a %}", "{% endif %}", "{{ a b }}", "{% x %}"]
)
def test_is_done_with_hostile_texts_in_time(piece: str) -> None:
    """200 KB of one opening are one pass, and no flood of messages."""
    text = piece * (200_000 // len(piece))
    assert len(faults(translated(text))) <= 100


@pytest.mark.parametrize(
    "opening", ["{% include ", "{% include a.html x=", "{% picture a.png --alt ", "{{ a | "]
)
@pytest.mark.parametrize("pump", [" ", '\\"', 'a="\\"', "{{ a }}", "x ", " --"])
def test_long_arguments_take_time_that_grows_with_them(opening: str, pump: str) -> None:
    """However they are made, and in whatever loop they stand."""
    text = f"{opening}{pump * (60_000 // len(pump))} %}}"
    text += f"{{% for i in (1..50) %}}{opening}{pump * (9_000 // len(pump))} %}}{{% endfor %}}"
    start = time.process_time()
    translated(text, **{"include:a.html": "가"})
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "bomb",
    [
        "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 60,
        "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | replace: 'x', a %}" * 20,
        "{% assign a = 99999 %}" + "{% assign a = a | times: a %}" * 60,
        "{{ a | " + "(" * 60_000 + " }}",
        "{% assign a = '(((((((' %}" + "{% assign a = a | append: a %}" * 12 + "{{ x | where_exp: 'i', a }}",
        "{% for i in (1..100) %}" * 12 + "x" + "{% endfor %}" * 12,
        "{% for i in (1..20000) %}" + "{{ 1 }}" * 8_000 + "{% endfor %}",
        "{% for i in (1..900) %}{% gist " + "{{ 1 }}" * 1_400 + " %}{% endfor %}",
        "{% assign a = (1..999999999) | join: 'x' %}",
        "{% assign a = 'x,y' | split: ',' %}" + "{% assign a = a | push: a %}" * 60 + "{{ a | jsonify }}",
        "{% assign a = 'x,y' | split: ',' %}"
        + "{% assign a = a | push: a | group_by: 'x' %}" * 24
        + "{{ a | jsonify }}",
        "{% assign a = 'x' %}"
        + "{% assign a = a | append: a %}" * 21
        + "{% assign b = a | split: '-' %}"
        + "{% assign b = b | push: a %}" * 900
        + "{{ b }}",
    ],
)
def test_keeps_a_bomb_small(bomb: str) -> None:
    """Values, loops and numbers have limits."""
    made = translated(bomb + "끝")
    assert made.source.endswith("끝")
    assert {"liquid-failed", "liquid-syntax"} & {code for code, _ in faults(made)}


@pytest.mark.parametrize(
    ("severity", "html", "tag"),
    [
        (Severity.NOTE, '<video src="a.mp4" title="봄" poster="b.png"></video>',
         "{% include embed/video.html src='a.mp4' poster='b.png' title='봄' %}"),
        (Severity.NOTE, '<iframe src="https://www.youtube.com/watch?v=abc"></iframe>',
         "{% include embed/youtube.html id='abc' %}"),
        (Severity.WARNING, "", "{% include widget.html id='abc' %}"),
        (Severity.NOTE, "", "{% include toc title='차례' %}"),
    ],
)  # fmt: skip
def test_what_a_missing_include_says(severity: Severity, html: str, tag: str) -> None:
    """One whose parameters say what it shows loses nothing: that is a note. A film has its poster."""
    made = translated(tag)
    shown = made.markdown + "".join(insert.html for insert in made.inserts)
    assert html in shown
    assert [severity] == [fault.severity for insert in made.inserts for fault in insert.diagnostics]


def test_tabs_of_a_plugin_have_their_titles() -> None:
    """jekyll-tabs: {% tab name title %} in {% tabs name %}."""
    made = translated(
        "{% tabs 말 %}\n{% tab 말 큰 말 %}\n소\n{% endtab %}\n{% tab 말 %}\n닭\n{% endtab %}\n{% endtabs %}"
    )
    assert ["<p><strong>큰 말</strong></p>", "소", "닭"] == [
        line for line in made.source.split("\n") if line.strip()
    ]
    assert not [fault for insert in made.inserts for fault in insert.diagnostics]


@pytest.mark.parametrize(("tag", "hint"), [("모름 가", "it is left out"), ("모름 a.png", "it is a theme's")])
def test_says_what_becomes_of_an_unknown_tag(tag: str, hint: str) -> None:
    """A tag without an end has no text that could be kept."""
    made = translated(f"{{% {tag} %}}")
    (told,) = [fault for insert in made.inserts for fault in insert.diagnostics]
    assert str(told.hint).startswith(hint)
