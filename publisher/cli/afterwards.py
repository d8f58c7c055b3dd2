"""What to do with a book that is made: how it is opened, where it is read, what comes next."""

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from publisher.build import Built
from publisher.cli.speech import say
from publisher.readers.files import small_text

_OPENERS = {
    "darwin": "open",
    "win32": "start",
}  # else xdg-open: https://www.freedesktop.org/wiki/Software/xdg-utils
_PARTED = re.compile(r"[\s\[\],\"']+")  # names in a list of YAML
_SAMPLE = Path(__file__).resolve().parents[2] / "examples/blog"


def next_steps(built: Built) -> Iterator[str]:
    """Yield a line each."""
    file = built.files[-1].path
    opener = _OPENERS.get(sys.platform, "xdg-open")
    if sys.platform == "win32" or shutil.which(opener):
        yield say("open it: {command}", command=f"{opener} {shlex.quote(_shown(file))}")
    folder = shlex.quote(_shown(file.parent))
    yield say("read it in a browser: {command}", command=f"publisher serve {folder}")
    if Path(built.blog.folder).resolve() == _SAMPLE:
        yield say("now your blog: {command}", command="publisher init ~/my-blog")
    elif _is_published(built):
        yield say(
            "Jekyll publishes {folder} too: write it below exclude: in _config.yml",
            folder=f"{file.parent.name}/",
        )


def _shown(path: Path) -> str:
    """A path as it is typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path != here and path.is_relative_to(here) else str(path)


def _is_published(built: Built) -> bool:
    """Whether Jekyll copies the books into the blog's own pages: it takes every file that is not excluded."""
    blog, out = Path(built.blog.folder).resolve(), built.files[-1].path.parent.resolve()
    if built.blog.site.engine != "jekyll" or not out.is_relative_to(blog) or out == blog:
        return False
    top = out.relative_to(blog).parts[0]
    settings = small_text(blog / "_config.yml", blog, 1)
    listed = [line for line in settings.splitlines() if line.strip().startswith(("-", "exclude:"))]
    named = {one.removeprefix("./").strip("/*") for one in _PARTED.split(" ".join(listed))}
    return not top.startswith(("_", ".")) and top not in named
