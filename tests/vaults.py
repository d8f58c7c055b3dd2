"""A vault of our own for tests: notes of a few templates, in which every construct of Obsidian stands."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from publisher.config.schema import MarkdownTable
from publisher.errors import Report
from publisher.model import Blog, Chapter, Entry
from publisher.passes import pictures
from publisher.passes.chapter_build import RenderContext
from publisher.readers import read_blog
from publisher.render.pipeline import rendered
from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache, NoCache
from publisher.storage.sharded import ShardedStore
from tests.blogs import write
from tests.chapters import WORDS

LITERAL = ("[[", "]]", "%%", "==", "[!", "^block", "::", "<%", "비밀")
_PLACES = "일기 독서/소설 독서/시 여행 ".split(" ")
_PROPERTIES = (
    "---\ncreated: 2024-{month:02}-{day:02}\ntags:\n  - 계절\n  - 독서/{n}\naliases: [별칭 {n}]\n---\n"
)
_PARTS = (
    "# 글 {n}\n\n{n}번째 글이다. ==새 글(하나)==은 [[글 {m}]]에서 왔고 "
    "[[별칭 {k}|그 글]]로 간다.[^1] ^block-{n}\n\n"
    "[^1]: 각주 {n}과 [[글 {m}#둘째 마당]].\n",
    "> [!tip]- 접힌 [[글 {m}|말]]\n> 안쪽 말 ==하나==.\n>\n> > [!note]\n> > 속의 속.\n",
    "## 둘째 마당\n\n%%비밀%%오늘은 #여행/서울 을 떠났다.\n#일기 #봄\n\n%%\n비밀\n\n비밀\n%%\n",
    "| 글 | 뜻 |\n|---|---|\n| [[글 {m}\\|말]] | ==뜻== |\n^block-table\n\n"
    "[[#^block-table]]과 [[#둘째 마당]].\n",
    "- [ ] 할 일\n- [x] 한 일 ^block-item\n- [/] 하는 일 [[글 {m}#^block-{m}]]\n\n"
    "평점:: 5\n(숨김:: 보임)과 [쪽:: {n}]\n",
    "![[하늘.png|하늘|30]]\n\n![그림|20](하늘.png) [글](글%20{m}.md#둘째%20마당)\n",
    "![[글 {k}#둘째 마당]]\n\n![[글 {k}#^block-{k}]]\n",
    "$x^2$ 말^[안에 쓴 각주 {n}]과 `int x = {n}`.\n\n```mermaid\ngraph TD\n```\n\n<% tp.date.now() %>끝.\n",
)


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(made, "PNG")
    return made.getvalue()


def _notes(count: int) -> Iterator[tuple[str, str]]:
    for n in range(1, count + 1):
        numbers = {
            "n": n,
            "m": n % count + 1,
            "k": (n + 6) % count + 1,
            "month": n % 12 + 1,
            "day": n % 28 + 1,
        }
        place = _PLACES[n % len(_PLACES)]
        text = "\n".join((_PARTS[0], *(_PARTS[part] for part in range(1, len(_PARTS)) if n % part < 2)))
        yield f"{place}/글 {n}.md".lstrip("/"), (_PROPERTIES + text).format(**numbers)


def vault(folder: Path, count: int = 100) -> Path:
    """So many notes, attachments, templates, and what is no note."""
    return write(
        folder,
        {
            ".obsidian/app.json": '{"attachmentFolderPath": "첨부", "strictLineBreaks": false}',
            ".obsidian/templates.json": '{"folder": "틀"}',
            ".trash/지운 글.md": "[[지움]]",
            "틀/일기.md": "# {{title}}",
            "판.canvas": "{}",
            "첨부/하늘.png": picture(),
            **dict(_notes(count)),
        },
    )


def notes(folder: Path, files: Mapping[str, str | bytes], report: Report | None = None) -> Blog:
    """A vault of these files, read."""
    return opened(write(folder, {".obsidian/app.json": "{}", **files}), report)


def opened(folder: Path, report: Report | None = None, **markdown: str) -> Blog:
    return read_blog(folder, MarkdownTable(**markdown), 2.0, Report() if report is None else report)


def chapters(blog: Blog, made: Path, kept: Path | None = None) -> dict[str, Chapter]:
    """Its posts as chapters, by their titles; with a cache in the folder `kept`."""
    pictures.forget_folders()
    context = RenderContext(Path(blog.folder).resolve(), blog.site, WORDS, made, thumbnails=False)
    entries = [Entry(f"c{n}", n, (), post) for n, post in enumerate(blog.posts, 1)]
    pack = ShardedStore(Cache(kept) if kept else NoCache(), "")
    found = {chapter.title: chapter for chapter in rendered(entries, context, pack, Executor(1))}
    pack.close()
    return found
