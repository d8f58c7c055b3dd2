"""Where a Hugo site keeps what it is made of: its own folders, those of its themes and modules, and mounts.

See https://gohugo.io/configuration/all/ (contentDir, staticDir, themesDir …), /configuration/module/ and
/hugo-modules/use-modules/#vendor-your-modules.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from publisher.readers.files import small_text
from publisher.readers.front_matter import flat
from publisher.readers.hugo.config import Config, table, text

_SETTINGS = {
    "layouts": "layoutdir", "static": "staticdir", "assets": "assetdir", "content": "contentdir",
    "i18n": "i18ndir",
}  # fmt: skip
_MORE_STATICS = tuple(f"staticdir{number}" for number in range(11))
_LARGEST = 0.5  # MB


def folders(folder: Path, config: Config, component: str) -> Iterator[str]:
    """Yield every folder below the blog's that makes up a component, the site's own before its themes'."""
    yield from dict.fromkeys((*_own(config, component), *_of_themes(folder, config, component)))


def mounts(config: Config, component: str) -> Iterator[Config]:
    """Yield what the site's settings put in the place of a component's own folder."""
    found = table(config, "module").get("mounts")
    for mount in found if isinstance(found, list) else ():
        if isinstance(mount, dict) and text(mount, "target").strip("/") == component and _source(mount):
            yield mount


def _own(config: Config, component: str) -> Iterator[str]:
    yield from (_source(mount) for mount in mounts(config, component))
    for key in (_SETTINGS[component], *(_MORE_STATICS if component == "static" else ())):
        usual = component if key == _SETTINGS[component] else []
        yield from (place for name in flat(config.get(key, usual)) if (place := below(name)))


def _source(mount: Config) -> str:
    return below(text(mount, "source"))


def below(name: str) -> str:
    """Return a folder's name below the blog's; "" for one that leads outside, or for the blog itself."""
    path = PurePosixPath(name.replace("\\", "/"))
    return "" if ".." in path.parts or path.is_absolute() or str(path) == "." else str(path)


def _of_themes(folder: Path, config: Config, component: str) -> Iterator[str]:
    for theme in themes(config):
        for root in theme_places(config, theme):
            if _is_folder(folder / root / component):
                yield f"{root}/{component}"
    for module in _vendored(folder):
        if _is_folder(folder / "_vendor" / module / component):
            yield f"_vendor/{module}/{component}"


def themes(config: Config) -> list[str]:
    """Return the names of the site's themes and modules, as its settings have them."""
    imports = table(config, "module").get("imports")
    paths = (
        [text(one, "path") for one in imports if isinstance(one, dict)] if isinstance(imports, list) else []
    )
    return [name for name in dict.fromkeys((*flat(config.get("theme")), *paths)) if below(name)]


def missing_themes(folder: Path, config: Config) -> list[str]:
    """Themes that are named and not there: a submodule that was not fetched, a module of another site."""
    return [theme for theme in themes(config) if not _is_there(folder, config, theme)]


def _is_there(folder: Path, config: Config, theme: str) -> bool:
    """A folder of a submodule is there and empty before it is fetched."""
    return any(_is_folder(folder / root / "layouts") for root in theme_places(config, theme))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # the name is too long
        return False


def theme_places(config: Config, theme: str) -> Iterator[str]:
    """Give the folders below the blog's that a theme or module may lie in, the likeliest first."""
    parent = below(text(config, "themesdir")) or "themes"
    yield from dict.fromkeys(
        (f"{parent}/{theme}", f"{parent}/{PurePosixPath(theme).name}", f"_vendor/{theme}")
    )


def _vendored(folder: Path) -> Iterator[str]:
    """Modules that `hugo mod vendor` has put beside the site: "# github.com/a/b v1.2.0" a line."""
    for line in small_text(folder / "_vendor/modules.txt", folder, _LARGEST).splitlines():
        if line.startswith("# ") and (module := below(line[2:].split(" ")[0])):
            yield module
