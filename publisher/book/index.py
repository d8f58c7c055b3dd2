"""찾아보기: which words of a book its index lists, and where in the text they stand. Pure.

Words are tags, what posts define (`<dfn>`), what they set bold, and what a list names. A word is found at the
beginning of a word of the text, with or without particles: 파도, 파도를, but not 파도타기; a tag also at the
openings of its posts, and one of a single letter there alone. What is looked through is the text of chapters
but for code blocks, tables, captions, notes and formulas.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape

from publisher import collation
from publisher.book.readings import reading
from publisher.config.matter import IndexTable
from publisher.errors import Report, Where
from publisher.model import Book, Chapter, Index, IndexEntry, Mark
from publisher.phrase import _

_LIST = Where("찾아보기.txt")  # in the folder of [matter]
MOST_TERMS, MOST_MARKS = 3000, 60_000
_PARTICLES = re.compile(
    "(?:이|가|은|는|을|를|의|에|와|과|도|만|로|으로|라|이라|란|이란|나|이나|랑|이랑|며|이며|고|이고|다|이다|야|이야|들|께"
    "|에서|에게|한테|부터|까지|처럼|같이|보다|마다|조차|밖에|대로|뿐|입니다|인|이던|이었다|였다|라고|이라고|라는|이라는"
    "|라도|이라도|든|이든|씩|째|쯤|요|이요|님|씨){1,3}"
)
_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z]\w*+)(?P<rest>[^<>]*+)>|(?P<text>[^<]+)")
_PASSED = frozenset("pre table figure math svg aside rt".split())
_BLOCKS = frozenset("p li dt dd h2 h3 h4 h5 h6 td th caption figcaption blockquote summary".split())
_ID = re.compile(r' id="([^"]*)"')
_WORD = re.compile(r"(?:\d+[.,:](?=\d))*\w+")  # 1,234원 is one
_GOES_ON = re.compile(r"(?<=\d)[.,:]\d")
# Each stops where the next of its kind begins, so that a text without ends is read once.
_DEFINED = re.compile(r"<dfn(?: [^<>]*)?>((?:(?!</?dfn).)*)</dfn>", re.S)
_OURS = re.compile(  # words that no post has
    r'<(div|p|span) (?P<kind>class="(?:embed|missing)[ "])(?:(?!(?P=kind)|</\1>).)*</\1>', re.S
)
_BOLD = re.compile(r"<(strong|b)(?: [^<>]*)?>((?:(?!</?(?:strong|b)[ >]).)*)</\1>", re.S)
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE = re.compile(r"[.?!…,:;“”\"()]|(?:다|요|까|죠|라)\Z")
_LONGEST, _MOST_LETTERS = 20, 60  # of a bold word, and of any
_INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
DIGITS, SIGNS = "0–9", "#"  # heads of what begins with neither Hangul nor Latin letters


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the index."""

    name: str
    read: str = ""  # how it is read; empty: as it is written
    others: tuple[str, ...] = ()  # words that mean the same, and lead to it

    @property
    def order(self) -> object:
        said = self.read or reading(self.name)
        return [head(said) == SIGNS, collation.key(said), self.name]


@dataclass(slots=True)
class _Terms:
    """Words on their way, by how they are looked up."""

    found: dict[str, Term] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)

    def add(self, term: Term) -> None:
        if term.name and _folded(term.name) not in self.out:
            self.found.setdefault(_folded(term.name), term)


def indexed(book: Book, table: IndexTable, report: Report) -> Book:
    """Return the book with its index; the last words found are left out where there are too many."""
    terms = _terms(book, table, report)
    if len(terms) > MOST_TERMS:
        what = _(
            "the index would have {count:,} words: it has the first {most:,}",
            count=len(terms),
            most=MOST_TERMS,
        )
        report.warning("index-cut", what, table.where(), _("[index] chooses where its words come from"))
    found = _Found.of(book.chapters, terms[:MOST_TERMS])
    return replace(book, index=Index(tuple(found.entries()), found.marks))


def head(said: str) -> str:
    """Return what a word stands under: ㄱ, A, 0–9."""
    first = said.lstrip(" \t'\"‘’“”「」『』()[]<>《》〈〉-.·*#")[:1] or said[:1]
    if "가" <= first <= "힣":
        return _INITIALS[(ord(first) - ord("가")) // 588]
    if "ㄱ" <= first <= "ㅎ":
        return first
    plain = unicodedata.normalize("NFD", first)[:1].upper()
    return plain if "A" <= plain <= "Z" else DIGITS if first.isdecimal() else SIGNS


# Which words


def _terms(book: Book, table: IndexTable, report: Report) -> list[Term]:
    """Words of the list first, then tags, then what is defined, then what is bold; each once."""
    terms = _Terms()
    for lines, where in ((table.terms, table.where("terms")), (book.terms, _LIST)):
        for line in lines:
            _take(line, terms, where, report)
    named = {_folded(other) for term in terms.found.values() for other in term.others}
    for wanted, words in (
        (table.tags, (tag for chapter in book.chapters for tag in chapter.tags)),
        (table.definitions, (name for chapter in book.chapters for name in _defined(chapter))),
        (table.bold, (name for chapter in book.chapters for name in _bold(chapter))),
    ):
        for name in words if wanted else ():
            if _folded(name) not in named:
                terms.add(Term(" ".join(name.split())))
    return [*terms.found.values()]


def _take(line: str, terms: _Terms, where: Where, report: Report) -> None:
    """A line of a list: "李箱 [이상] = 김해경, 해경"; one that begins with "!" leaves a word out."""
    first, _equals, more = unicodedata.normalize("NFC", line).partition("=")
    word, _bracket, read = first.removeprefix("!").strip().removesuffix("]").partition("[")
    name = " ".join(word.split())
    if not name:
        hint = _("write it so: 파도 = 너울, 물결")
        report.warning(
            "index-line",
            _("the index has no word in this line: {line}", line=line[:_MOST_LETTERS]),
            where,
            hint,
        )
    elif first.startswith("!"):
        terms.out.add(_folded(name))
    else:
        others = (" ".join(one.split()) for one in more.split(","))
        terms.add(Term(name, read.strip(), tuple(filter(None, others))))


def _defined(chapter: Chapter) -> Iterator[str]:
    return (_plain(inner) for inner in _DEFINED.findall(chapter.xhtml))


def _bold(chapter: Chapter) -> Iterator[str]:
    """What is set bold and is a name, not a sentence."""
    for _tag, inner in _BOLD.findall(_OURS.sub("", chapter.xhtml)):
        name = _plain(inner)
        if (
            1 < len(name) <= _LONGEST
            and name.count(" ") < 3
            and not _SENTENCE.search(name)
            and not name.isdecimal()
        ):
            yield name


def _plain(inner: str) -> str:
    return " ".join(unescape(_TAG.sub("", inner)).split())


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


# Where they stand


@dataclass(frozen=True, slots=True)
class _Found:
    """Words, and where each stands in the book."""

    terms: Sequence[Term]
    marks: Mapping[str, tuple[Mark, ...]]  # chapter's id -> words in it
    places: Mapping[str, tuple[str, ...]]  # word, folded -> ids, in book order

    @classmethod
    def of(cls, chapters: Iterable[Chapter], terms: Sequence[Term]) -> "_Found":
        forms = {
            _folded(form): _folded(term.name)
            for term in reversed(terms)
            for form in (*term.others, term.name)
        }
        lookup, places, marks, left = (
            _Lookup.of(forms),
            dict[str, list[str]](),
            dict[str, tuple[Mark, ...]](),
            MOST_MARKS,
        )
        for chapter in chapters:
            for tag in chapter.tags:
                if name := forms.get(_folded(tag), ""):
                    _note(places, name, chapter.id)
            here = [*_marks(chapter, lookup)][:left]
            left -= len(here)
            for name, mark in here:
                _note(places, name, mark.id)
            if here:
                marks[chapter.id] = tuple(mark for _name, mark in here)
        return cls(terms, marks, {name: tuple(ids) for name, ids in places.items()})

    def entries(self) -> Iterator[IndexEntry]:
        """Yield the lines of the index in their order: words that stand somewhere, and what leads to them."""
        there = [term for term in self.terms if _folded(term.name) in self.places]
        lines = [(term, "", self.places[_folded(term.name)]) for term in there]
        names = {_folded(term.name) for term in there}
        lines += [
            (Term(other), term.name, ())
            for term in there
            for other in term.others
            if _folded(other) not in names
        ]
        for term, see, ids in sorted(lines, key=lambda line: (line[0].order, line[1])):
            said = term.read or reading(term.name)
            yield IndexEntry(term.name, head(said), ids, see)


def _note(places: dict[str, list[str]], name: str, place: str) -> None:
    ids = places.setdefault(name, [])
    if not ids or ids[-1] != place:
        ids.append(place)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Words as XHTML writes them, to be found in a time that does not grow with how many there are."""

    names: Mapping[str, str]  # form -> word, folded
    lengths: Mapping[
        str, Sequence[int]
    ]  # with what a form begins -> lengths of such forms, the longest first

    @classmethod
    def of(cls, forms: Mapping[str, str]) -> "_Lookup":
        # A word of one letter is any word: 배, 눈, 시. One longer than any word is none of the text.
        names = {
            escape(form, quote=False): name for form, name in forms.items() if 1 < len(form) <= _MOST_LETTERS
        }
        lengths: dict[str, set[int]] = {}
        for form in names:
            if begins := _WORD.match(form):
                lengths.setdefault(begins[0], set()).add(len(form))
        return cls(names, {begins: sorted(found, reverse=True) for begins, found in lengths.items()})

    def longest_at(self, text: str, word: re.Match[str]) -> str:
        """Return the longest form that begins with a word of a text; "" where none does."""
        start = word.start()
        for end in range(min(word.end(), start + _MOST_LETTERS), start, -1):
            for length in self.lengths.get(text[start:end], ()):
                form = text[start : start + length]
                if form in self.names and _ends(text, start + length):
                    return form
        return ""


def _marks(chapter: Chapter, lookup: _Lookup) -> Iterator[tuple[str, Mark]]:
    """The words of a chapter, in their order."""
    count, blocks = 0, _Blocks(chapter)
    for start, text, block in _texts(chapter.xhtml):
        for name, first, last in _in_text(text, lookup):
            mark = f"{chapter.id}-w{count}"
            yield name, Mark(start + first, start + last, mark, *blocks.place_of(block))
            count += 1


@dataclass(slots=True)
class _Blocks:
    """Names for blocks of a chapter that stay as long as their words do."""

    chapter: Chapter
    names: dict[int, str] = field(default_factory=dict)  # by where in `xhtml` they are to be written
    same: Counter[str] = field(default_factory=Counter)  # blocks of the same words

    def place_of(self, tag: re.Match[str] | None) -> tuple[str, int]:
        """Return a block's id, and where it is to be written: -1: it is there."""
        if tag is None:
            return self.chapter.id, -1
        if own := _ID.search(tag["rest"]):
            return own[1], -1
        at = tag.end("tag")
        if at not in self.names:
            self.names[at] = self._name(self.chapter.xhtml[tag.end() : tag.end() + 200], tag["tag"])
        return self.names[at], at

    def _name(self, begins: str, tag: str) -> str:
        words = begins.partition(f"</{tag}")[0]
        name = f"{self.chapter.id}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
        self.same[name] += 1
        return name if self.same[name] == 1 else f"{name}-{self.same[name]}"


def _texts(xhtml: str) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """The pieces of text that are looked through, where each begins, and the tag of the last block before."""
    passed: list[str] = []
    block: re.Match[str] | None = None
    for piece in _PIECE.finditer(xhtml):
        if piece["tag"] in _BLOCKS and not piece["end"]:
            block = piece
        if piece["text"] is not None:
            if not passed:
                yield piece.start(), piece["text"], block
        elif passed and piece["tag"] == passed[-1] and piece["end"]:
            passed.pop()
        elif piece["tag"] in _PASSED and not piece["end"] and not piece["rest"].endswith("/"):
            passed.append(piece["tag"])


def _in_text(text: str, lookup: _Lookup) -> Iterator[tuple[str, int, int]]:
    small, at = text.lower(), 0
    if len(small) != len(text):  # "İ" is two letters when it is small
        return
    for word in _WORD.finditer(small):
        start = word.start()
        if start < at:
            continue
        if form := lookup.longest_at(small, word):
            at = start + len(form)
            yield lookup.names[form], start, at


def _ends(text: str, at: int) -> bool:
    """Whether a word ends there, or goes on with particles alone."""
    if _GOES_ON.match(text, at):
        return False
    rest = _WORD.match(text, at)
    return rest is None or _PARTICLES.fullmatch(rest[0]) is not None
