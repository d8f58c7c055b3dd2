"""Whether a theme's template has put all of a chapter into its page: no template of a blog costs a post."""

from lxml.html import HtmlElement, fragment_fromstring

from publisher.errors import LayoutError
from publisher.model import Chapter
from publisher.phrase import _


def check(page: str, chapter: Chapter, text: str) -> None:
    """Raise LayoutError where a page lacks the place of a chapter, which all that leads there looks for, or
    words of its text."""
    if f'id="{chapter.id}"' in page and text in page:  # as a theme of ours has it
        return
    root = _read(page)
    if not root.xpath("//*[@id=$name]", name=chapter.id):
        raise LayoutError(_("the theme's template shows no place of {name}", name=chapter.title))
    if _said(_read(text)) not in _said(root):
        raise LayoutError(_("the theme's template leaves out the text of {name}", name=chapter.title))


def _read(html: str) -> HtmlElement:
    return fragment_fromstring(html, create_parent="div")


def _said(root: HtmlElement) -> str:
    """What is said, without white space."""
    return "".join(str(root.text_content()).split())
