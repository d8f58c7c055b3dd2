"""Settings of wrong types and themes that mean harm: each is named or used, and none hangs or leads outside."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.config.schema import keys, tables
from tests.blogs import CONFIG, write
from tests.scan import outside_the_list, pdf_outside_the_list
from tests.torture.payloads import HTML, LINKS
from tests.torture.run import Exported, epub_text, export

pytestmark = pytest.mark.torture
Record = Callable[[str, object], None]
WORD = "무해한낱말"
POST = f"---\ntitle: 봄\ndate: 2021-03-14\n---\n\n{WORD}\n\n```py\nx = 1\n```\n\n| 가 | 나 |\n|---|---|\n| 다 | 라 |\n"
VALUES = (
    "0", "-1", "1e999", "nan", "99999999999999999999999", "true", '""', '"x"', '"<script>alert(1)</script>"', "[]", "{}", '[["a"]]', '{ a = { b = 1 } }',
    "2021-03-14", '"\\u0000"', '"../../../etc/passwd"', '"/etc/passwd"', '"http://evil.example/"', '"' + "가" * 5000 + '"', "[" + "1," * 5000 + "]", '["\\u202e"]',
)  # fmt: skip
_NAMES = {  # what a site's own settings are asked for
    "_config.yml": "title subtitle description author language timezone url root permalink source_dir new_post_name titlecase external_link "
    "markdown marked kramdown highlight prismjs syntax_highlighter pagination category_map tag_map include exclude skip_render ignore theme theme_config "
    "render_drafts plugins collections defaults baseurl future unpublished show_drafts whitelist sass lang math markdown_ext encoding liquid",
    "hugo.toml": "title baseURL languageCode defaultContentLanguage languages markup params permalinks taxonomies frontmatter contentDir staticDir "
    "buildDrafts buildFuture disableKinds author copyright timeZone module outputs menu cascade ignoreFiles theme themesDir summaryLength hasCJKLanguage",
}  # fmt: skip
THEMES: dict[str, dict[str, str | bytes]] = {
    "length": {"templates/colophon.j2": "{{ ('x' * 9999999999)|length }}"},
    "range": {"templates/colophon.j2": "{% for a in range(99999999) %}{% for b in range(99999999) %}x{% endfor %}{% endfor %}"},
    "itself": {"templates/colophon.j2": "{% include 'colophon.j2' %}"},
    "each other": {"templates/_title.j2": "{% include '_front.j2' %}", "templates/_front.j2": "{% include '_title.j2' %}"},
    "classes": {"templates/colophon.j2": "{{ ''.__class__.__mro__[1].__subclasses__() }}"},
    "globals": {"templates/colophon.j2": "{{ cycler.__init__.__globals__.os.popen('id').read() }}"},
    "macro": {"templates/colophon.j2": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"},
    "power": {"templates/colophon.j2": "{{ 9 ** 9 ** 9 }}"},
    "join": {"templates/colophon.j2": "{{ range(9999999)|join('x' * 9999) }}"},
    "syntax": {"templates/colophon.j2": "{% for %}{{ {% "},
    "unknown": {"templates/colophon.j2": "{{ a.b.c.d|nobody }}"},
    "outside": {"templates/colophon.j2": "{% include '../../../etc/passwd' %}{% import '/etc/passwd' as a %}"},
    "bytes": {"templates/colophon.j2": b"\xff\xfe\x00<p>", "epub.css": b"\xff\xfe\x00p{", "theme.toml": b"\xff\xfe\x00"},
    "toml": {"theme.toml": "a" + ".a" * 2000 + " = 1"},
    "types": {"theme.toml": "[theme]\nparent = 3\nfonts = 7\nwords = [1]\nsizes = 'x'\n"},
    "wide words": {"theme.toml": "[words.ko]\ndate = '{year:9999999999}'\npart = '{0.__class__.__mro__}'\n"},
    "other words": {"theme.toml": "[words]\nja = 1\n[words.ko]\ndate = '{nobody}'\npart = '{'\n"},
    "fonts": {"theme.toml": "[fonts]\nbody = [1, [2]]\n"},
    "parents": {"theme.toml": "[theme]\nparent = 'ours'\n"},
    "css": {"epub.css": "@import 'http://evil.example/a.css';@font-face{font-family:a;src:url(file:///etc/passwd)}*{background:url(http://evil.example/);behavior:url(a)}",
            "print.css": "@page{size:1e9mm 1e9mm}*{font-size:1e9pt;background:url(http://evil.example/)}"},
    "css bomb": {"epub.css": "{" * 50_000, "print.css": "a," * 50_000 + "b{}" + ":not(" * 5000},
    "pages": {"print.css": "@page:" * 20_000 + "@page{" * 5000},
    "variables": {"book.css": ":root{" + "".join(f"--v{n}:var(--v{n + 1})var(--v{n + 1});" for n in range(40)) + "}p{font-family:var(--v0)}"},
    "nothing": {"theme.toml": "", "book.css": "", "epub.css": "", "print.css": "*{display:none!important}"},
    **{f"all {rule}": {"print.css": f"*{{{rule}}}"} for rule in (
        "position:absolute", "position:fixed", "display:flex", "display:grid", "display:inline", "display:table-cell", "display:contents",
        "float:left", "columns:3", "writing-mode:vertical-rl", "content:'x'", "transform:rotate(9deg)", "counter-reset:page 9",
        "margin:90mm", "line-height:0", "height:0;overflow:hidden", "page:x", "break-before:page", "float:footnote", "position:running(x)",
    )},
    **{f"markup {number}": {"templates/colophon.j2": "\n".join(HTML[start : start + 8]), "templates/_title.j2": f"<a href='{LINKS[number]}'>가</a>"}
       for number, start in enumerate(range(0, len(HTML), 8))},
}  # fmt: skip


def _stands(made: Exported, record: Record, *, needed: bool = True) -> None:
    """A book, or a message; nothing outside the list."""
    record("settings and themes tried", 1)
    assert made.code is not None, "it hangs"
    assert "Traceback" not in made.said, made.said[-3000:]
    assert made.books or not needed, made.said[-3000:]
    assert made.books or "error" in made.said
    for form, path in made.books.items():
        assert [] == (outside_the_list if form == "epub" else pdf_outside_the_list)(path)
        assert form != "epub" or WORD in epub_text(path)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
def test_book_toml(value: str, tmp_path: Path, record_property: Record) -> None:
    """A wrong value of each key is named with its line, or used; so it is with all of them."""
    write(tmp_path, {"_config.yml": CONFIG, "source/_posts/a.md": POST})
    lines = [
        f"{table}.{key} = {value}" for table, key, _ in keys() if table in tables() and table != "volume"
    ]
    (tmp_path / "book.toml").write_text(
        "\n".join([*lines, f"volume = {value}", f"nobody = {value}"]) + "\n", "utf-8"
    )
    _stands(export(tmp_path), record_property, needed=False)


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
def test_a_sites_own_settings(name: str, value: str, tmp_path: Path, record_property: Record) -> None:
    """Whatever its settings are, the posts of a site are a book."""
    if name == "hugo.toml":
        text = "\n".join(f"{key} = {value}" for key in _NAMES[name].split())
        folders = ("content/posts/a.md",)
    else:
        text = "\n".join(f"{key}: {_as_yaml(value)}" for key in _NAMES[name].split())
        folders = ("source/_posts/a.md", "_posts/2021-03-14-a.md")
    for folder in folders:
        home = write(tmp_path / folder.partition("/")[0], {name: text + "\n", folder: POST})
        _stands(export(home, "--format", "epub"), record_property, needed=False)


def _as_yaml(value: str) -> str:
    return {"nan": ".nan", "1e999": ".inf", "{ a = { b = 1 } }": "{a: {b: 1}}"}.get(value, value)


@pytest.mark.parametrize("name", THEMES)
def test_themes(name: str, tmp_path: Path, record_property: Record) -> None:
    """A theme of the blog costs no book, takes no hour, and brings nothing into it that is not on the list."""
    files = {f"styles/ours/{path}": data for path, data in THEMES[name].items()}
    own = {"styles/ours/theme.toml": "[theme]\nparent = 'base'\n"}
    write(tmp_path, {"_config.yml": CONFIG, "source/_posts/a.md": POST, **own, **files})
    made = export(tmp_path, "--theme", "ours")
    _stands(made, record_property, needed=False)
    assert not name.startswith("all ") or "pdf" in made.books


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"dependencies": []}',
        '{"dependencies": {"hexo": {}}}',
        "[" * 50_000,
        json.dumps({"dependencies": {"hexo-renderer-marked": "^" * 9000}}),
    ],
    ids=lambda text: text[:20],
)
def test_packages(text: str, tmp_path: Path, record_property: Record) -> None:
    """Broken lists of packages are none."""
    names = ("package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml")
    write(tmp_path, {"_config.yml": CONFIG, "source/_posts/a.md": POST, **dict.fromkeys(names, text)})
    _stands(export(tmp_path, "--format", "epub"), record_property)
