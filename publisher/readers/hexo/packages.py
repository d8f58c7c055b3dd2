"""Which packages a blog asks for, and which versions it pins: package.json and the lock files beside it.

See https://docs.npmjs.com/cli/configuring-npm/package-lock-json, https://classic.yarnpkg.com/lang/en/docs/yarn-lock
and https://pnpm.io/git#lockfiles.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from publisher.readers.files import small_text

_LARGEST = 50  # MB of a lock file
_NUMBER = re.compile(r"^(?:npm:)?\s*+[=v^~]*+\s*(\d+(?:\.\d+)*)(?:\.[xX*])?")
_YARN = re.compile(r"^(?P<specs>\"?[^\s#].*):\n(?P<lines>(?:[ \t].*\n|\n(?=[ \t]))*)", re.M)


class Pinned(NamedTuple):
    """A version, and the file that names it."""

    version: str  # "0.3.19", "0.3"
    by: str  # "package-lock.json"


def packages(folder: Path) -> dict[str, str]:
    """Return what package.json asks for, and in which versions; Hexo loads plug-ins of both lists."""
    asked = _json(small_text(folder / "package.json", folder, _LARGEST))
    found: dict[str, str] = {}
    for kind in ("dependencies", "devDependencies"):
        found |= {str(name): str(wish) for name, wish in _table(asked, kind).items() if name not in found}
    return found


def pinned(folder: Path, *names: str) -> Pinned | None:
    """Return the version of a package, or of a second one that the first asks for.

    A lock file knows it; without one, package.json does where it says a number for the package itself.
    """
    for file, read in _LOCKS.items():
        text = small_text(folder / file, folder, _LARGEST)
        if version := read(text, packages(folder), names) if text else "":
            return Pinned(version, file)
    wish = _NUMBER.match(packages(folder).get(names[0], "")) if len(names) == 1 else None
    return Pinned(wish[1], "package.json") if wish else None


def _npm(text: str, wishes: Mapping[str, str], names: tuple[str, ...]) -> str:
    """package-lock.json: by paths since its version 2, nested before. Nearest to its user counts."""
    lock = _json(text)
    paths = _table(lock, "packages")
    for path in ("/node_modules/".join(names), names[-1]):
        if found := _table(paths, f"node_modules/{path}").get("version"):
            return str(found)
    top = _table(lock, "dependencies")
    nested = top
    for name in names[:-1]:
        nested = _table(_table(nested, name), "dependencies")
    return str((_table(nested, names[-1]) or _table(top, names[-1])).get("version", ""))


def _yarn(text: str, wishes: Mapping[str, str], names: tuple[str, ...]) -> str:
    """yarn.lock: an entry for each range that anyone asks for, of Yarn 1 and of later ones."""
    entries = [(entry["specs"], entry["lines"]) for entry in _YARN.finditer(text)]
    wish, version = wishes.get(names[0], ""), ""
    for number, name in enumerate(names):
        own = [lines for specs, lines in entries if re.search(rf"(?:^|[\s\",]){re.escape(name)}@", specs)]
        exact = [lines for specs, lines in entries if _asks(specs, name, wish)]
        lines = next(iter(exact or own), "")
        version = _value(lines, "version")
        wish = _value(lines, names[number + 1]) if number + 1 < len(names) else ""
    return version


def _asks(specs: str, name: str, wish: str) -> bool:
    wish = wish.removeprefix("npm:")
    return any(spec.strip(' "') in (f"{name}@{wish}", f"{name}@npm:{wish}") for spec in specs.split(","))


def _value(lines: str, key: str) -> str:
    found = re.search(rf"^[ \t]+\"?{re.escape(key)}\"?:? +\"?([^\"\n]+)", lines, re.M)
    return found[1].strip() if found else ""


def _pnpm(text: str, wishes: Mapping[str, str], names: tuple[str, ...]) -> str:
    """pnpm-lock.yaml: a key /name/1.2.3, /name@1.2.3 or name@1.2.3, and what it depends on below it."""
    key = rf"^ +['\"]?/?{re.escape(names[0])}[@/](?P<version>\d[\d.]*+)[^\n]*:\n"
    entries = [*re.finditer(key + r"(?P<lines>(?:(?: {4}.*)?\n)*)", text, re.M)]
    if len(names) == 1:
        return entries[0]["version"] if entries else ""
    asked = (_value(entry["lines"], names[1]) for entry in entries)
    return next((found[0] for version in asked if (found := re.match(r"[\d.]+", version))), "")


_LOCKS: Mapping[str, Callable[[str, Mapping[str, str], tuple[str, ...]], str]] = {
    "npm-shrinkwrap.json": _npm,
    "package-lock.json": _npm,
    "yarn.lock": _yarn,
    "pnpm-lock.yaml": _pnpm,
}


def _json(text: str) -> dict[str, Any]:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _table(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = values.get(key)
    return value if isinstance(value, dict) else {}
