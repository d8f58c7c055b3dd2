"""package.json and lock files -> the generation of Markdown that a Hexo blog speaks."""

import json

import pytest

from publisher.dialect import MarkedOptions
from publisher.errors import Report
from publisher.markdown.hexo.early.rules import EARLY
from publisher.markdown.hexo.generations import GENERATIONS
from publisher.readers.hexo import generation as hexo_generation
from publisher.readers.hexo.generation import engine_of
from publisher.readers.hexo.packages import packages, pinned
from tests.blogs import hexo, read, write

MARKED = "hexo-renderer-marked"
POST = "---\ntitle: 봄비\ndate: 2021-03-14\n---\n"
NPM_1 = {
    "lockfileVersion": 1,
    "dependencies": {
        "marked": {"version": "4.0.1"},
        MARKED: {"version": "0.3.2", "dependencies": {"marked": {"version": "0.3.19"}}},
    },
}
NPM_3 = {
    "lockfileVersion": 3,
    "packages": {
        f"node_modules/{MARKED}": {"version": "0.3.2"},
        f"node_modules/{MARKED}/node_modules/marked": {"version": "0.3.19"},
        "node_modules/marked": {"version": "4.0.1"},
    },
}
HOISTED = {
    "packages": {f"node_modules/{MARKED}": {"version": "0.3.2"}, "node_modules/marked": {"version": "0.3.19"}}
}
YARN_1 = f"""\
# yarn lockfile v1


{MARKED}@^0.3.0:
  version "0.3.2"
  resolved "https://registry.yarnpkg.com/…"
  dependencies:
    hexo-util "^0.6.2"
    marked "^0.3.9"

marked@^0.3.5, marked@^0.3.9:
  version "0.3.19"

marked@^4.0.0:
  version "4.0.1"
"""
YARN_4 = f"""\
__metadata:
  version: 8

"{MARKED}@npm:^0.3.0":
  version: 0.3.2
  resolution: "{MARKED}@npm:0.3.2"
  dependencies:
    marked: "npm:^0.3.9"

"marked@npm:^0.3.9":
  version: 0.3.19

"marked@npm:^4.0.0":
  version: 4.0.1
"""
PNPM_5 = f"""\
lockfileVersion: 5.4

dependencies:
  {MARKED}: 0.3.2

packages:

  /{MARKED}/0.3.2:
    resolution: {{integrity: sha512-x}}
    dependencies:
      hexo-util: 0.6.3
      marked: 0.3.19

  /marked/0.3.19:
    resolution: {{integrity: sha512-y}}
"""
PNPM_9 = f"""\
lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      {MARKED}:
        specifier: ^0.3.0
        version: 0.3.2

packages:

  {MARKED}@0.3.2:
    resolution: {{integrity: sha512-x}}

  marked@0.3.19:
    resolution: {{integrity: sha512-y}}

snapshots:

  {MARKED}@0.3.2:
    dependencies:
      marked: 0.3.19
"""


def blog(folder, wish="^0.3.0", files=None, plugin=MARKED):
    package = json.dumps({"dependencies": {"hexo": "^3.0.0", plugin: wish}})
    return write(hexo(folder, {"봄비.md": POST}), {"package.json": package, **(files or {})})


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("package-lock.json", json.dumps(NPM_1)),
        ("package-lock.json", json.dumps(NPM_3)),
        ("package-lock.json", json.dumps(HOISTED)),
        ("npm-shrinkwrap.json", json.dumps(NPM_1)),
        ("yarn.lock", YARN_1),
        ("yarn.lock", YARN_4),
        ("pnpm-lock.yaml", PNPM_5),
        ("pnpm-lock.yaml", PNPM_9),
    ],
    ids=["npm 1", "npm 3", "hoisted", "shrinkwrap", "Yarn 1", "Yarn 4", "pnpm 5", "pnpm 9"],
)
def test_a_lock_file_names_the_marked_of_the_plugin(tmp_path, file, text):
    """Not another marked that stands in the same lock, for another package."""
    folder = blog(tmp_path, files={file: text})
    assert ("0.3.2", file) == pinned(folder, MARKED)
    assert ("0.3.19", file) == pinned(folder, MARKED, "marked")
    assert ("marked 0.3", f"{MARKED}: marked 0.3.19, as {file} pins it") == (
        engine_of(folder).generation,
        str(engine_of(folder)),
    )


@pytest.mark.parametrize(
    ("wish", "generation"),
    [
        ("^0.3.2", "marked 0.3"),
        ("0.2.11", "marked 0.3"),
        ("^1.0.0", "marked 0.7"),
        ("^2.0.0", "marked 0.7"),
        ("^3.3.0", "marked 1"),
        ("^4.1.0", "marked 2"),
        ("~5.0.0", "marked 4"),
        ("6.x", "marked 4"),
        ("^7.0.0", ""),
        ("*", ""),
        ("latest", ""),
        (">=0.2", ""),
        ("github:hexojs/hexo-renderer-marked", ""),
        ("99999999999999999999", ""),
    ],
)
def test_without_a_lock_file_the_plugin_tells_its_generation(tmp_path, wish, generation):
    """What hexo-renderer-marked of that version depends on; where it may be any, the newest."""
    assert generation == engine_of(blog(tmp_path, wish)).generation


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["hexo-renderer-kramed", MARKED], MARKED),
        (["hexo-renderer-markdown-it", MARKED], MARKED),
        ([MARKED, "hexo-renderer-markdown-it-plus"], "hexo-renderer-markdown-it-plus"),
        (["hexo-renderer-kramed", "hexo-renderer-mathjax", "hexo-renderer-org"], "hexo-renderer-kramed"),
        (["hexo-renderer-stylus"], MARKED),
    ],
)
def test_of_several_renderers_the_last_one_is_taken(tmp_path, names, expected):
    """As Hexo does: each takes the place of the one before it, if it is one of Markdown."""
    write(tmp_path, {"package.json": json.dumps({"dependencies": dict.fromkeys(names, "*")})})
    assert expected == engine_of(tmp_path).plugin


def test_a_plugin_among_what_is_for_developers_counts(tmp_path):
    """Hexo loads the plug-ins of both lists."""
    write(tmp_path, {"package.json": json.dumps({"devDependencies": {MARKED: "^0.3.0"}})})
    assert {MARKED: "^0.3.0"} == packages(tmp_path)
    assert "marked 0.3" == engine_of(tmp_path).generation


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"packages": [1]}', '{"dependencies": {"marked": 1}}', "\0", "[" * 9999]
)
def test_a_broken_lock_file_is_none(tmp_path, text):
    files = dict.fromkeys(("package-lock.json", "yarn.lock", "pnpm-lock.yaml"), text)
    assert ("marked 0.3", "package.json") == engine_of(blog(tmp_path, files=files))[1:4:2]


def test_a_blog_of_kramed_is_followed(tmp_path):
    report = Report()
    found = read(blog(tmp_path, "^0.1.4", plugin="hexo-renderer-kramed"), report)
    assert [] == report.diagnostics
    assert "kramed" == found.posts[0].dialect.marked.generation
    assert "hexo-renderer-kramed: kramed 0.5, as package.json pins it" == found.site.renderer


def test_a_blog_of_pandoc_is_followed(tmp_path):
    """The plug-in pins no pandoc, so the plan names the plug-in alone."""
    report = Report()
    found = read(blog(tmp_path, "^0.5.0", plugin="hexo-renderer-pandoc"), report)
    assert [] == report.diagnostics
    assert "hexo-renderer-pandoc" == found.site.renderer


def test_what_is_pinned_reaches_the_posts_and_the_plan(tmp_path):
    """And a build reads the posts again when it changes, since a dialect is part of their key."""
    folder = blog(tmp_path)
    (old,) = read(folder).posts
    assert ("marked 0.3", "") == (old.dialect.marked.generation, old.dialect.root)
    assert f"{MARKED}: marked 0.3, as package.json pins it" == read(folder).site.renderer
    (new,) = read(blog(tmp_path, "^7.0.0")).posts
    assert ("", "/") == (new.dialect.marked.generation, new.dialect.root)


@pytest.mark.parametrize(
    ("wish", "config", "expected"),
    [
        ("^3.9.0", "", MarkedOptions(fences_apart=True)),
        ("^4.2.0", "", MarkedOptions()),
        ("^6.0.0", "highlight:\n  enable: false\n", MarkedOptions(hexo_fences=False)),
        ("^6.0.0", "highlight:\n  enable: false\nprismjs:\n  enable: true\n", MarkedOptions()),
        ("^7.0.0", "highlight:\n  enable: false\n", MarkedOptions()),
        ("^7.0.0", "syntax_highlighter: false\n", MarkedOptions(hexo_fences=False)),
        ("*", "highlight:\n  enable: false\n", MarkedOptions()),
    ],
)
def test_how_fences_are_read_is_as_the_pinned_hexo_does(tmp_path, wish, config, expected):
    """Hexo 3 puts an empty line below each; up to Hexo 6 `highlight` decides, now `syntax_highlighter`."""
    folder = hexo(tmp_path, {"봄비.md": POST}, config)
    write(folder, {"package.json": json.dumps({"dependencies": {"hexo": wish}})})
    assert expected == read(folder).posts[0].dialect.marked


def test_every_generation_that_is_chosen_is_one_that_is_known():
    chosen = {name for _, name in hexo_generation._GENERATIONS}
    assert chosen <= {*EARLY, *GENERATIONS}
