"""What stands on the page of a part besides its name: book.toml's words, else the blog's own."""

import re
from collections.abc import Iterable, Mapping

from publisher.config.schema import PartTable
from publisher.model import Entry, PartText, Section


def parts_of(
    entries: Iterable[Entry],
    own: Mapping[str, PartTable],
    blogs: Mapping[Section, PartText],
    above: Section = (),
) -> dict[Section, PartText]:
    """Return the texts of those parts that have any; `own`: book.toml's, by a part's name or path, of which
    the path goes first. `above`: what stands before the paths of all of them elsewhere."""
    sections = dict.fromkeys(
        entry.section[:depth] for entry in entries for depth in range(1, len(entry.section) + 1)
    )
    by_path = {_path(name): text for name, text in own.items()}
    texts = {
        section: _text(
            by_path.get((*above, *section)) or by_path.get(section) or own.get(section[-1]),
            blogs.get((*above, *section)),
        )
        for section in sections
    }
    return {section: text for section, text in texts.items() if text != PartText()}


def unknown(own: Iterable[str], sections: Iterable[Section]) -> list[str]:
    """Return the names that no part has; `sections`: of all posts."""
    known = {section[:depth] for section in sections for depth in range(1, len(section) + 1)}
    last = {section[-1] for section in known}
    return [name for name in own if name not in last and _path(name) not in known]


def _path(name: str) -> Section:
    """ "개발 / 파이썬" -> ("개발", "파이썬")."""
    return tuple(part.strip() for part in name.split("/"))


def part_text(lead: str, epigraph: str = "") -> PartText:
    """Return words as a part's page shows them: the lead in paragraphs, the epigraph in lines."""
    paragraphs = (" ".join(one.split()) for one in re.split(r"\n[ \t]*\n", lead))
    lines = (line.strip() for line in epigraph.splitlines())
    return PartText(tuple(filter(None, paragraphs)), tuple(filter(None, lines)))


def _text(own: PartTable | None, blogs: PartText | None) -> PartText:
    """What book.toml says, and the blog where that is silent."""
    said = part_text(own.lead, own.epigraph) if own else PartText()
    return PartText(said.lead or (blogs.lead if blogs else ()), said.epigraph)
