"""`publisher edition`: what was published, what is published now, and what changed from one to the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from publisher import build
from publisher.book.editions import Edition, Kept, differences, in_words
from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.options import choices, run_with
from publisher.config.load import Config
from publisher.config.matter import ColophonTable, printing
from publisher.errors import Report
from publisher.phrase import _
from publisher.render import editions
from publisher.writers.epub import spine


@click.command(cls=Helped)
@choices
@click.option("--publish", is_flag=True, help=_("Keep what the book holds now as the next edition."))
@click.option("--diff", nargs=2, type=int, metavar="OLD NEW", help=_("Show what changed, in words."))
def edition(blog: Path, publish: bool, diff: tuple[int, int] | None, **options: Any) -> None:
    """List the editions of BLOG's book that were published; publish one, or compare two."""

    def work(config: Config, report: Report, console: Console) -> None:
        if publish:
            books = build.check(config, report, console.progress()).books
            spines = {book.meta.identifier: spine.places(book, config.settings) for book in books}
            made = editions.publish(config.source, books, report, _name(config.settings.colophon), spines)
            console.text(f"{editions.FOLDER}/{made.number}.json")
        if diff:
            old, new = (editions.numbered(config.source, number, report) for number in diff)
            for line in changed(old, new):
                console.text(line)
        if not publish and not diff:
            for one in editions.published(config.source, report):
                console.text(f"{one.number}  {one.published}  {one.name}  {', '.join(one.isbns)}".rstrip())
        console.diagnostics(report.diagnostics)

    run_with(blog, options, work)


def _name(colophon: ColophonTable) -> str:
    """The last of its printings."""
    found = printing(colophon.printings[-1]) if colophon.printings else None
    return found[0] if found else ""


def changed(old: Edition, new: Edition) -> Iterator[str]:
    """Yield what is other in the new one, line by line: each paragraph with its words."""
    before, after = ({one.id: one for one in edition.chapters} for edition in (old, new))
    for name, chapter in after.items():
        if name not in before:
            yield f"+ {chapter.title}  [{chapter.path}]"
        elif before[name].words != chapter.words:
            yield f"~ {chapter.title}  [{chapter.path}]"
            yield from (f"    {line}" for line in _paragraphs(before[name], chapter))
    yield from (f"- {one.title}  [{one.path}]" for name, one in before.items() if name not in after)


def _paragraphs(old: Kept, new: Kept) -> Iterator[str]:
    if old.title != new.title:
        yield in_words(old.title, new.title)
    for one in differences(old, new):
        pairs = min(len(one.old), len(one.new))
        for number, (before, after) in enumerate(zip(one.old, one.new, strict=False)):
            yield f"{one.place + number}: {in_words(before, after)}"
        yield from (f"{one.place + pairs}: [-{words}-]" for words in one.old[pairs:])
        for number, words in enumerate(one.new[pairs:], one.place + pairs):
            yield f"{number}: {{+{words}+}}"
