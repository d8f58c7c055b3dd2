"""One post -> one chapter: its Markdown by its blog's own grammar, then the passes. Pure."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace

from lxml import etree

from publisher.assets.captions import captioned
from publisher.assets.xhtml import Element, inner, legal
from publisher.book.length.chapters import rows
from publisher.errors import Diagnostic, Severity, Where
from publisher.markdown import grammar, too_tangled
from publisher.model import Chapter, Entry, Post
from publisher.passes import drawings, embeds, links, math, sanitize
from publisher.passes.chapter_build import ChapterBuild, Found, RenderContext
from publisher.passes.order import run
from publisher.phrase import _
from publisher.shortcodes import translate
from publisher.shortcodes.hugo.surprises import surprises
from publisher.shortcodes.placeholder import put_back
from publisher.storage.keys import key_of

_OF_FORMULAS = re.compile("[\U0001d400-\U0001d7ff]")
_FENCED = re.compile(r"(^ {0,3}(?:```|~~~)[^\n]*\n(?s:.*?)(?:^ {0,3}(?:```|~~~)[ \t]*$|\Z))", re.M)


def made(entry: Entry, context: RenderContext) -> tuple[Chapter, dict[str, Found]]:
    """Return the chapter, and the pictures it asked for, by their addresses."""
    build = _build(entry, context)
    run(build)
    return _chapter(build), build.looked_for


def body(post: Post, *, in_book: bool = False) -> tuple[str, list[Diagnostic]]:
    """Return the post's HTML as its blog shows it, uncleaned, and what its engine's tags gave rise to.

    In a book all words stand in paragraphs, those too that a shortcode alone on its line leaves in none.
    """
    to_html = grammar(post.dialect)
    translation = translate(post, post.dialect, to_html)
    faults = [fault for insert in translation.inserts for fault in insert.diagnostics]
    if too_tangled(post.dialect, translation.source):
        hint = _("part long paragraphs and lists with empty lines, or close what is opened")
        what = _("Python-Markdown would take too long for this text: kramdown's rules have read it")
        faults.append(Diagnostic(Severity.WARNING, "too-tangled", what, Where(post.path), hint))
    html = to_html(translation.source)
    if post.dialect.grammar == "hugo":
        faults += surprises(post, html)
    return put_back(html, translation.inserts, paragraphs=in_book), faults


def _build(entry: Entry, context: RenderContext) -> ChapterBuild:
    # A book has notes, also where the blog shows [^1] as it is written.
    post = replace(entry.post, dialect=replace(entry.post.dialect, footnotes=True))
    html, faults = body(post, in_book=True)
    html = drawings.as_pictures(embeds.from_scripts(math.from_scripts(html)))
    build = ChapterBuild(sanitize.to_tree(html), entry, context)
    build.diagnostics += faults
    html = sanitize.without_comments(html)
    links.report_lost(html, build)
    build.diagnostics += [
        sanitize.dropped(tag, build.where(f"<{tag}")) for tag in sanitize.unknown_tags(html)
    ]
    return build


def _chapter(build: ChapterBuild) -> Chapter:
    entry, post = build.entry, build.entry.post
    xhtml = inner(build.root)
    text = "".join((xhtml, post.title, *post.tags, *post.authors, *post.book.lead))
    made = Chapter(
        id=entry.id,
        number=entry.number,
        section=entry.section,
        title=post.title,
        date=post.date,
        dated=post.dated,
        authors=post.authors,
        tags=post.tags,
        language=post.language,
        thumbnail=build.thumbnail,
        lead=build.lead,
        xhtml=xhtml,
        has_formulas="<math" in xhtml,
        rows=rows(build.root),
        headings=tuple(build.headings),
        anchors=build.anchors,
        captions=tuple(found.described() for found in captioned(build.root)),
        assets=tuple(build.assets.values()),
        pictures=tuple(build.pictures.items()),
        hrefs=tuple(dict.fromkeys(_into_blog(build.root))),
        outgoing=tuple(build.outgoing.items()),
        from_web=tuple(build.from_web),
        characters="".join(sorted(_letters(text))),
        diagnostics=tuple(build.diagnostics),
        where=Where(post.path, post.first_line),
        digest="",
        address=_address(post),
        foreword=post.book.lead,
        opening=post.book.opening,
    )
    return digested(made)


def _letters(text: str) -> set[str]:
    """What the fonts of a book must have. 𝐄 and its like in formulas are drawn with a font of their own, and
    e-readers have one."""
    if not (bold := set(_OF_FORMULAS.findall(text))):
        return set(text)
    first, *others = text.split("<math")
    outside = set(first).union(*(other.partition("</math>")[2] for other in others))
    return set(text) - (bold - outside)


def _address(post: Post) -> str:
    """Its page on the web. The reader puts a post's own address first; a file is none."""
    own = next(iter(post.urls), "")
    is_there = own != post.path and not post.draft and not post.private_by
    return (post.address or own) if is_there else ""


def _into_blog(root: Element) -> Iterator[str]:
    return (href for link in root.iter("a") if (href := link.get("href", "")).startswith("blog:"))


def digested(chapter: Chapter) -> Chapter:
    """With a digest of all that it holds, but for its place in the book, which changes while it stays."""
    unplaced = replace(chapter, number=0, section=(), digest="")
    return replace(chapter, digest=key_of(*(getattr(unplaced, field.name) for field in fields(unplaced))))


def as_text(entry: Entry, context: RenderContext, fault: Diagnostic) -> Chapter:
    """Return a chapter of the post as it is written: it cannot be rendered, and the report says so."""
    build = ChapterBuild(etree.Element("div"), entry, context)
    for tag, text in _as_written(legal(entry.post.markdown)):
        etree.SubElement(build.root, tag).text = text
    build.diagnostics.append(fault)
    return _chapter(build)


def _as_written(markdown: str) -> Iterator[tuple[str, str]]:
    """Its paragraphs, and the lines between two fences as they are: "p" or "pre", and the text."""
    for piece in _FENCED.split(markdown):
        if _FENCED.fullmatch(piece):
            yield "pre", piece.strip("\n")
        else:
            yield from (("p", text.strip()) for text in piece.split("\n\n") if text.strip())
