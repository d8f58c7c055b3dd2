"""How parts and chapters open, in both formats: what book.toml says over what the theme does, and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.assets.urls import web
from publisher.book.outline import rest
from publisher.book.settled import over
from publisher.book.tree import Part
from publisher.model import BookMeta, Chapter
from publisher.writers.job import BookInputs
from publisher.writers.numerals import roman

_LONG = 60  # letters of a title, which would be a wall of large type
_WORDS = {"제1장": "chapter_long", "1장": "chapter", "제1부": "part_long", "1부": "part"}  # of a theme


@dataclass(frozen=True, slots=True)
class Openings:
    """What openings show; templates know it as `shows`."""

    drop: str  # "none", "quarter" or "third" of the page
    date: bool
    category: bool
    tags: int  # at most
    address: bool
    picture: str  # where the picture of a chapter's beginning stands: "none", "verso"
    numbers: str  # of chapters: "제1장", "1장", "1", "I" or "none"
    part_numbers: str

    @classmethod
    def of(cls, job: BookInputs) -> "Openings":
        """Return what book.toml says; else the theme. Raises ConfigError where that says what none can."""
        said = over(job.settings.opening, job.theme.opening, f"theme {job.theme.name}: [opening]")
        # The parts of a box set are volumes, whose names begin with their numbers.
        return cls(**said | ({"part_numbers": "none"} if job.book.box_set else {}))

    def chapter_number(self, chapter: Chapter, words: Mapping[str, str]) -> str:
        """ "제3장"; "" where chapters have no numbers."""
        return _said(self.numbers, chapter.number, words)

    def part_number(self, part: Part[Chapter], words: Mapping[str, str], language: str) -> str:
        """ "2부"; "" for a part in a part, and for that of the posts that stand in none."""
        is_numbered = part.depth == 1 and part.title != rest(language)
        return _said(self.part_numbers, part.numbers[0], words) if is_numbered else ""

    def address_of(self, chapter: Chapter, meta: BookMeta) -> str:
        """Return the post's page on the web; "" where it is not shown, or has none."""
        return address_of(chapter, meta) if self.address else ""


def address_of(chapter: Chapter, meta: BookMeta) -> str:
    """Return the post's page on the web; "" where it has none."""
    return web(f"{meta.source}{chapter.address}") if chapter.address and meta.source else ""


def is_long(title: str) -> bool:
    """Tell whether a title is set smaller than others."""
    return len(title) > _LONG


def _said(form: str, number: int, words: Mapping[str, str]) -> str:
    if form in _WORDS:
        return words[_WORDS[form]].format(number)
    return {"1": str(number), "I": roman(number).upper()}.get(form, "")
