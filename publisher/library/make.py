"""The flow of `publisher shelf`: books -> catalogue -> website -> a folder, or a blog that carries it."""

from dataclasses import dataclass, replace
from pathlib import Path

from publisher.assets.themes import Theme
from publisher.errors import Report, WriteError
from publisher.library import blogs, page, static
from publisher.library.books import read_shelf
from publisher.library.shelf import Catalog, ShelfSettings, catalog
from publisher.library.static import Written
from publisher.library.website import website
from publisher.phrase import _

# GitHub Pages else runs Jekyll over the site. See https://docs.github.com/pages
_FOR_HOSTS = {".nojekyll": b""}


@dataclass(frozen=True, slots=True)
class Made:
    """A shelf in its place."""

    shelf: Catalog
    written: Written
    page: Path | None = None  # of the blog, in its own looks


def to_folder(books: Path, settings: ShelfSettings, theme: Theme, out: Path, report: Report) -> Made:
    """Return a site of its own. Raises SourceError where there is no book, WriteError where it cannot be
    written."""
    if out.resolve() == books.resolve():  # copies would be read as books: one taken off the shelf would stay
        raise WriteError(
            _("{out} is where the books are", out=out), _("choose another folder with -o, such as public")
        )
    shelf = catalog(read_shelf(books, theme, report), settings, theme)
    return Made(shelf, static.write(website(shelf, theme), out, _FOR_HOSTS))


def into_blog(
    books: Path, settings: ShelfSettings, theme: Theme, blog: Path, at: str, report: Report
) -> Made:
    """Return a folder of the blog, and a page in its own looks that leads there."""
    place = blogs.place_in(blog, at, report)
    settings = replace(settings, url=settings.url or place.url)
    shelf = catalog(read_shelf(books, theme, report), settings, theme)
    written = static.write(website(shelf, theme), place.folder)
    snippet = page.snippet(shelf, theme, place.root)
    return Made(
        shelf, written, blogs.write_page(place, blog, shelf.words["this_blogs_books"], snippet, report)
    )
