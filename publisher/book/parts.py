"""What stands on the page of a part besides its name: book.toml's words, else the blog's own."""

import re
from collections.abc import Iterable, Mapping

from publisher.config.schema import PartTable
from publisher.model import Entry, PartText, Section

_MOST = 50_000  # characters of a lead: some thirty pages


def parts_of(
    entries: Iterable[Entry], own: Mapping[str, PartTable], blogs: Mapping[Section, PartText]
) -> dict[Section, PartText]:
    """Return the texts of those parts that have any; `own`: book.toml's, by a part's name or path."""
    sections = dict.fromkeys(
        entry.section[:depth] for entry in entries for depth in range(1, len(entry.section) + 1)
    )
    found = {section: _text(section, own, blogs.get(section, PartText())) for section in sections}
    return {section: text for section, text in found.items() if text != PartText()}


def names(section: Section, name: str) -> bool:
    """Tell whether a part is called so in book.toml: "파이썬", or by its path, "개발/파이썬"."""
    return section[-1:] == (name,) or section == tuple(part.strip() for part in name.split("/"))


def part_text(lead: str, epigraph: str = "") -> PartText:
    """Return words as a part's page shows them: the lead in paragraphs, the epigraph in lines."""
    paragraphs = (" ".join(one.split()) for one in re.split(r"\n[ \t]*\n", lead[:_MOST]))
    lines = (line.strip() for line in epigraph[:_MOST].splitlines())
    return PartText(tuple(filter(None, paragraphs)), tuple(filter(None, lines)))


def _text(section: Section, own: Mapping[str, PartTable], blogs: PartText) -> PartText:
    """Its own words; a path goes before a name alone."""
    called = sorted((name for name in own if names(section, name)), key=lambda name: -name.count("/"))
    if not called:
        return blogs
    said = part_text(own[called[0]].lead, own[called[0]].epigraph)
    return PartText(said.lead or blogs.lead, said.epigraph or blogs.epigraph)
