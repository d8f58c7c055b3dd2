"""`publisher explain`: what a message means, an example, and what to do: its page in docs/messages/."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import click

from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.runner import guarded
from publisher.cli.speech import is_korean
from publisher.errors import Report, SourceError
from publisher.phrase import _

_KOREAN = "**한국어:** "


@cache
def codes() -> Mapping[str, str]:
    """Return all codes, and what each says in a line."""
    pages = (path for path in sorted(_folder().glob("*.md")) if path.stem != "index")
    return {path.stem: _head(path).partition(": ")[2] for path in pages}


@click.command(cls=Helped)
@click.argument(
    "code",
    required=False,
    default="",
    shell_complete=lambda _context, _parameter, begun: [one for one in codes() if one.startswith(begun)],
)
def explain(code: str) -> None:
    """Explain a message by its CODE, such as image-missing; without one, list all codes."""

    def work(report: Report, console: Console) -> None:
        pages = {path.stem: path for path in sorted(_folder().glob("*.md")) if path.stem != "index"}
        console.text(_page(code, pages) if code else "\n".join(map(_head, pages.values())))

    guarded(work)


def _folder() -> Path:
    """docs/messages in a checkout, inside the package in a wheel."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "docs/messages"
    return beside if beside.is_dir() else package / "messages"


def _page(code: str, pages: Mapping[str, Path]) -> str:
    """Its text, in the language of who reads it. Raises SourceError for what is no code."""
    code = code.strip("[]")
    if code not in pages:
        near = get_close_matches(code, pages, 1)
        all_of_them = _("`publisher explain` lists all of them")
        hint = _("did you mean {near}?", near=near[0]) if near else all_of_them
        raise SourceError(_("there is no message {code}", code=code), hint)
    english, _mark, korean = pages[code].read_text("utf-8").partition(_KOREAN)
    example = "\n".join(re.findall(r"^    .*", english, re.M))
    return (
        f"{code}\n\n{example}\n\n{korean.strip()}" if is_korean() else english.replace("**", "").strip("# \n")
    )


def _head(page: Path) -> str:
    """ "image-missing: there is no such picture"."""
    return page.read_text("utf-8").partition("\n")[0].lstrip("# ")
