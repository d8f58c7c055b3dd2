"""`publisher fonts`: what a book is set in here, its letters and licences, and better fonts to have."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from publisher import build
from publisher.assets.font_facts import FontFacts, facts
from publisher.assets.fonts import FontSet, check_own, find_fonts
from publisher.assets.themes import load_theme
from publisher.cli.completion import themes_of
from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.runner import guarded
from publisher.config.load import FILE_NAME, load
from publisher.errors import FontError, Report
from publisher.phrase import _
from publisher.storage import cache_folder

# Where a family that our themes name can be had, for nothing and for books that are sold.
_SOURCES = {
    "나눔명조": "https://hangeul.naver.com/font (Debian: fonts-nanum)",
    "마루 부리": "https://hangeul.naver.com/font",
    "고운바탕": "https://fonts.google.com/specimen/Gowun+Batang",
    "Pretendard": "https://github.com/orioncactus/pretendard",
    "Noto Serif CJK KR": "https://github.com/notofonts/noto-cjk (Debian: fonts-noto-cjk)",
    "Noto Sans CJK KR": "https://github.com/notofonts/noto-cjk (Debian: fonts-noto-cjk)",
    "D2Coding": "https://github.com/naver/d2codingfont (Debian: fonts-naver-d2coding)",
    "Noto Color Emoji": "https://github.com/googlefonts/noto-emoji (Debian: fonts-noto-color-emoji)",
}


@dataclass(frozen=True, slots=True)
class Used:
    """What one role of a theme is set in."""

    role: str  # "body"
    family: str  # "Noto Serif CJK KR"; "" where none is here
    files: tuple[str, ...]  # regular, then bold where there is one
    facts: tuple[FontFacts, ...]  # of each file
    better: tuple[tuple[str, str], ...]  # families that the theme likes better: name, where to get it


@click.command(cls=Helped)
@click.argument("blog", type=click.Path(path_type=Path), default=".")
@click.option(
    "--theme",
    metavar="NAME",
    shell_complete=themes_of,
    help=_("Fonts of this theme; else of the one in book.toml."),
)
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
def fonts(blog: Path, theme: str | None, as_json: bool) -> None:
    """Show which fonts a book of BLOG is set in here: their letters, their licences, and better ones."""
    folder = blog.absolute()

    def work(report: Report, console: Console) -> None:
        name = theme or load(folder / FILE_NAME, FILE_NAME, {}, folder).theme.name
        with build.keeping(not cache_folder.trouble()) as keep_in:
            check_own(folder, keep_in, report)
            used = [*_used(name, folder, keep_in)]
        console.fonts(used, report)

    guarded(work, as_json=as_json)


def _used(theme: str, blog: Path, keep_in: Path) -> Iterator[Used]:
    """Each role of a theme. Raises ConfigError where there is no such theme, OSError for a lost file."""
    wanted = load_theme(theme, blog).fonts
    try:
        found = find_fonts(wanted, blog, "가", keep_in)
    except FontError:  # what is missing is shown
        found = FontSet(())
    faces = {role.name: role.faces for role in found.roles}
    for role, families in wanted.items():
        here = faces.get(role, ())
        family = here[0].family if here else ""
        liked = families[: families.index(family)] if family in families else families
        better = tuple((name, _SOURCES[name]) for name in liked if name in _SOURCES)
        yield Used(role, family, tuple(face.path for face in here), tuple(map(facts, here)), better)
