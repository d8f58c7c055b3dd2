"""What the console says, as text: counts, sizes, lines of a plan. Nothing here prints."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from publisher.book.length.extent import Extent
from publisher.book.tree import Part
from publisher.build import Built, Finished
from publisher.cli.speech import say, say_many, spoken
from publisher.config.order import OrderTable
from publisher.errors import Report, Severity
from publisher.model import Entry
from publisher.phrase import _

if TYPE_CHECKING:  # no other command needs these
    from publisher.cli.fonts import Used
    from publisher.cli.planning import WrittenPlan
    from publisher.cli.sizes import Size
    from publisher.privacy.review import Review

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    """Return a text without control characters but line ends: names of files are a stranger's, and a terminal
    would follow what an escape sequence in them says."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> str:
    """Return JSON that says the same without control characters, of which JSON itself leaves some."""
    return _CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def cut(text: str, columns: int) -> str:
    """As much of a text as fits; a Korean letter takes two columns."""
    ends = list(accumulate(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text))
    if not ends or ends[-1] <= columns:
        return text
    return text[: sum(end < columns for end in ends)] + "…"


def time_left(seconds: float, done: int, of: int) -> list[str]:
    """Tell how long a stage will go on as it has gone so far, where that can be told yet."""
    if seconds < 2 or done < 3 or done >= of:
        return []
    minutes, rest = divmod(round(seconds / done * (of - done)), 60)
    return [say("{minutes}:{rest:02} left", minutes=minutes, rest=rest)]


def size(file: Finished) -> str:
    """ "100 pages, 1.8 MB"."""
    megabytes = f"{file.size / 1e6:.1f} MB"
    return f"{pages(file.pages)}, {megabytes}" if file.pages else megabytes


def summary(built: Built, report: Report, seconds: float) -> str:
    """ "20 posts, 2 left out; nothing to mend; 4.6 s"."""
    left = len(built.left_out)
    books = [volume.book for volume in built.volumes if not volume.book.box_set]
    pieces = [posts(sum(len(book.chapters) for book in books))]
    pieces += [say("in {count} volumes", count=len(books))] if books[0].meta.collection else []
    pieces += [say("{count} left out", count=left)] if left else []
    return f"{', '.join(pieces)}; {faults(report)}; {say('{seconds:.1f} s', seconds=seconds)}"


def posts(count: int) -> str:
    """ "1 post", "20 posts"."""
    return say_many("{count} post", "{count} posts", count)


def more(count: int) -> str:
    """ "37 more: publisher check shows all"."""
    return say("{count:,} more: `publisher check` shows all", count=count)


def pages(count: int) -> str:
    """ "1 page", "1,000 pages"."""
    return say_many("{count:,} page", "{count:,} pages", count)


def _counted(severity: Severity, count: int) -> str:
    match severity:
        case Severity.ERROR:
            return say_many("{count} error", "{count} errors", count)
        case Severity.WARNING:
            return say_many("{count} warning", "{count} warnings", count)
        case Severity.NOTE:
            return say_many("{count} note", "{count} notes", count)


def faults(report: Report) -> str:
    """ "2 warnings, 1 note"."""
    counted = [_counted(s, report.count(s)) for s in Severity if report.count(s)]
    counted += [say("{count} ignored", count=len(report.ignored))] if report.ignored else []
    return ", ".join(counted) or say("nothing to mend")


def review(found: "Review") -> Iterator[str]:
    """Yield the tables of a review: what is shown of other hosts, and posts that the blog keeps to itself."""
    if found.hosts:
        yield "\n" + say("Of other hosts (rights.toml answers for them):")
        yield "  " + say("pictures  embeds  host: permission")
    for row in found.hosts:
        permission = say("open ({count})", count=row.open) if row.open else harmless(row.permission)
        yield f"  {row.pictures:>8}  {row.embeds:>6}  {harmless(row.host)}: {permission}"
    if found.kept:
        yield "\n" + say("Kept from the blog's readers:")
    for post in found.kept:
        treated = say("IN THE BOOK") if post.in_book else say("left out")
        yield f"  {harmless(post.where.path)}: {spoken(post.by)}: {treated}"


def tree(
    nodes: Sequence[Part[Entry] | Entry], indent: str = "", extent: Extent | None = None
) -> Iterator[str]:
    """Yield parts and chapters of a plan, a line each; with `extent`, about how many pages they have."""
    for node in nodes:
        long = f"  ({pages(extent.pages_of(node))})" if extent else ""
        if isinstance(node, Part):
            yield f"{indent}{node.title}{long}"
            yield from tree(node.children, indent + "  ", extent)
        else:
            yield f"{indent}{harmless(_entry(node))}{long}"


def _entry(entry: Entry) -> str:
    """Number, date, title, file; and for a post in several categories, why it stands where it does."""
    post = entry.post
    date = f"{post.date:%Y-%m-%d}" if post.dated else say("undated   ")
    others = [" > ".join(section) for section in post.sections if section != entry.section]
    also = (
        "  " + say("(also in {parts})", parts="; ".join(others))
        if others and entry.section in post.sections
        else ""
    )
    return f"{entry.number:>3}  {date}  {post.title}  [{post.path}]{also}"


_CALLED = {  # values of [order], as a sentence has them
    "category": _("category"),
    "year": _("year"),
    "month": _("month"),
    "tag": _("tag"),
    "series": _("series"),
    "date": _("date"),
    "date-desc": _("date-desc"),
    "title": _("title"),
    "name": _("name"),
    "first": _("first"),
    "deepest": _("deepest"),
}


def order(order: OrderTable) -> str:
    """Tell how the book is ordered, in a sentence."""
    if order.by == "flat":
        return say("No parts; posts by {posts}.", posts=_names(order.posts))
    parts, posts = _names(order.parts), _names(order.posts)
    said = say(
        "Parts by {by}, ordered by {parts}; posts by {posts}.", by=_names(order.by), parts=parts, posts=posts
    )
    return f"{said} {_several(order)}" if order.by in ("category", "tag") else said


def _several(order: OrderTable) -> str:
    if isinstance(order.prefer, str):
        return say("A post in several stands in the {which}.", which=_names(order.prefer))
    return say(
        "A post in several stands in the first of: {parts}; else in its first.", parts=_names(order.prefer)
    )


def _names(order: str | tuple[str, ...]) -> str:
    return spoken(_CALLED[order]) if isinstance(order, str) else ", ".join(order)


def fonts(used: "Used") -> Iterator[str]:
    """Lines about the font of one role."""
    from publisher.assets.font_facts import SCRIPTS  # here: no other command needs it

    for path, fact in zip(used.files, used.facts, strict=True):
        yield f"{fact.name}: {path}"
    for fact in used.facts[:1]:
        counts = (f"{say(name)} {fact.letters[name]:,}/{len(SCRIPTS[name]):,}" for name in SCRIPTS)
        yield ", ".join(counts)
        licence = ", ".join(filter(None, (fact.licence, fact.address)))
        yield say("licence: {licence}", licence=licence or say("not said"))
    for name, source in used.better:
        yield say("better: {name}, from {source}", name=name, source=source)


def plan_written(plan: "WrittenPlan") -> str:
    """ "written: book.plan.toml: 20 posts, 2 new, 1 taken out"."""
    pieces = [posts(plan.posts)]
    pieces += [say("{count} new", count=len(plan.added))] if plan.added and not plan.is_new else []
    pieces += [say("{count} taken out", count=len(plan.taken_out))] if plan.taken_out else []
    said = ", ".join(pieces)
    if not plan.is_new and not plan.difference:
        return say("{path}: nothing new; {said}", path=plan.path, said=said)
    return say("written: {path}", path=plan.path) + f": {said}"


def size_of_book(size: "Size") -> Iterator[str]:
    """Yield lines: pages, paper, 원고지; and the words that age, where there are any."""
    extent, paper = size.extent, size.paper
    yield say(
        "About {pages:,} pages of {width:g} × {height:g} mm: {sheets:,} sheets, a spine of {spine:g} mm, "
        "{manuscript:,.0f} sheets of 200자 원고지.",
        pages=extent.pages, width=paper.width, height=paper.height, sheets=extent.sheets,
        spine=size.printed.spine, manuscript=extent.manuscript,
    )  # fmt: skip
    if size.savings:
        each = ", ".join(
            f'[pdf] {one.key.partition(".")[2]} = "{one.value}" {one.sheets:,}' for one in size.savings
        )
        yield say("Fewer sheets: {each}.", each=each)
    if size.printed.cost:
        yield say("A copy costs about {cost:,} won.", cost=size.printed.cost)
    if size.aging:
        yield say_many(
            "{count:,} word that ages: `publisher plan --words` shows it.",
            "{count:,} words that age: `publisher plan --words` shows them.",
            size.aging,
        )
