"""What book.toml asks for and this blog, or its theme, does not have: told beside its other faults."""

from collections.abc import Callable, Iterator
from pathlib import Path

from publisher.assets.themes import load_theme
from publisher.book.paper import paper_of
from publisher.book.volumes import check_volumes
from publisher.config.schema import BookToml
from publisher.errors import ConfigError, Where
from publisher.writers.pdf import check_cover


def misfits(blog: Path, settings: BookToml) -> Iterator[tuple[Where, ConfigError]]:
    """Yield what is wrong, and the place of the key that says it."""
    order, cover = settings.order, settings.cover
    if error := _fault_of(lambda: check_volumes(settings)):
        yield order.where("split"), error
    try:
        theme = load_theme(settings.theme.name, blog)
    except ConfigError as fault:
        yield settings.theme.where("name"), fault
        return
    for key in ("design", "palette"):
        alone = cover.model_copy(update={"design": "", "palette": ""} | {key: getattr(cover, key)})
        if error := _fault_of(lambda alone=alone: check_cover(theme, alone)):  # type: ignore[misc]
            yield cover.where(key), error
    if error := _fault_of(lambda: paper_of(settings.pdf.trim, theme.paper)):
        yield settings.pdf.where("trim"), error


def _fault_of(look: Callable[[], object]) -> ConfigError | None:
    try:
        look()
    except ConfigError as error:
        return error
    return None
