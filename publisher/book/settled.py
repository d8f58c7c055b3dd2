"""What book.toml leaves to the theme: its settings as the book is made by them."""

from collections.abc import Mapping
from typing import Any

from publisher.assets.themes import Theme
from publisher.config.schema import BookToml, FiguresTable
from publisher.config.table import Table
from publisher.errors import ConfigError
from publisher.phrase import _


def settled(settings: BookToml, theme: Theme) -> BookToml:
    """Return the settings of a book in a theme, with none of these left open. Raises ConfigError where the
    theme says what none can."""
    look, pdf = settings.theme, settings.pdf
    looks = {
        "line_break": look.line_break or theme.line_break,
        "align": look.align or theme.align,
        "indent": look.indent or theme.indent,
        "verse": look.verse or theme.verse,
    }
    of_pdf = {
        "trim": pdf.trim.strip() or theme.paper.trim,
        "opening": pdf.opening or theme.begins,
        "links": pdf.links or theme.links,
        "emoji": pdf.emoji or theme.emoji,
    }
    update = {
        "theme": look.model_copy(update=looks),
        "pdf": pdf.model_copy(update=of_pdf),
        "figures": figures(settings, theme),
    }
    return settings.model_copy(update=update)


def figures(settings: BookToml, theme: Theme) -> FiguresTable:
    """Return how captions are shown. Raises ConfigError, as settled() does."""
    return FiguresTable(**over(settings.figures, theme.figures, f"theme {theme.name}: [figures]"))


def over(own: Table, of_theme: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Return the values of a table of book.toml, those that it leaves open as the theme has them. Raises
    ConfigError where the theme says what no book can."""
    asked = {name: value for name, value in own.model_dump().items() if value not in ("", None)}
    try:
        return type(own).model_validate({**of_theme, **asked}).model_dump()
    except ValueError as error:
        why = " ".join(str(error).split("\n")[1:3])
        raise ConfigError(_("{what} {why}", what=what, why=why), hint=_("see its theme.toml")) from error
