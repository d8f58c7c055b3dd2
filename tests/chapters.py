"""One post as a chapter: what most tests of markup, dialects and passes need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from publisher.assets.xhtml import Element, fragment
from publisher.dialect import Dialect
from publisher.model import Chapter, Entry, Post, Site
from publisher.passes import pictures
from publisher.passes.chapter_build import ChapterBuild, PostFolders, RenderContext
from publisher.render.pipeline import rendered
from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache, NoCache
from publisher.storage.sharded import ShardedStore

DAY = datetime(2021, 3, 14, tzinfo=UTC)
HEXO = Dialect("hexo", breaks=True, smart=True)  # marked's defaults
POST = Post(
    path="source/_posts/가을.md", first_line=1, title="가을", date=DAY, dated=True, updated=DAY, sections=(),
    series="", tags=(), authors=(), language="ko", summary="", thumbnail="", draft=False, hidden_by="",
    markdown="", dialect=HEXO, urls=("2021/가을", "source/_posts/가을.md"),
    asset_dirs=("source/_posts/가을", "source/_posts", "source"),
)  # fmt: skip
SITE = Site("hexo", "공책", "", "", (), "ko", "Asia/Seoul", "https://example.org/", ("source",))
WORDS = {
    "picture": "그림", "video": "동영상", "audio": "소리", "on_the_web": "웹에서 보기", "alert_note": "참고",
    "alert_tip": "팁", "alert_warning": "경고", "alert_quote": "인용", "alert_question": "질문",
}  # fmt: skip


@dataclass(frozen=True)
class Blog:
    """A blog in a folder below `home`, and beside it a folder for what is made of its pictures."""

    home: Path
    site: Site = SITE
    folders: Mapping[str, str] = field(default_factory=dict)  # of posts, by their pages' addresses

    @property
    def folder(self) -> Path:
        return self.home.resolve() / "blog"

    def put(self, path: str, data: bytes) -> Path:
        """A file of the blog."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    @property
    def context(self) -> RenderContext:
        made = self.home / "pictures"
        return RenderContext(
            self.folder, self.site, WORDS, made, thumbnails=True, folders=PostFolders(self.folders)
        )

    def chapter(self, markdown: str, cache: Path | None = None, **changes: Any) -> Chapter:
        """The chapter that a text becomes; `changes` are fields of its post."""
        pictures.forget_folders()  # as each build does
        return self.rendered(entry(markdown, **changes), cache)

    def rendered(self, one: Entry, cache: Path | None = None) -> Chapter:
        pack = ShardedStore(Cache(cache) if cache else NoCache(), "")
        (chapter,) = rendered([one], self.context, pack, executor=Executor(1))
        pack.close()
        return chapter

    def build(self, xhtml: str, **changes: Any) -> ChapterBuild:
        """A tree as a single pass gets it."""
        return ChapterBuild(fragment(xhtml), entry("", **changes), self.context)


def entry(markdown: str, **changes: Any) -> Entry:
    return Entry("c", 1, (), changed(POST, markdown=markdown, **changes))


def said(chapter: Chapter) -> list[str]:
    """What the chapter's diagnostics say, without their hints."""
    return [str(diagnostic) for diagnostic in chapter.diagnostics]


def tree(chapter: Chapter) -> Element:
    """The chapter's body; it is well-formed, or this raises."""
    return fragment(chapter.xhtml)
