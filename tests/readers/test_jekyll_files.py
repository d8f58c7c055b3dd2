"""Which files of a Jekyll blog are posts, as Jekyll 4.3 takes them."""

import time
from pathlib import Path

import pytest

from publisher.config.schema import MarkdownTable
from publisher.errors import ConfigError, Report
from publisher.readers import read_blog
from tests.readers.test_jekyll import CONFIG, blog


def names(folder: Path, files: str, config: str) -> set[str]:
    """The paths of what is read of a site with posts and pages at these paths."""
    page = "---\ntitle: 쪽\n---\n글\n"
    found, _ = blog(folder, dict.fromkeys(files.split(), page), config)
    return {post.path for post in found.posts}


@pytest.mark.parametrize(
    ("setting", "left_out"),
    [
        ("exclude: [docs]", "docs docs2 docs/ko"),  # a path is passed over that begins so
        ("exclude: [/docs/]", "docs docs/ko"),
        ("exclude: ['docs/*']", "docs docs/ko"),
        ("exclude: ['**/test']", "a/test"),
        ("exclude: ['[^d]*']", "a/test test ."),
        ("exclude: [_posts/old, '*/test/**']", "a/test"),
        ("exclude: [./docs, DOCS, 2021-01-01-a.md, '{docs,test}']", ""),
        ("exclude: [docs]\ninclude: [docs]", ""),
        ("exclude: [docs/]\ninclude: [docs/ko]", "docs docs/ko"),
        ("keep_files: [docs]", ""),
        ("destination: ./docs2", "docs2"),
        ("collections_dir: docs", "docs2 a/test test ."),
    ],
)
def test_exclude_is_jekylls(tmp_path: Path, setting: str, left_out: str) -> None:
    """Globs and beginnings of paths, `include` before `exclude`: each as Jekyll 4.3 reads such a site."""
    folders = (". docs docs/ko docs2 a/test test").split()
    paths = {folder: f"{folder}/_posts/2021-01-01-a.md".removeprefix("./") for folder in folders}
    expected = {path for folder, path in paths.items() if folder not in left_out.split()}
    assert expected == names(tmp_path, " ".join(paths.values()), f"{CONFIG}{setting}\n")


def test_what_lies_in_a_folder_of_posts_is_held_against_exclude_as_a_file(tmp_path: Path) -> None:
    """`**/test` is no file below _posts/test; `include` brings back what begins with a low line."""
    files = "_posts/test/2021-01-01-a.md _posts/_u/2021-01-01-b.md _posts/_v/2021-01-01-c.md _wiki/old/가.md"
    config = CONFIG + "collections: {wiki: {output: true}}\nexclude: ['**/test', _wiki/old]\ninclude: [_u]\n"
    assert {"_posts/test/2021-01-01-a.md", "_posts/_u/2021-01-01-b.md"} == names(tmp_path, files, config)


@pytest.mark.parametrize(("jekyll", "left_out"), [("3.9.5", False), ("4.3.1", True)])
def test_exclude_stands_beside_the_usual_one_since_jekyll_4(
    tmp_path: Path, jekyll: str, left_out: bool
) -> None:
    """Before, a site's own list took its place; the lock file says which Jekyll it is."""
    (tmp_path / "Gemfile.lock").write_text(f"GEM\n  specs:\n    jekyll ({jekyll})\n", "utf-8")
    found = names(tmp_path, "vendor/bundle/_posts/2021-01-01-a.md", CONFIG + "exclude: [docs]\n")
    assert left_out is not bool(found)


def test_posts_beside_docs_posts_are_all_read(tmp_path: Path) -> None:
    """Every _posts folder counts, and those above it are its posts' categories."""
    files = {f"{path}2021-01-01-a.md": "글" for path in ("_posts/", "docs/_posts/", "가/나/_posts/옛/")}
    found, _ = blog(tmp_path, files, "title: 기록\n")
    assert found.site.engine == "jekyll"
    assert {(), (("docs",),), (("가", "나"),)} == {post.sections for post in found.posts}


def test_a_site_in_docs_is_found(tmp_path: Path) -> None:
    """GitHub Pages may be told that the site stands in docs/; the rest of the folder is not the blog's."""
    page = "---\ntitle: 쪽\n---\n![그림](/assets/a.png){% include a.html %}\n"
    files = {"docs/_posts/2021-01-01-a.md": page, "docs/_config.yml": CONFIG, "README.md": "글"}
    files |= {"docs/_includes/a.html": "말"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    found = read_blog(tmp_path, MarkdownTable(), 2.0, Report())
    (post,) = found.posts
    assert ("jekyll", "기록", ("docs",)) == (found.site.engine, found.site.title, found.site.static_dirs)
    assert ("2021/01/01/a", ()) == (post.urls[0], post.sections)
    assert ("include:a.html", "말") in post.extra


def test_a_manual_in_docs_is_not_the_blog(tmp_path: Path) -> None:
    """Without posts in it, docs/ is one folder of notes among others."""
    for path, text in {"docs/_config.yml": CONFIG, "docs/a.md": "# 가", "글/b.md": "# 나"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    found = read_blog(tmp_path, MarkdownTable(), 2.0, Report())
    assert ("plain", {"가", "나"}) == (found.site.engine, {post.title for post in found.posts})


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2021-1-6-가.md", "2021-01-06"),
        ("21-01-07-가.md", "2021-01-07"),
        ("2021-01-08-가.html", "2021-01-08"),
        ("2021-01-08-가.MD", "2021-01-08"),
        ("figures/그림.html", ""),
        ("2021-01-08.html", ""),
        ("2021-01-23 가.html", ""),
        ("note-2021-01-23-가.html", ""),
    ],
)
def test_a_post_has_a_date_in_its_name(tmp_path: Path, name: str, day: str) -> None:
    """Two digits of a year will do; a page of HTML without a date is a figure that posts link to."""
    found, _ = blog(tmp_path, {f"_posts/{name}": "---\ntitle: 가\n---\n글", "_posts/2020-01-01-x.md": "글"})
    days = [f"{post.date:%Y-%m-%d}" for post in found.posts if post.title == "가"]
    assert days == ([day] if day else [])


WHICH = "---\ntitle: 글\nbox: 상자\n---\n{% include {{ page.box }}.html %}\n"


def included(folder: Path, config: str = CONFIG) -> dict[str, str]:
    found, _ = blog(folder, {"_posts/2021-03-14-글.md": WHICH}, config)
    return {key: text for key, text in found.posts[0].extra if key.startswith("include:")}


def test_includes_lie_in_the_blog(tmp_path: Path) -> None:
    """A folder of the machine's is not even looked through for the one that a post may mean."""
    with pytest.raises(ConfigError, match=r"includes_dir: .* lies outside the blog"):
        included(tmp_path / "가", CONFIG + "includes_dir: /usr\n")
    for name in ("나/_includes", "다/theirs"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "상자.html").write_text("<b>상자</b>", "utf-8")
    assert {"include:상자.html": "<b>상자</b>"} == included(tmp_path / "나")
    assert {"include:상자.html": "<b>상자</b>"} == included(
        tmp_path / "다", CONFIG + "includes_dir: theirs\n"
    )
    (tmp_path / "라").mkdir()
    (tmp_path / "라/_includes").symlink_to("/usr")
    begun = time.monotonic()
    assert {} == included(tmp_path / "라")
    assert time.monotonic() - begun < 3
