"""Which files below `source/_posts` are posts: what Hexo passes over, by itself or as the settings say.

See https://hexo.io/docs/configuration#Include-Exclude-Files-or-Folders (`include` and `exclude` are about
other files) and https://hexo.io/docs/asset-folders.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from publisher.errors import Report
from publisher.readers.files import MARKDOWN, posts_below, shown_path
from publisher.readers.front_matter import flat
from publisher.readers.globs import matches
from publisher.readers.site_file import text

HTML = frozenset((".html", ".htm"))


class Choice(NamedTuple):
    """What the settings say of it."""

    endings: tuple[str, ...]  # in order: they are part of a key
    skipped: tuple[str, ...]  # patterns of paths below the source folder
    ignored: tuple[str, ...]  # patterns of whole paths


def choice_of(config: Mapping[str, Any]) -> Choice:
    """With asset folders only what has the ending of a new post is one: all else belongs to a post."""
    ending = Path(text(config, "new_post_name", ":title.md")).suffix or ".md"
    assets = text(config, "post_asset_folder").lower() == "true"
    return Choice(
        (ending,) if assets else tuple(sorted(MARKDOWN | HTML)),
        tuple(flat(config.get("skip_render"))),
        tuple(flat(config.get("ignore"))),
    )


def posts_in(base: Path, folder: Path, source: Path, choice: Choice, report: Report) -> Iterator[Path]:
    """Yield the posts below `base`, of the blog in `folder`; none whose path has a name with "_" first."""
    for file in posts_below(base, folder, report, choice.endings):
        below = shown_path(file, source)
        passed_over = any(name.startswith("_") for name in shown_path(file, base).split("/"))
        skipped = any(matches(pattern, below) for pattern in choice.skipped)
        if not (passed_over or skipped or any(matches(pattern, str(file)) for pattern in choice.ignored)):
            yield file
