"""The documentation as a site: `make docs`, then docs/_build/index.html. It loads nothing from elsewhere."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[1]
# Pages that stand at the top of the repository, where GitHub shows them.
PAGES = {"contributing": "CONTRIBUTING.md"}

project = "publisher"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3  # as GitHub has them
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
html_title = "publisher"
html_theme = "alabaster"
html_theme_options = {"page_width": "68rem", "description": "A blog becomes a book."}
html_show_copyright = False


def _page(app: "Sphinx", name: str, source: list[str]) -> None:
    """Take the text of a page from the top of the repository, its links as they are from here."""
    if name in PAGES:
        app.env.note_dependency(str(ROOT / PAGES[name]))
        text = (ROOT / PAGES[name]).read_text("utf-8")
        source[:] = [re.sub(r"\]\((?!https?:|#)([^)\s]+)\)", lambda link: f"]({_from_here(link[1])})", text)]


def _from_here(path: str) -> str:
    """The place of a file as a page in docs/ names it: "docs/api.md" -> "api.md"."""
    pages = {path: f"{name}.md" for name, path in PAGES.items()}
    return pages.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else f"../{path}")


def _field(app: "Sphinx", what: str, name: str, field: Any, options: Any, lines: list[str]) -> None:
    """Take a field's comment in the code for what the page says of it."""
    owner, _, attribute = name.rpartition(".")
    module, _, class_name = owner.rpartition(".")
    if what != "attribute" or not module.startswith("publisher."):
        return
    source = inspect.getsource(getattr(import_module(module), class_name))
    if found := re.search(rf"^    {attribute}: [^#\n]*#\s*(.*)$", source, re.M):
        lines[:] = [found[1].replace("\\", "\\\\")]


def setup(app: "Sphinx") -> None:
    """Sphinx asks for this."""
    app.connect("source-read", _page)
    app.connect("autodoc-process-docstring", _field)
