"""Outline -> Book: one pure function a chapter; the only home of the chapter cache and its workers."""

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from publisher import crossrefs, workers
from publisher.cache import Cache, NoCache
from publisher.dialects import translate
from publisher.dialects.insert import put_back
from publisher.errors import Diagnostic, Report, Severity, Where
from publisher.markup import grammar, too_tangled
from publisher.model import Book, Chapter, Entry, Outline, Post
from publisher.passes import images, math, pictures, run, sanitize
from publisher.passes.draft import Draft, Workshop
from publisher.trees import inner, legal

_ENGINES = (
    "markdown-it-py",
    "mdit-py-plugins",
    "markdown",
    "nh3",
    "lxml",
    "pygments",
    "latex2mathml",
    "emoji",
    "pillow",
    "python-liquid",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A cached chapter, and the picture files it was made with: another file makes it stale."""

    chapter: Chapter
    looked_for: tuple[tuple[str, str], ...]  # address -> digest of the file found; "" = none


def render(
    outline: Outline,
    workshop: Workshop,
    cache_at: Path | None,
    jobs: int,
    report: Report,
    done: Callable[[Chapter], None],
) -> Book:
    """Every entry as a chapter, in book order. `cache_at` is None for no cache; `done` shows progress."""
    pictures.forget_folders()
    make = partial(render_chapter, workshop=workshop, cache_at=cache_at)
    chapters = []
    for chapter in workers.each(make, outline.entries, jobs):
        report.extend(chapter.diagnostics)
        chapters.append(chapter)
        done(chapter)
    book = Book(outline.meta, tuple(chapters), outline.links)
    report.extend(crossrefs.missing(book))
    return book


def render_chapter(entry: Entry, workshop: Workshop, cache_at: Path | None) -> Chapter:
    """One post as a chapter, from the cache where nothing it depends on has changed."""
    cache = Cache(cache_at) if cache_at else NoCache()
    key = _key(entry, workshop)
    kept = _load(cache.get(key))
    if kept and _still_true(kept, entry, workshop):
        return _placed(kept.chapter, entry)
    try:
        draft = _draft(entry, workshop)
        run(draft)
        chapter = _chapter(draft)
    except Exception as error:  # noqa: BLE001 - one bad post never hides the others, whatever is wrong with it
        return _as_text(entry, workshop, error)
    looked_for = tuple((address, _digest(path)) for address, path in draft.looked_for.items())
    cache.put(key, pickle.dumps(Kept(chapter, looked_for)))
    return _placed(chapter, entry)


def body(post: Post, *, in_book: bool = False) -> tuple[str, list[Diagnostic]]:
    """The post's HTML as its blog shows it, uncleaned, and what its engine's tags gave rise to.

    In a book all words stand in paragraphs, those too that a shortcode alone on its line leaves in none.
    """
    to_html = grammar(post.dialect)
    translation = translate(post, post.dialect, to_html)
    faults = [fault for insert in translation.inserts for fault in insert.diagnostics]
    if too_tangled(post.dialect, translation.source):
        hint = "part long paragraphs and lists with empty lines, or close what is opened"
        what = "Python-Markdown would take too long for this text: kramdown's rules have read it"
        faults.append(Diagnostic(Severity.WARNING, "too-tangled", what, Where(post.path), hint))
    return put_back(to_html(translation.source), translation.inserts, paragraphs=in_book), faults


def _draft(entry: Entry, workshop: Workshop) -> Draft:
    # A book has notes, also where the blog shows [^1] as it is written.
    post = replace(entry.post, dialect=replace(entry.post.dialect, footnotes=True))
    html, faults = body(post, in_book=True)
    html = math.from_scripts(html)
    draft = Draft(sanitize.to_tree(html), entry, workshop)
    draft.diagnostics += faults
    draft.diagnostics += [
        sanitize.dropped(tag, draft.where(f"<{tag}")) for tag in sanitize.unknown_tags(html)
    ]
    return draft


def _chapter(draft: Draft) -> Chapter:
    entry, post = draft.entry, draft.entry.post
    xhtml = inner(draft.root)
    text = "".join((xhtml, post.title, *post.tags, *post.authors))
    return Chapter(
        id=entry.id,
        number=entry.number,
        section=entry.section,
        title=post.title,
        date=post.date,
        dated=post.dated,
        authors=post.authors,
        tags=post.tags,
        language=post.language,
        thumbnail=draft.thumbnail,
        xhtml=xhtml,
        headings=tuple(draft.headings),
        anchors=draft.anchors,
        assets=tuple(draft.assets.values()),
        outgoing=tuple(draft.outgoing.items()),
        characters="".join(sorted(set(text))),
        diagnostics=tuple(draft.diagnostics),
    )


def _placed(chapter: Chapter, entry: Entry) -> Chapter:
    """The chapter in its place in the book, with the letters of the parts it stands in: both may change
    while the chapter stays."""
    characters = "".join(sorted({*chapter.characters, *"".join(entry.section)}))
    return replace(chapter, number=entry.number, section=entry.section, characters=characters)


def _as_text(entry: Entry, workshop: Workshop, error: Exception) -> Chapter:
    """A post that cannot be rendered stands in the book as it is written, and the report says so."""
    draft = Draft(etree.Element("div"), entry, workshop)
    for paragraph in legal(entry.post.markdown).split("\n\n"):
        if paragraph.strip():
            etree.SubElement(draft.root, "p").text = paragraph.strip()
    what = f"{type(error).__name__}: {error}"
    hint = "the post stands in the book as plain text; please report this"
    where = Where(entry.post.path, entry.post.first_line)
    draft.diagnostics.append(Diagnostic(Severity.ERROR, "chapter-failed", what, where, hint))
    return _placed(_chapter(draft), entry)


# The cache


def _key(entry: Entry, workshop: Workshop) -> str:
    """All that a chapter is made of, but for its place in the book and the pictures' bytes."""
    words = sorted(workshop.words.items())
    shop = (
        workshop.folder,
        workshop.site,
        words,
        workshop.pictures,
        workshop.tools,
        workshop.fix_emphasis,
        workshop.thumbnails,
    )
    parts = (_code(), entry.id, entry.post, shop)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """A digest of our own code and of the engines' versions: another version makes other chapters."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update(repr([(name, version(name)) for name in _ENGINES]).encode())
    return digest.hexdigest()


def _load(data: bytes | None) -> Kept | None:
    """A cached value; the store is this user's own, and its entries carry a checksum."""
    try:
        kept = pickle.loads(data) if data else None  # noqa: S301 - written by us, below the user's own cache folder
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError):
        return None
    return kept if isinstance(kept, Kept) else None


def _still_true(kept: Kept, entry: Entry, workshop: Workshop) -> bool:
    """Whether every picture is found where it was, with the same bytes, and converted ones are there."""
    draft = Draft(etree.Element("div"), entry, workshop)
    for address, digest in kept.looked_for:
        places = images.candidates(address, draft)
        found = next((path for place in places if (path := pictures.find(workshop.folder, place))), None)
        if _digest(str(found or "")) != digest:
            return False
    return all(Path(asset.path).is_file() for asset in kept.chapter.assets)


def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
