"""passes/sanitize.py: what a post cannot do."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.assets.xhtml import inner
from publisher.dialect import Dialect
from publisher.passes.sanitize import MAX_DEPTH, MOST_OPEN, to_tree
from publisher.render import chapters
from tests.chapters import Blog, entry, said, tree


def test_nested_5000_deep(tmp_path: Path) -> None:
    """5,000 nested elements are opened up, in a second, and every word stays."""
    start = time.perf_counter()
    chapter = Blog(tmp_path).chapter("<div>" * 5000 + "글" + "</div>" * 5000)
    assert time.perf_counter() - start < 5
    assert "글" == "".join(tree(chapter).itertext()).strip()
    assert [] == said(chapter)


def test_depth() -> None:
    """No tree is deeper than MAX_DEPTH below its root."""
    (words,) = to_tree("<div><b>" * 100 + "글").xpath("//text()[normalize-space()='글']")
    assert MAX_DEPTH == len(list(words.getparent().iterancestors()))


@pytest.mark.parametrize("opening", ["<div>", "<ul><li>", "<div></p>", "<div title='a'>"])
def test_opened_without_end(opening: str) -> None:
    """Tags that nothing closes, 40,000 of them, take no square of their number; every word stays."""
    start = time.process_time()
    words = "".join(to_tree(opening * 40_000 + "<b>글</b>").itertext())
    assert time.process_time() - start < 2
    assert "글" == words.strip()


def test_many_closed_tags_stay() -> None:
    """However many tags a post has: only those that stand open count."""
    html = "<p>글<br><img src='a.png'></p>" * (MOST_OPEN + 1)
    assert MOST_OPEN + 1 == len(to_tree(html).findall("p"))


@pytest.mark.parametrize(
    "text", ["> " * 3000 + "글", "- " * 3000 + "글", "[" * 3000, "*a " * 3000, "`" * 3001]
)
def test_nested_markdown(text: str, tmp_path: Path) -> None:
    """Markdown that nests without end takes seconds at most and stays a chapter."""
    start = time.perf_counter()
    chapter = Blog(tmp_path).chapter(text)
    assert time.perf_counter() - start < 10
    assert "chapter-simplified" not in {fault.code for fault in chapter.diagnostics}
    tree(chapter)


@pytest.mark.parametrize(
    "html",
    [
        '<img src=x onerror="alert(1)">',
        '<a href=" java&#10;script:alert(1)">x</a>',
        '<p style="background:url(javascript:alert(1))">x</p>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<noscript><p title='</noscript><script>alert(1)</script>'>x</noscript>",
        '<svg><foreignObject><body onload="alert(1)"></foreignObject></svg>',
        '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
        '<base href="javascript:/a"><form action="javascript:x"><button formaction=x>x</button></form>',
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<style>@import 'javascript:alert(1)'</style>",
    ],
)
def test_nothing_runs(html: str, tmp_path: Path) -> None:
    """No element or attribute that runs anything is left."""
    root = tree(Blog(tmp_path).chapter(html))
    assert not {str(element.tag) for element in root.iter()} & {
        "script",
        "style",
        "form",
        "button",
        "svg",
        "base",
    }
    values = [value for element in root.iter() for value in (*element.attrib, *element.attrib.values())]
    assert not [value for value in values if value.startswith("on") or "javascript" in value]


def test_what_goes_is_said(tmp_path: Path) -> None:
    """What is taken out of a post is said, with the line on which it stands."""
    chapter = Blog(tmp_path).chapter("글\n\n<script>1</script>\n\n<foo>글</foo>")
    assert [
        "source/_posts/가을.md:5: note[html-unknown]: <foo> is no HTML that a book knows",
        "source/_posts/가을.md:3: warning[html-dropped]: <script> and what is in it",
    ] == said(chapter)


@pytest.mark.parametrize("value", ["calc(calc(1px))", "var(--a, var(--b))", "min(1px, max(2px, 3px))"])
def test_styles_that_are_cut(value: str, tmp_path: Path) -> None:
    """A function within a function, which is cut, goes, and nothing beside it."""
    made = Blog(tmp_path).chapter(f"<p style='width: {value}; color: red'>가</p>")
    assert '<p style="color:red">가</p>' == made.xhtml


def test_control_characters() -> None:
    """Characters that XML does not allow are not in the tree."""
    assert "가나" == inner(to_tree("가\x0b&#8;&#xFFFE;나"))


def test_ends_of_lines_of_word_processors() -> None:
    """U+2028 and U+2029, which no font has, end a line: what stands around them is not joined."""
    assert "가\n나\n<pre>다\n라</pre>" == inner(to_tree("가\u2028나&#x2029;<pre>다\u2028라</pre>"))


@pytest.mark.parametrize(
    "html",
    [
        '글 <svg class="icon" aria-hidden="true" viewBox="0 0 9 9"><path d="M0 0"/></svg>',
        "글 <svg aria-hidden=true><use href='#a'/></svg>",
        '<blockquote>글</blockquote><script async src="https://e.org/widgets.js" charset="utf-8"></script>',
        '<p>글</p>\n<script src="//www.instagram.com/embed.js" async></script>',
    ],
)
def test_icons_and_loaders(html: str, tmp_path: Path) -> None:
    """An icon for the eyes alone, and a program that makes a frame of words that are there, go in silence."""
    chapter = Blog(tmp_path).chapter(html, dialect=Dialect("html"))
    assert ([], "글") == (said(chapter), "".join(tree(chapter).itertext()).strip())


@pytest.mark.parametrize(
    "html",
    [
        '<svg viewBox="0 0 9 9"><text>가</text></svg>',
        '<svg aria-hidden="false"><text>가</text></svg>',
        "<script>document.write('글')</script>",
        '<script src="/js/graph.js"></script>',
        '<svg aria-hidden="true"></svg> <svg><text>가</text></svg>',
    ],
)
def test_what_is_lost_is_named(html: str, tmp_path: Path) -> None:
    """A drawing or a program that may have shown something is named."""
    chapter = Blog(tmp_path).chapter(html, dialect=Dialect("html"))
    assert ["html-dropped"] == [fault.code for fault in chapter.diagnostics]


def test_script_that_writes(tmp_path: Path) -> None:
    """A gist is a card with its page's address."""
    html = '<script src="https://gist.github.com/kim/0a1b.js?file=a.py"></script>'
    chapter = Blog(tmp_path).chapter(html, dialect=Dialect("html"))
    assert [] == said(chapter)
    assert "https://gist.github.com/kim/0a1b" == next(tree(chapter).iter("a")).get("href")


@pytest.mark.parametrize("fix", [False, True])
def test_asterisks_that_are_meant(fix: bool, tmp_path: Path) -> None:
    """Escaped asterisks are shown as their writer wants them, and nobody is told."""
    blog = Blog(tmp_path)
    shop = replace(blog.context, fix_emphasis=fix)
    made, _ = chapters.made(entry(r"글 \*\*강조\*\*는"), shop)
    assert ([], "<p>글 **강조**는</p>") == (said(made), made.xhtml.strip())
    made, _ = chapters.made(entry("글 **강조(괄호)**는"), shop)
    assert fix == ("<strong>" in made.xhtml) == (not made.diagnostics)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("prompt-tip", "note"), ("notice--warning", "note"), ("notice", "note"), ("alert alert-info", "note"),
        ("note info", "note"), ("prompt", None), ("notices", None), ("block-tip", "note"),
        ("box-error", "note"), ("info", None),
    ],
)  # fmt: skip
def test_boxes_of_themes(name: str, known: str | None) -> None:
    """A class by which a theme draws a box is one name here."""
    assert known == to_tree(f'<div class="{name}">가</div>')[0].get("class")


@pytest.mark.parametrize("tag", ["p", "blockquote"])
@pytest.mark.parametrize("name", ["success", "warning", "important", "new", "error"])
def test_boxes_of_words(tag: str, name: str) -> None:
    """Just the Docs and TeXt draw a box around a paragraph or a quotation of such a class."""
    assert "note" == to_tree(f'<{tag} class="{name}">가</{tag}>')[0].get("class")


@pytest.mark.parametrize(
    ("name", "style"),
    [("text-center", "text-align:center"), ("has-text-centered", "text-align:center"), ("text-left", None)],
)
def test_words_that_a_class_centres(name: str, style: str | None) -> None:
    """What themes centre by a class stands in the middle of the book's column too."""
    assert style == to_tree(f'<p class="{name}">가</p>')[0].get("style")


def test_custom_elements_are_named_as_what_they_are(tmp_path: Path) -> None:
    """An element of a script's own keeps what is in it; nobody is told to write it as code."""
    (told,) = Blog(tmp_path).chapter("<my-slides><p>가</p></my-slides>").diagnostics
    assert ("html-unknown", True) == (told.code, "script" in str(told.hint))


def test_line_of_a_tag_behind_longer_letters(tmp_path: Path) -> None:
    """Letters that are two in small ones, as ß is ss, move no line of what is named."""
    (fault,) = said(Blog(tmp_path).chapter(f"{'ß' * 40}\n\n<foo>글</foo>" + "\n끝" * 40))
    assert fault.startswith("source/_posts/가을.md:3: note[html-unknown]")
