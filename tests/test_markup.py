"""Whoever makes the markup of a book, it goes through one list: a book of hostile posts and a hostile theme,
scanned by tests/scan.py, which is none of the package's."""

from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.build import build
from publisher.config.load import Config, load
from publisher.errors import Report
from tests.blogs import write
from tests.books import Epub, Pdf, letters, post, small_blog
from tests.scan import outside_the_list, pdf_outside_the_list

TEX = r"""$\text{<script>alert(1)</script>}$ $\style{background:url(http://e.org/a)}{x}$
$\href{javascript:alert(1)}{x}$ $\text{</mtext></math><iframe src=x>}$
$\class{a}{\color{url(http://e.org)}{x}}$"""
STYLES = r"""<p style="color: url(http://e.org/a); width: 9%">가나</p>
<b style="color:image-set('//e.org/a' 1x)">다라</b> <i style="width: expression(alert(1))">마바</i>
<u style="color:\75rl(//e.org)" onclick="x()">사아</u>

[전화](tel:0212345678) [집](javascript:alert(1)) [곳](ftp://e.org/a) [편지](mailto:a@e.org)"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<iframe srcdoc="x"/><rect srcdoc="a" width="3" height="4" onclick="x()" fill="src('//e.org')"/><handler/>
<rect style="background:cross-fade(url(#a), src('//e.org'))"/>
<set attributeName="xlink:href" to="javascript:x"/>
<style>rect { background: image-set("//e.org/a" 1x); fill: red } @import "//e.org"; a { fill: url(//e.org) }
</style><a xlink:href="https://e.org/"><text>자차</text></a><use href="data:image/svg+xml,x"/></svg>"""
OPENING = """<header class="opening">
<h1 id="{{ chapter.id }}"{{ heading | default("") }} onclick="x()">{{ chapter.title }}</h1>
<iframe src="https://e.org"></iframe>{{ "<scr" ~ "ipt>x()</scr" ~ "ipt>" | safe }}
<p style="background: url(//e.org)"><a href="javascript:x()">카타</a><blink>파하</blink></p></header>"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="https://e.org/a.css"?>
<!DOCTYPE html [<!ATTLIST p onclick CDATA "x()">]>
<html xmlns="http://www.w3.org/1999/xhtml"
  xmlns:epub="http://www.idpf.org/2007/ops" lang="{{ language }}">
<head>
<title>{{ title }}</title>
<script src="https://e.org/a.js"></script>
<link rel="stylesheet" type="text/css" href="{{ css }}"/>
<link rel="stylesheet" href="https://e.org/a.css"/>
<meta http-equiv="refresh" content="0;url=https://e.org"/>
</head>
{% block body %}{% endblock %}
</html>"""
THEME = {
    "styles/ours/theme.toml": '[theme]\nparent = "base"\n',
    "styles/ours/epub.css": "p {}\n@import url(//e.org/a.css);\nh1 { background: url(//e.org/a.png) }\n",
    "styles/ours/print.css": "p { behavior: url(a.htc); color: #111 }\n",
    "styles/ours/templates/_opening.j2": OPENING,
    "styles/ours/templates/epub/page.j2": PAGE,
}


class Hostile(NamedTuple):
    epub: Path
    pdf: Path
    said: list[str]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """One book of it all."""
    folder = tmp_path_factory.mktemp("markup")
    posts = {
        "a.md": post("수식", TEX),
        "b.md": post("꼴", STYLES),
        "c.md": post("그림", "앞글\n\n![그림](/a.svg)\n\n뒷글"),
    }
    blog = write(small_blog(folder / "blog", posts), {"source/a.svg": SVG, **THEME})
    (blog / "book.toml").write_text('[markdown]\nmath = true\n[theme]\nname = "ours"\n')
    report = Report()
    config = Config(blog, folder, ("epub", "pdf"), load(blog / "book.toml", "book.toml", {}), 1, False, None)
    build(config, report)
    return Hostile(
        folder / "작은-블로그.epub", folder / "작은-블로그.pdf", [str(one) for one in report.diagnostics]
    )


def test_nothing_outside_the_list_is_in_a_book(hostile: Hostile) -> None:
    """Elements, attributes, style rules and addresses of both files are those that books have."""
    assert [] == outside_the_list(hostile.epub)
    assert [] == pdf_outside_the_list(hostile.pdf)


def test_no_word_is_lost_with_it(hostile: Hostile) -> None:
    """The words stay in both files, and no chapter is set more simply."""
    assert not [said for said in hostile.said if "simplified" in said or "laid-out-whole" in said]
    pages = "".join("".join(page.itertext()) for page in Epub(hostile.epub).pages.values())
    for said in (letters(pages), letters(Pdf(hostile.pdf).text)):
        assert all(
            word in said
            for word in ("가나", "다라", "마바", "사아", "카타", "파하", "앞글", "뒷글", "전화", "곳")
        )


def test_what_a_theme_may_not_do_is_named_with_its_line(hostile: Hostile) -> None:
    """Each is a warning with the file of the theme and the line."""
    named = [said.partition(": it is left out")[0] for said in hostile.said if "theme-unsafe" in said]
    place = "styles/ours/templates"
    what = "warning[theme-unsafe]: no book holds"
    assert [
        f"styles/ours/epub.css:2: {what} @import",
        f"styles/ours/epub.css:3: {what} url(//e.org/a.png)",
        f"styles/ours/print.css:1: {what} behavior",
        f"{place}/_opening.j2:2: {what} onclick",
        f"{place}/_opening.j2:3: {what} <iframe>",
        f"{place}/_opening.j2:4: {what} style=background: url(//e.org)",
        f"{place}/_opening.j2:4: {what} href=javascript:x()",
        f"{place}/_opening.j2:4: {what} <blink>",
        f"{place}/epub/page.j2:8: {what} <script>",
        f"{place}/epub/page.j2:10: {what} href=https://e.org/a.css",
        f"{place}/epub/page.j2:11: {what} http-equiv",
    ] == named
