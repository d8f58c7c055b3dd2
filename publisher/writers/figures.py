"""Numbers of pictures and tables that have a caption, in both formats, and the lists of them: 그림 차례."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from lxml import etree

from publisher.assets.captions import captioned
from publisher.assets.xhtml import Element
from publisher.model import Caption, Captioned, Chapter
from publisher.writers.job import BookInputs

KINDS: tuple[Captioned, ...] = get_args(Captioned)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the captions of one chapter are numbered; by default they are not."""

    before: str = ""  # "3-"
    figure: int = 0  # number of the first; 0: they have none
    table: int = 0
    is_listed: bool = False

    def labels(self, captions: Iterable[Caption], words: Mapping[str, str]) -> Iterator[str]:
        """Yield "그림 3-2" for each; "" for one without, or with a number of its own."""
        count = Counter({"figure": self.figure, "table": self.table})
        for caption in captions:
            is_numbered = count[caption.kind] and not caption.is_numbered
            yield f"{words[caption.kind]} {self.before}{count[caption.kind]}" if is_numbered else ""
            count[caption.kind] += bool(is_numbered)


class Listed(NamedTuple):
    """A line of a list of figures."""

    kind: Captioned
    id: str
    chapter: str  # its chapter's id
    label: str  # "그림 3-2"; empty: it has none
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What book.toml and the theme say of all of a book's captions."""

    numbers: str  # "none", "chapter", "book"
    lists: bool

    @classmethod
    def of(cls, job: BookInputs) -> "Figures":
        own = job.settings.figures
        return cls(own.numbers or "none", bool(own.lists))

    def numberings(self, chapters: Sequence[Chapter]) -> Iterator[Numbering]:
        """Yield how each chapter's captions are numbered; one without any is the same wherever it stands."""
        count = Counter(dict.fromkeys(KINDS, 1))
        for chapter in chapters:
            here = Counter(caption.kind for caption in chapter.captions if not caption.is_numbered)
            if not chapter.captions:
                yield Numbering()
            elif self.numbers == "chapter":
                yield Numbering(f"{chapter.number}-", 1, 1, self.lists)
            elif self.numbers == "book":
                yield Numbering("", count["figure"], count["table"], self.lists)
                count.update(here)
            else:
                yield Numbering(is_listed=self.lists)

    def listed(self, chapters: Sequence[Chapter], words: Mapping[str, str]) -> Iterator[Listed]:
        """Yield what the lists show, figures and tables as they come; nothing where there are no lists."""
        for chapter, numbering in zip(chapters, self.numberings(chapters), strict=True):
            labels = numbering.labels(chapter.captions, words)
            ids = _ids(chapter.id, chapter.captions)
            for caption, label, own in zip(chapter.captions, labels, ids, strict=True):
                if numbering.is_listed:
                    yield Listed(caption.kind, own, chapter.id, label, caption.text)


def number(root: Element, chapter: Chapter, numbering: Numbering, words: Mapping[str, str]) -> None:
    """Put the numbers before the captions of a chapter's tree, and ids to where lists lead."""
    if numbering == Numbering():
        return
    found = list(captioned(root))
    labels = numbering.labels([one.described() for one in found], words)
    for one, label, own in zip(found, labels, _ids(chapter.id, chapter.captions), strict=True):
        one.whole.set("id", own)
        if label:
            _put_before(one.caption, label)


def _ids(chapter: str, captions: Iterable[Caption]) -> Iterator[str]:
    count = Counter[str]()
    for caption in captions:
        count[caption.kind] += 1
        yield caption.id or f"{chapter}-{caption.kind}-{count[caption.kind]}"


def _put_before(caption: Element, label: str) -> None:
    """The number stands in the caption's first line, also where that is a paragraph."""
    while not (caption.text or "").strip() and len(caption) and caption[0].tag in ("p", "div"):
        caption = caption[0]
    span = etree.Element("span", {"class": "label"})
    span.text, span.tail, caption.text = f"{label} ", caption.text, None
    caption.insert(0, span)
