"""Links, embeds and comments of Obsidian in the chapters of whole vaults."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.assets.xhtml import text_of
from publisher.errors import Report
from publisher.model import Chapter
from tests.blogs import write
from tests.chapters import said, tree
from tests.vaults import LITERAL, chapters, notes, opened, picture, vault


def shown(chapter: Chapter) -> str:
    """The words that a reader sees, code aside."""
    root = tree(chapter)
    for code in root.iter("code"):
        code.text = ""
    return " ".join(text_of(root).split())


def made(folder: Path, files: dict[str, str | bytes]) -> dict[str, Chapter]:
    return chapters(notes(folder / "vault", files), folder / "made")


def test_nothing_literal_is_left(tmp_path: Path) -> None:
    """In a hundred notes each link leads into the vault, and nothing is told."""
    report = Report()
    found = chapters(opened(vault(tmp_path / "vault"), report), tmp_path / "made")
    texts = {title: shown(chapter) for title, chapter in found.items() if title != "일기"}
    assert 100 == len(texts)
    assert {} == {title: text for title, text in texts.items() if any(sign in text for sign in LITERAL)}
    assert [] == [fault for chapter in found.values() for fault in said(chapter) if "no diagram" not in fault]
    assert ["file-passed-over"] == [fault.code for fault in report.diagnostics]
    links = {target for title in texts for target, _ in found[title].outgoing}
    assert {f"post:{found[title].where.path}" for title in texts} == links


def test_a_note_stands_in_another(tmp_path: Path) -> None:
    """Under its title, which leads to its chapter; without the heading that says it again."""
    found = made(
        tmp_path,
        {"가.md": "앞\n\n![[나]]\n\n뒤", "나.md": "---\ntitle: 나비\n---\n# 나비\n\n날다 ^id\n## 둘"},
    )
    assert (
        '<p>앞</p>\n<aside class="note"><p><strong>'
        '<a class="titled" href="blog:post:나.md">나</a></strong></p>\n'
        "<p>날다</p>\n<p><strong>둘</strong></p>\n</aside>\n<p>뒤</p>"
    ) == re.sub(r"\n{2,}", "\n", found["가"].xhtml).strip()
    assert () == found["가"].headings


def test_a_part_of_a_note_stands_in_another(tmp_path: Path) -> None:
    """As a quotation, with its source."""
    files = {
        "가.md": "![[나#둘]]\n\n![[나#^id]]\n\n- ![[나#^id]]",
        "나.md": "# 하나\n셋\n## 둘\n넷\n## 다섯\n여섯 ^id",
    }
    root = tree(made(tmp_path, files)["가"])
    assert ["둘 넷 나", "여섯 나", "여섯 나"] == [text_of(part) for part in root.iter("blockquote")]


def test_footnotes_are_numbered_as_a_reader_meets_them(tmp_path: Path) -> None:
    """Those of the note that stands in the text between the two others."""
    files = {
        "가.md": "하나[^1]\n\n![[나]]\n\n셋[^2]\n\n[^1]: 첫째\n[^2]: 셋째",
        "나.md": "둘[^1]\n\n[^1]: 둘째",
    }
    text = shown(made(tmp_path, files)["가"])
    assert "하나1 나 둘2 셋3 1 첫째 2 둘째 3 셋째" == text


def test_names_in_an_embedded_note_mean_what_they_mean_there(tmp_path: Path) -> None:
    """Each folder has a picture and a note of the same name."""
    pictures = {"가/그림.png": picture(), "나/그림.png": picture()[:-12] + b"\x00" * 12}
    files = {
        "가/글.md": "![[나/글2]]\n\n[[옆]] ![[그림.png]]",
        "나/글2.md": "[[옆]] ![](그림.png) [[#곳]]", "가/옆.md": "가", "나/옆.md": "나",
    }  # fmt: skip
    chapter = made(tmp_path, {**files, **pictures})["글"]
    targets = [href for href in chapter.hrefs if "옆" in href or "곳" in href]
    assert ["blog:post:나/옆.md", "blog:post:나/글2.md#곳", "blog:post:가/옆.md"] == targets
    assert 2 == len(chapter.assets)


def test_a_drawing_is_shown_by_its_picture(tmp_path: Path) -> None:
    """Excalidraw's plug-in may keep one beside it."""
    files = {"가.md": "![[판.excalidraw]]", "판.excalidraw.md": "{}", "판.excalidraw.png": picture()}
    chapter = made(tmp_path, files)["가"]
    assert ([], 1) == (said(chapter), len(chapter.assets))


def test_a_ring_of_notes_is_named(tmp_path: Path) -> None:
    """Where it closes stands a link."""
    found = made(
        tmp_path,
        {"가.md": "\n하나 ![[나]]", "나.md": "둘\n\n![[다]]", "다.md": "셋 ![[가]]", "라.md": "![[라]]"},
    )
    ring = "가.md is not embedded: it would stand in itself (가.md > 나.md > 다.md > 가.md)"
    assert [f"가.md:2: warning[embed-left-out]: {ring}"] == said(found["가"])
    assert "하나나 둘 다 셋 가" == shown(found["가"])
    assert "라" == shown(found["라"])


def test_what_is_kept_from_readers_is_not_shown_in_what_is_not(tmp_path: Path) -> None:
    """Nor by a tag; a note that is kept itself may show it."""
    secret = {
        "나.md": "---\npublish: false\n---\n비밀",
        "다.md": "비밀 #private",
        "라.md": "---\ndraft: true\n---\n비밀",
    }
    found = made(
        tmp_path,
        {"가.md": "![[나]] ![[다]] ![[라#^a]]", **secret, "마.md": "---\npublish: false\n---\n![[나]]"},
    )
    assert "비밀" not in shown(found["가"])
    assert [
        "나.md is not embedded: it is kept from readers (publish: false)",
        "다.md is not embedded: it is kept from readers (in private)",
        "라.md#^a is not embedded: it is kept from readers (draft)",
    ] == [fault.message for fault in found["가"].diagnostics]
    assert "나 비밀" == shown(found["마"])


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    (fault, *_) = said(made(tmp_path, {"가.md": "![[나#없음]]", "나.md": "가"})["가"])
    assert "가.md:1: warning[embed-left-out]: 나.md#없음 is not embedded: it has no such place" == fault


def test_nothing_outside_the_vault_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"밖.md": "비밀", "밖.png": picture()})
    text = "[[../밖]] ![[../밖]] ![[../밖.png]] ![](../밖.png) [[../../etc/passwd]] ![[/etc/passwd]]"
    chapter = made(tmp_path, {"가.md": text})["가"]
    assert ({}, False) == (dict.fromkeys(chapter.assets), "비밀" in shown(chapter))


# Notes that nobody should write


def test_a_bomb_of_notes_ends(tmp_path: Path) -> None:
    """Four of the next in each of a chain of sixteen would be four billion."""
    files: dict[str, str | bytes] = {f"{n}.md": f"![[{n + 1}]]\n\n" * 4 for n in range(16)}
    blog = notes(tmp_path / "vault", {**files, "16.md": "끝"})
    chapter = chapters(replace(blog, posts=blog.posts[:1]), tmp_path / "made")["0"]
    assert 300 == chapter.xhtml.count("<aside")
    assert {"embed-left-out"} == {fault.code for fault in chapter.diagnostics}


def test_a_note_of_two_megabytes_is_not_shown_in_another(tmp_path: Path) -> None:
    blog = notes(tmp_path / "vault", {"가.md": "![[나]] 뒤", "나.md": "가 나 다\n\n" * 100_000})
    chapter = chapters(replace(blog, posts=blog.posts[:1]), tmp_path / "made")["가"]
    assert "나 뒤" == shown(chapter)
    assert "1,000,000 in all" in said(chapter)[0]


@pytest.mark.wide
@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"[[글 {n}]]" for n in range(10_000)), "[[" * 20_000,
        "![[가]] " * 10_000, "%% " * 20_001, "<% " * 20_000,
        "==a " * 20_000, "[[가|" * 20_000, "](가" * 20_000, "[^1]: 가\n" * 5_000 + "![[#^a]]",
        "#1" * 20_000,
        "^a\n" * 5_000, "> " * 500 + "[!tip]",
        "- [x] " * 5_000, "a::b [a:: " * 10_000, "[[a\\|" * 10_000 + "]]",
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_it_takes_linear_time(text: str, tmp_path: Path) -> None:
    """A chapter comes of it, before the test's own limit of time ends it."""
    tree(made(tmp_path, {"가.md": text})["가"])


# Kept chapters


def test_a_chapter_is_made_anew_where_a_note_in_it_has_changed(tmp_path: Path) -> None:
    """With a cache, the chapters are those of a build without one, whatever has changed in between."""
    files = {"가.md": "![[나]]", "나.md": "![[다#하나]]", "다.md": "# 하나\n처음", "라.md": "[[나]]"}
    changes = {
        "다.md": "# 하나\n다음",
        "나.md": "둘 ![[다]]",
        "나/나.md": "",
        "마.md": "---\naliases: 다\n---\n",
        "라.md": "끝",
    }
    kept, folder = tmp_path / "kept", tmp_path / "vault"
    chapters(notes(folder, files), tmp_path / "made", kept)
    for name, text in changes.items():
        blog = notes(folder, {name: text})
        assert chapters(blog, tmp_path / "made") == chapters(blog, tmp_path / "made", kept), name


def test_no_chapter_is_made_anew_where_a_note_has_changed_that_it_only_names(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    before = notes(folder, {"가.md": "[[나]] ![[나#하나]]", "나.md": "# 하나\n말\n# 둘\n말"}).posts[0]
    after = notes(folder, {"나.md": "# 하나\n말\n# 둘\n새 말"}).posts[0]
    assert before == after
