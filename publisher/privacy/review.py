"""All that `check --privacy` says, as diagnostics with file and line, and as one value for a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from publisher.config.load import RIGHTS
from publisher.errors import Diagnostic, Report, Severity, Where
from publisher.model import Book, Entry, LeftOut, Outline
from publisher.phrase import _
from publisher.privacy import rights
from publisher.privacy.personal import personal

_CODES = {
    "email": "privacy-email",
    "phone": "privacy-phone",
    "resident": "privacy-resident",
    "account": "privacy-account",
}
_NAMES = {
    "email": _("an e-mail address"),
    "phone": _("a telephone number"),
    "resident": _("a resident-registration number"),
    "account": _("an account number"),
}
_KINDS = {"picture": _("picture"), "embed": _("embed")}
_HINT = _("take it out of the post, or be sure that its owner wants it printed")


@dataclass(frozen=True, slots=True)
class Kept:
    """A post that the blog keeps from readers, and what the book does with it."""

    where: Where
    by: str  # "password"
    in_book: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What was found beside the diagnostics."""

    hosts: tuple[rights.HostRow, ...]
    kept: tuple[Kept, ...]


def review(
    outlines: Sequence[Outline], books: Iterable[Book], permissions: Mapping[str, str], report: Report
) -> Review:
    """Return what should be looked at before the book is sold; each finding goes to `report` too."""
    shown = rights.shown([book for book in books if not book.box_set], permissions)
    entries = [entry for outline in outlines for entry in outline.entries]
    kept = tuple(_kept(entries, outlines[0].left_out))
    report.extend(_of_people(entries))
    report.extend(map(_of_post, kept))
    report.extend(map(_of_right, shown))
    return Review(tuple(rights.by_host(shown)), kept)


def _of_people(entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    for post in (entry.post for entry in entries):
        for found, first in ((personal(post.title), 1), (personal(post.markdown), post.first_line)):
            for item in found:
                form = "{kind}: {shown} ({about})" if item.about else "{kind}: {shown}"
                what = _(form, kind=_NAMES[item.kind], shown=item.shown, about=item.about)
                where = Where(post.path, first + item.line - 1)
                yield Diagnostic(Severity.WARNING, _CODES[item.kind], what, where, _HINT)


def _kept(entries: Iterable[Entry], left_out: Iterable[LeftOut]) -> Iterator[Kept]:
    posts = [*((entry.post, True) for entry in entries), *((left.post, False) for left in left_out)]
    for post, in_book in sorted(posts, key=lambda item: item[0].path):
        if by := post.kept_private_by:
            yield Kept(Where(post.path), by, in_book)


def _of_post(kept: Kept) -> Diagnostic:
    if kept.in_book:
        what = _("a post that the blog keeps from readers is in the book: {by}", by=kept.by)
        hint = _("take --private or [content] private away, or name it in exclude")
        return Diagnostic(Severity.WARNING, "privacy-post", what, kept.where, hint)
    what = _("a post that the blog keeps from readers is left out: {by}", by=kept.by)
    return Diagnostic(Severity.NOTE, "privacy-post", what, kept.where)


def _of_right(shown: rights.Shown) -> Diagnostic:
    kind, address = _KINDS[shown.item.kind], shown.item.addresses[0]
    if shown.permission:
        what = _(
            "{kind} of {host}, allowed by: {permission}",
            kind=kind,
            host=shown.host,
            permission=shown.permission,
        )
        return Diagnostic(Severity.NOTE, "privacy-right", what, shown.item.where)
    what = _(
        "{kind} of {host}, and no permission for it: {address}", kind=kind, host=shown.host, address=address
    )
    hint = _('write "{host}" = "who allowed it" into {rights}', host=shown.host, rights=RIGHTS)
    return Diagnostic(Severity.WARNING, "privacy-right", what, shown.item.where, hint)
