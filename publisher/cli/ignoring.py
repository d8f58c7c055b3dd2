"""Which messages are not wanted: by code on the command line, with a reason in book.toml or in the post."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from itertools import islice

import click

from publisher.cli.explain import codes
from publisher.cli.speech import say
from publisher.config.load import FILE_NAME
from publisher.errors import Diagnostic, Ignored, Report, Where
from publisher.model import Post
from publisher.phrase import _

# <!-- publisher: ignore image-remote: why -->, on a line of its own. Each run has a bound: a post is a
# stranger's, and may begin a thousand of them.
_IN_POST = re.compile(
    r"^ {0,3}<!-- {0,9}publisher: {0,9}ignore {1,9}([^\s:]{1,60})(?: {0,9}:)?([^\n]{0,500}?)-->",
    re.M,
)

_MOST = 100  # of one post: each that is no code is compared with all codes


def known(_context: click.Context, _option: click.Parameter, patterns: Sequence[str]) -> Sequence[str]:
    """Let codes pass, and patterns of codes. Raises click.BadParameter for what no message has."""
    for pattern in patterns:
        if not _is_known(pattern):
            near = get_close_matches(pattern, codes(), 1)
            no = say("there is no message {code}", code=pattern)
            raise click.BadParameter(f"{no}; {say('did you mean {near}?', near=near[0])}" if near else no)
    return patterns


def choose(report: Report, select: Sequence[str], ignore: Sequence[str]) -> None:
    """Leave in the report what the command line asks for."""
    report.diagnostics[:] = [
        item
        for item in report.diagnostics
        if (not select or _matches(item.code, select)) and not _matches(item.code, ignore)
    ]


def put_aside(report: Report, settings: Mapping[str, str], posts: Iterable[Post]) -> None:
    """Move what book.toml and the posts say is as it should be to `ignored`; name what they cannot say."""
    everywhere = dict(_usable(settings.items(), Where(FILE_NAME), report))
    reasons = {
        post.path: dict(_usable(*_of_post(post), report)) for post in posts if "publisher:" in post.markdown
    }
    kept: list[Diagnostic] = []
    for item in report.diagnostics:
        own = _reason(item.code, reasons.get(item.where.path, {}))
        reason = own or _reason(item.code, everywhere)
        if reason:
            report.ignored.append(Ignored(item, reason, bool(own)))
        else:
            kept.append(item)
    report.diagnostics[:] = kept


def _of_post(post: Post) -> tuple[list[tuple[str, str]], Where]:
    found = islice(_IN_POST.finditer(post.markdown), _MOST)
    return [(one[1], one[2]) for one in found], Where(post.path)


def _usable(pairs: Iterable[tuple[str, str]], where: Where, report: Report) -> Iterator[tuple[str, str]]:
    for pattern, reason in pairs:
        if not _is_known(pattern):
            near = get_close_matches(pattern, codes(), 1)
            hint = (
                _("did you mean {near}?", near=near[0])
                if near
                else _("`publisher explain` lists all of them")
            )
            report.warning(
                "ignore-unusable", _("there is no message {code} to ignore", code=pattern), where, hint
            )
        elif not reason.strip():
            hint = _("write it behind the code: image-remote: why")
            report.warning(
                "ignore-unusable", _("{code} is ignored without a reason", code=pattern), where, hint
            )
        else:
            yield pattern, " ".join(reason.split())


def _is_known(pattern: str) -> bool:
    return any(fnmatchcase(code, pattern) for code in codes())


def _matches(code: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in patterns)


def _reason(code: str, reasons: Mapping[str, str]) -> str:
    return next((reason for pattern, reason in reasons.items() if fnmatchcase(code, pattern)), "")
