"""One post as a book of its own: no contents page, no parts; what book.toml says of the look stays. Pure."""

from dataclasses import replace

from publisher.config.order import OrderTable
from publisher.config.schema import BookToml, ContentTable, TitlePage
from publisher.errors import Report, SourceError
from publisher.model import Blog
from publisher.phrase import _

_OF_EVERY_BOOK = ("authors", "rights")


def alone(settings: BookToml, title: str) -> BookToml:
    """Return the settings of a leaflet: those of the blog's book, but for what they say of that book and its
    posts. `title`: its own; "" is the post's."""
    own = {
        name: field.default for name, field in TitlePage.model_fields.items() if name not in _OF_EVERY_BOOK
    }
    content = ContentTable(drafts=True, private=True, largest_post=settings.content.largest_post)
    return settings.model_copy(
        update={
            "book": settings.book.model_copy(update=own | {"title": title}),
            "content": content,
            "order": OrderTable(by="flat", contents=False),
            "parts": {},
            "volume": (),
        }
    )


def leaflet(blog: Blog, path: str, settings: BookToml, report: Report) -> tuple[Blog, BookToml]:
    """Return the blog with that post alone, and the settings with what the post says of itself; both as they
    are where no path is given. Raises SourceError where it is no post of the blog."""
    if not path:
        return blog, settings
    post = next((one for one in blog.posts if one.path == path), None)
    if post is None:
        hint = _("its posts are what `publisher plan` lists; copy the file into a folder of its own")
        raise SourceError(_("{path} is no post of the blog", path=path), hint)
    others = {one.path for one in blog.posts} - {path}
    report.diagnostics[:] = [item for item in report.diagnostics if item.where.path not in others]
    book = settings.book
    said = {"title": book.title or post.title, "description": post.summary}
    own = settings.model_copy(update={"book": book.model_copy(update=said)})
    return replace(blog, posts=(post,)), own
