"""A theme copied into a blog, for its owner to change."""

import os
from pathlib import Path

from publisher.assets.themes import Theme
from publisher.errors import ConfigError, WriteError
from publisher.phrase import _, system_says
from publisher.storage.cache import write_whole
from publisher.storage.opening import leads_outside


def copied(theme: Theme, blog: Path, name: str) -> Path:
    """Write a theme's own files to `styles/NAME` of the blog, and return that folder.

    What it lacks still comes from its parents. Raises ConfigError for a name that is none, WriteError where
    something has that name, the blog is no folder, or a link leads out of it.
    """
    if not name or name != Path(name).name or name.startswith((".", "-")) or not name.isprintable():
        raise ConfigError(_("{name!r} is no name of a theme", name=name), hint=_("a word, such as ours"))
    styles, folder = blog / "styles", blog / "styles" / name
    if not blog.is_dir() or leads_outside(styles, blog):
        raise WriteError(
            _("{styles} is no folder in the blog", styles=styles), hint=_("name the blog's folder first")
        )
    if os.path.lexists(folder):
        raise WriteError(_("{folder} is there already", folder=folder), hint=_("choose another name"))
    try:
        for file, data in theme.folders[0].files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            write_whole(folder / file, data)
    except OSError as error:
        raise WriteError(
            _("{folder}: {strerror}", folder=folder, strerror=system_says(error)),
            hint=_("check its permissions"),
        ) from error
    return folder
