"""What book.toml leaves to the theme: its settings as the book is made by them."""

from publisher.assets.themes import Theme
from publisher.config.schema import BookToml


def settled(settings: BookToml, theme: Theme) -> BookToml:
    """Return the settings of a book in a theme, with none of these left open."""
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
    }
    update = {"theme": look.model_copy(update=looks), "pdf": pdf.model_copy(update=of_pdf)}
    return settings.model_copy(update=update)
