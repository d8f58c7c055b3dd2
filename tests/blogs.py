"""Small blogs for tests: a dict of path -> text or bytes becomes a folder."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import Report
from publisher.model import Blog, Post, Site
from publisher.readers import read_blog

SEOUL = ZoneInfo("Asia/Seoul")
CONFIG = "title: 봄의 기록\nauthor: 김하늘\nlanguage: ko\ntimezone: Asia/Seoul\nurl: https://example.org\n"
SITE = Site("hexo", "봄의 기록", "", "", ("김하늘",), "ko", "Asia/Seoul", "https://example.org/", ("source",))
POST = Post(
    path="source/_posts/글.md",
    first_line=5,
    title="글",
    date=datetime(2021, 3, 14, 9, 30, tzinfo=SEOUL),
    dated=True,
    updated=datetime(2021, 3, 14, 9, 30, tzinfo=SEOUL),
    sections=(),
    series="",
    tags=(),
    authors=(),
    language="ko",
    summary="",
    thumbnail="",
    draft=False,
    hidden_by="",
    markdown="본문\n",
    dialect=Dialect("hexo"),
    urls=(),
    asset_dirs=(),
)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files, written as they are given: no line end is changed."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def hexo(folder: Path, posts: Mapping[str, str | bytes], config: str = CONFIG) -> Path:
    """A Hexo blog: its configuration, and posts below source/_posts."""
    (folder / "source/_posts").mkdir(parents=True, exist_ok=True)
    return write(folder, {"_config.yml": config, **{f"source/_posts/{k}": v for k, v in posts.items()}})


def read(folder: Path, report: Report | None = None, largest_post: float = 2.0) -> Blog:
    return read_blog(folder, MarkdownTable(), largest_post, Report() if report is None else report)


def post(name: str, day: str = "", **values: object) -> Post:
    """A post in memory; without a day it is undated."""
    date = datetime.fromisoformat(day).replace(tzinfo=SEOUL) if day else POST.date
    path = f"source/_posts/{name}.md"
    return replace(
        POST, **{"path": path, "title": name, "date": date, "updated": date, "dated": bool(day), **values}
    )


def blog(*posts: Post) -> Blog:
    return Blog("/blogs/봄", SITE, posts)


def faults(report: Report) -> list[tuple[str, int]]:
    """Each diagnostic's code and line."""
    return [(diagnostic.code, diagnostic.where.line) for diagnostic in report.diagnostics]
