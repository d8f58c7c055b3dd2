"""What notes of Obsidian hold beside Markdown: [[links]], ![[embeds]], %%comments%%, <% commands %>.

What each name means, and the texts that are embedded, come with the post (Post.extra): see readers/obsidian.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from publisher.assets.urls import slug
from publisher.errors import Diagnostic, Severity, Where
from publisher.markdown.obsidian import wiki
from publisher.markdown.obsidian.document import part
from publisher.model import Post
from publisher.phrase import NOTHING, Phrase, _
from publisher.shortcodes.code import CODE
from publisher.shortcodes.lines import JOIN, fold, unfold, without_marks
from publisher.shortcodes.placeholder import Insert, marker

# What never closes is looked at up to the next sign of its kind: a post of such signs takes linear time.
_SIGN = re.compile(
    # A marker inside a comment of HTML would end it, and show what stands behind: links in one stay.
    rf"{CODE}|(?P<comment><!--(?>(?:(?!-->|<!--).)*)-->)|{wiki.LINK}|{wiki.ADDRESS}"
    r"|^(?P<before>[ \t>]*+)%%(?>(?:(?!%%).)*)(?P<end>%%|\Z)"
    r"|%%(?>(?:(?!%%|\n[ \t]*\n).)*)%%"
    r"|<%(?>(?:(?!<%|%>).)*)%>",
    re.M | re.S,
)
_ANY_SIGN = re.compile(r"\[\[|\]\(|%%|<%")
_ALONE = re.compile(r"[ \t>]*+(?:[-*+]|\d{1,9}[.)])?[ \t]*+")  # what may stand before a block on its line
_LINE_END = re.compile(r"\s*?(?:\n|\Z)")
_FARTHEST = 1000  # letters before a block on its line; what stands behind more of them is none
_MEDIA = {
    **dict.fromkeys("avif bmp gif jpeg jpg png svg webp".split(), "img"),
    **dict.fromkeys("flac m4a mp3 ogg opus wav 3gp".split(), "audio"),
    **dict.fromkeys("mkv mov mp4 ogv webm".split(), "video"),
    "pdf": "embed",
}
_DEEPEST = 5  # notes in notes
_MOST = 300  # of them in one post: two in each of a chain of twenty would be a million
_LARGEST = 1_000_000  # characters of all of them


@dataclass(frozen=True, slots=True)
class _Note:
    """A text, and the notes in which it stands."""

    path: str
    chain: tuple[str, ...]  # "가을.md", "겨울.md#눈", outermost first
    line: int  # of the post, at which it stands
    breaks: Sequence[int] = ()  # where the lines of the post itself end

    @property
    def is_inside(self) -> bool:
        return len(self.chain) > 1


@dataclass(slots=True)
class _Job:
    """One post, while its texts are read."""

    post: Post
    known: dict[str, str]
    key: str  # of its markers: no post can hold one of its own
    inserts: list[Insert] = field(default_factory=list)
    parts: int = 0
    size: int = 0
    told: set[str] = field(default_factory=set)

    def taken_out(self, html: str, source: str, *, inline: bool = True) -> str:
        """Return the marker that stands in the text for it."""
        mark = marker(self.key, len(self.inserts), inline=inline)
        self.inserts.append(Insert(mark, html, source))
        return mark

    def warn(self, code: str, what: Phrase, hint: Phrase, line: int) -> None:
        """Say it once."""
        if what not in self.told:
            self.told.add(what)
            fault = Diagnostic(Severity.WARNING, code, what, Where(self.post.path, line), hint)
            self.inserts.append(Insert(marker(self.key, len(self.inserts), inline=True), "", "", (fault,)))


def translate(post: Post, to_html: Callable[[str], str]) -> tuple[str, tuple[Insert, ...]]:
    """Return the note's text with a marker for each link and embed, and what the markers stand for."""
    if not _ANY_SIGN.search(post.markdown):
        return post.markdown, ()
    job = _Job(post, dict(post.extra), sha256(post.markdown.encode()).hexdigest()[:12])
    text = without_marks(post.markdown)
    breaks = [end.start() for end in re.finditer("\n", text)]
    return _read(text, _Note(post.path, (post.path,), post.first_line, breaks), job), tuple(job.inserts)


def _read(text: str, note: _Note, job: _Job) -> str:
    """The text without its signs, in as many lines."""
    return _SIGN.sub(lambda found: _made(found, note, job), text)


def _made(found: re.Match[str], note: _Note, job: _Job) -> str:
    if found["fence"] or found["ticks"] or found["comment"] or found[0].startswith("<code"):
        return found[0]
    if found["address"]:
        return _address(found, note, job)
    if found["target"] is not None:
        said = wiki.link(found)
        return _embed(said, found, note, job) if said.is_embed else _linked(said, found, note, job)
    if found["end"] == "":
        hint = _("close it with %%; Obsidian hides all that stands behind it, and so does the book")
        job.warn("comment-open", _("a comment without an end"), hint, _line(found, note))
    return _nothing(found)


def _nothing(found: re.Match[str]) -> str:
    """What is left of a comment: what quotes its line; where it has its lines for itself, none of them."""
    before, lines = found["before"], found[0].count("\n")
    if before is not None and not before.strip() and found.string.startswith("\n", found.end()):
        return fold("", lines) + JOIN
    return (before or "") + fold("", lines)


def _target(name: str, note: _Note, job: _Job) -> str:
    """The file that a name means in a note; "" for none."""
    if not name:
        return note.path
    return job.known.get(f"at:{note.path}:{name}", "")


def _href(said: wiki.Link, note: _Note, job: _Job) -> str:
    """Where a link leads: to a place in this chapter, a post, another file of the vault."""
    last = said.place.rpartition("#")[2]
    place = f"#{quote(last if last.startswith('^') else slug(last), safe='^')}" if last else ""
    if not said.name and not note.is_inside:
        return place
    target = _target(said.name, note, job)
    is_note = not target or target.endswith(".md")
    return (f"post:{quote(target or said.name)}" if is_note else f"/{quote(target)}") + place


def _address(found: re.Match[str], note: _Note, job: _Job) -> str:
    """The address of a Markdown link, where it is one of the vault: Obsidian finds that wherever it lies."""
    said = wiki.address(found)
    if said is None or (said.name and not _target(said.name, note, job)):
        return found[0]
    return _href(said, note, job) or found[0]


def _words(said: wiki.Link, note: _Note) -> str:
    """What a link shows: "가을 > 소제목" where it has no words of its own; never the name of a block."""
    name = PurePosixPath(said.name).name.removesuffix(".md")
    place = "" if said.place.startswith("^") else said.place.replace("#", " > ")
    shown = " > ".join(filter(None, (name, place)))
    return said.words or shown or PurePosixPath(note.path).stem


def _linked(said: wiki.Link, found: re.Match[str], note: _Note, job: _Job) -> str:
    words, href = escape(_words(said, note)), _href(said, note, job)
    return job.taken_out(f'<a href="{escape(href)}">{words}</a>' if href else words, found[0])


# Embeds


def _embed(said: wiki.Link, found: re.Match[str], note: _Note, job: _Job) -> str:
    target = _target(said.name, note, job)
    if target.endswith(".md"):
        return _embedded(said, target, found, note, job)
    address = f"/{quote(target)}" if target else quote(said.name)
    match _MEDIA.get(PurePosixPath(target or said.name).suffix[1:].lower()):
        case None:
            return _linked(said, found, note, job)
        case "img":
            words, *sizes = wiki.sized(said.words)
            size = "".join(
                f' {key}="{value}"' for key, value in zip(("width", "height"), sizes, strict=True) if value
            )
            return job.taken_out(f'<img src="{escape(address)}" alt="{escape(words)}"{size}>', found[0])
        case tag:
            return job.taken_out(f'<{tag} src="{escape(address)}"></{tag}>', found[0])


def _embedded(said: wiki.Link, target: str, found: re.Match[str], note: _Note, job: _Job) -> str:
    """Another note, or a part of it; a link to it where it cannot stand here."""
    key = f"{target}#{said.place}" if said.place else target
    text = job.known.get(f"text:{key}", "")
    if why := _why_not(key, text, note, job):
        what = _("{key} is not embedded: {why}", key=key, why=why)
        job.warn("embed-left-out", what, _("a link stands in its place"), _line(found, note))
        return _linked(said, found, note, job)
    job.parts, job.size = job.parts + 1, job.size + len(text)
    number = job.parts  # those in it have others
    inner = _read(without_marks(text), _Note(target, (*note.chain, key), _line(found, note)), job)
    html = _boxed(part(job.post.dialect, unfold(inner), number), said, target)
    return job.taken_out(html, found[0], inline=not _is_alone(found))


def _boxed(html: str, said: wiki.Link, target: str) -> str:
    """A note in a box under its title; a part of one as a quotation, with its source below it."""
    words = "" if said.place else said.words
    kind = "" if words else ' class="titled"'
    source = f'<a{kind} href="post:{quote(target)}">{escape(words or PurePosixPath(target).stem)}</a>'
    if not said.place:
        return f'<aside class="note"><p><strong>{source}</strong></p>\n{html}</aside>'
    return f"<blockquote>{html}{f'<footer>{source}</footer>' if said.name else ''}</blockquote>"


def _why_not(key: str, text: str, note: _Note, job: _Job) -> Phrase:
    if key in note.chain:
        return _("it would stand in itself ({chain})", chain=" > ".join((*note.chain, key)))
    if len(note.chain) > _DEEPEST:
        return _("more than {most} notes stand in one another", most=_DEEPEST)
    if job.parts >= _MOST or job.size + len(text) > _LARGEST:
        return _(
            "more than {most} notes, or {letters:,} letters of them, in one", most=_MOST, letters=_LARGEST
        )
    return NOTHING if text else _unread(*job.known.get(f"not:{key}", "").partition(" ")[::2])


def _unread(kind: str, by: str) -> Phrase:
    """Why the reader gives no text of a note: see readers/obsidian/embeds.py."""
    match kind:
        case "private":
            return _("it is kept from readers ({by})", by=by)
        case "many":
            most, letters, whole = map(int, by.split())
            return _(
                "one post shows {most} texts of {letters:,} letters at most, {whole:,} in all",
                most=most, letters=letters, whole=whole,
            )  # fmt: skip
        case "full":
            return _("the vault's notes show {letters:,} letters of others at most", letters=int(by))
        case "hidden":
            return Phrase(by)
        case "nowhere":
            return _("it has no such place")
        case _:
            return _("it cannot be read")


def _is_alone(found: re.Match[str]) -> bool:
    """Whether it has its line for itself: then it is a block, else it stands among words."""
    text, near = found.string, max(found.start() - _FARTHEST, 0)
    above = text.rfind("\n", near, found.start())
    if above < 0 < near:
        return False
    return bool(_ALONE.fullmatch(text, above + 1, found.start()) and _LINE_END.match(text, found.end()))


def _line(found: re.Match[str], note: _Note) -> int:
    return note.line + (0 if note.is_inside else bisect_left(note.breaks, found.start()))
