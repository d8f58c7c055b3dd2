"""One post that was edited -> its chapter in the last snapshot, without a look at the rest of the blog; and
before all of that is laid out, the pages of it on which something is another.

An edit of a text seldom changes anything else. Where it may (another caption, a book with an index), these
pages are all that is shown the short way; where it is more than an edit of a text (another title, day or
category), there is none. The same functions are called as by the long way, which follows behind, and shows
whatever the short way has not seen.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from publisher import build
from publisher.errors import Report
from publisher.fetch.internet import PUBLIC
from publisher.model import Chapter, Entry, Post
from publisher.preview.drafts import Draft
from publisher.preview.snapshot import LaidUnit, Snapshot
from publisher.readers import parse_cache
from publisher.writers.job import Job
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.compose.units import remade
from publisher.writers.pdf.told import tell, tell_coarse


@dataclass(frozen=True, slots=True)
class Edit:
    """A post that is another, and its chapter in the last snapshot."""

    draft: Draft
    last: Snapshot
    number: int  # of its unit
    unit: LayoutUnit  # as it is now
    post: Post
    job: Job  # of the book as it is now; its report has what is to be said of the post
    is_all: bool  # whether nothing else of the book is another by it, as far as is known

    def newer(self, page: int) -> Snapshot | None:
        """Return the last snapshot with the pages on which something is another, up to the one that is looked
        at; None where they are not known before all is laid out. Raises PublisherError."""
        made = self.draft.scheduler.some_pages(self.unit, self.last.digits_in(self.unit), page)
        fits = made and made.first < self.last.units[self.number].pages
        return self.last.with_newer(self.number, self.unit, made) if made and fits else None

    def finished(self) -> Snapshot:
        """Return the last snapshot with all of the chapter as it is. Raises PublisherError, LayoutError."""
        digits = self.last.digits_in(self.unit)
        laid = self.draft.scheduler.ask([self.unit], lambda _known: digits).finish()
        ((fragment, key),) = zip(laid.fragments, laid.keys, strict=True)
        tell(fragment.told, self.job)
        tell_coarse(fragment.coarse, self.job)
        placed = LaidUnit(self.unit, fragment, key, len(fragment.pages))
        return self.last.with_unit(self.number, placed, self.post, self.job)


def edit_of(draft: Draft, last: Snapshot, file: Path, work: build.Work) -> Edit | None:
    """Return what has become of a post; None where there is no short way. Raises PublisherError."""
    report = Report()
    before, now = parse_cache.again(work.memory, file, report)
    entry = next((one for one in draft.arranged.outline.entries if one.post is before), None)
    if not entry or not isinstance(now, Post) or not _only_text(before, now):
        return None
    chapter = _rendered(replace(entry, post=now), draft, work, report)
    chapters = draft.job.book.chapters
    number = next(n for n, one in enumerate(chapters) if one.id == chapter.id)
    where = next((n for n, one in enumerate(last.units) if one.unit.inputs.starts == (chapter.id,)), None)
    if where is None:
        return None
    has_index = draft.config.settings.matter.index  # which is of all chapters
    is_all = not has_index and _stands_alone(chapters[number], chapter)
    book = replace(draft.job.book, chapters=(*chapters[:number], chapter, *chapters[number + 1 :]))
    unit = remade(last.units[where].unit, chapter, book)
    return Edit(draft, last, where, unit, now, replace(draft.job, book=book, report=report), is_all)


def _rendered(entry: Entry, draft: Draft, work: build.Work, report: Report) -> Chapter:
    arranged, memory = draft.arranged, work.memory
    memory.is_part, memory.only_posts_changed = True, True
    part = replace(arranged.outline, entries=(entry,))
    books = build.rendered(
        arranged.blog, (part,), arranged.theme, arranged.config, work, report, build.Progress(), PUBLIC
    )
    return books[0].chapters[0]


def _only_text(before: Post, now: Post) -> bool:
    return before == replace(
        now, markdown=before.markdown, first_line=before.first_line, updated=before.updated
    )


def _stands_alone(before: Chapter, now: Chapter) -> bool:
    """Whether nothing is another in it that others show."""
    return (before.title, before.lead, before.captions) == (now.title, now.lead, now.captions)
