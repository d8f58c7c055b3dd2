"""`make licences`: what licences.md says of each package of the lock, as it is installed. Prints the page."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements/book.txt"
_HEAD = """\
# Licences of what publisher stands on

Made by `make licences` from the installed packages of [the lock](../requirements/book.txt). Our own licence
is [AGPL-3.0-or-later](../LICENSE). `make audit` asks for known faults of the same releases. `make reader`
fetches foliate-js (MIT), with zip.js (BSD-3-Clause) in it.

| Package | Release | Licence | Address |
|---|---|---|---|
"""


def page() -> str:
    """Return the page: a row for each package."""
    locked = re.findall(r"^([\w.-]+)==(\S+)", LOCK.read_text("utf-8"), re.M)
    return _HEAD + "".join(f"| {name} | {release} | {_about(name)} |\n" for name, release in locked)


def _about(name: str) -> str:
    """The licence and the address; of a package for another Python, where both are said."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return f"see its page | https://pypi.org/project/{name}/"
    return f"{_licence(found)} | {_address(found, name)}"


def _licence(found: Distribution) -> str:
    """What it says in a word, else by its classifiers: a whole licence is no word."""
    said = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    kinds = [
        one.rpartition(" :: ")[2]
        for one in found.metadata.get_all("Classifier") or ()
        if one[:7] == "License"
    ]
    return said if said and len(said) < 60 and "\n" not in said else ", ".join(kinds) or "see its page"


def _address(found: Distribution, name: str) -> str:
    urls = dict(one.split(", ", 1) for one in found.metadata.get_all("Project-URL") or ())
    by_word = {word.lower(): url for word, url in urls.items()}
    known = (by_word.get(word) for word in ("homepage", "repository", "source", "source code", "github"))
    return next(filter(None, (*known, found.metadata.get("Home-page"))), f"https://pypi.org/project/{name}/")


if __name__ == "__main__":
    sys.stdout.write(page())
