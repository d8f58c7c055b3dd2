"""What the console says of values, as text: pure."""

from collections.abc import Iterator, Sequence

from publisher.build import Built, Finished
from publisher.errors import Report, Severity
from publisher.model import Entry, Part
from publisher.settings import OrderTable


def size(file: Finished) -> str:
    """ "100 pages, 1.8 MB"."""
    megabytes = f"{file.size / 1e6:.1f} MB"
    return f"{file.pages} pages, {megabytes}" if file.pages else megabytes


def summary(built: Built, report: Report, seconds: float) -> str:
    """A build in a line."""
    left = len(built.left_out)
    pieces = [posts(sum(len(volume.book.chapters) for volume in built.volumes))]
    pieces += [f"in {len(built.volumes)} volumes"] if built.volumes[0].book.meta.collection else []
    pieces += [f"{left} left out"] if left else []
    return f"{', '.join(pieces)}; {faults(report)}; {seconds:.1f} s"


def posts(count: int) -> str:
    """ "1 post", "20 posts"."""
    return f"{count} post{'s' * (count != 1)}"


def faults(report: Report) -> str:
    """ "2 warnings, 1 note"."""
    counted = [f"{report.count(s)} {s}{'s' * (report.count(s) != 1)}" for s in Severity if report.count(s)]
    return ", ".join(counted) or "nothing to mend"


def tree(nodes: Sequence[Part[Entry] | Entry], indent: str) -> Iterator[str]:
    """Parts and posts, a line each."""
    for node in nodes:
        if isinstance(node, Part):
            yield f"{indent}{node.title}"
            yield from tree(node.children, indent + "  ")
        else:
            yield f"{indent}{_entry_line(node)}"


def order(order: OrderTable) -> str:
    """How the book is ordered, in a sentence."""
    if order.by == "flat":
        return f"No parts; posts by {_names(order.posts)}."
    several = (
        f" A post in several stands in the {order.prefer}."
        if isinstance(order.prefer, str)
        else (f" A post in several stands in the first of: {_names(order.prefer)}; else in its first.")
    )
    parts = f"Parts by {order.by}, ordered by {_names(order.parts)}; posts by {_names(order.posts)}."
    return parts + (several if order.by in ("category", "tag") else "")


def _names(order: str | tuple[str, ...]) -> str:
    return order if isinstance(order, str) else ", ".join(order)


def _entry_line(entry: Entry) -> str:
    """Number, date, title, file; and for a post in several categories, why it stands where it does."""
    post = entry.post
    date = f"{post.date:%Y-%m-%d}" if post.dated else "undated   "
    others = [" > ".join(section) for section in post.sections if section != entry.section]
    also = f"  (also in {'; '.join(others)})" if others and entry.section in post.sections else ""
    return f"{entry.number:>3}  {date}  {post.title}  [{post.path}]{also}"
