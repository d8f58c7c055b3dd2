"""The values of a site's data files. See https://jekyllrb.com/docs/datafiles/"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from publisher.readers.front_matter import load_yaml

_INT = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_ENDINGS = ("yml", "yaml", "json", "csv", "tsv")
Read = Callable[[Path], str | None]


def data(paths: Iterable[str], folder: Path, read: Read) -> dict[str, Any]:
    """site.data.name from _data/name.yml, .json, .csv, .tsv; site.data.folder.name from a folder in it."""
    found: dict[str, Any] = {}
    for path in paths:
        here, place = folder, found
        for name in re.findall(r"[\w-]+", path):
            if (value := _file(here / name, read)) is not None:
                place.setdefault(name, value)
                break
            here /= name
            if not is_there(here, folder=True):
                break
            place = place.setdefault(name, {})
    return found


def is_there(path: Path, *, folder: bool = False) -> bool:
    """Tell whether a file is there, or a folder; none has a name that is too long for one."""
    try:
        return path.is_dir() if folder else path.is_file()
    except OSError:
        return False


def _file(path: Path, read: Read) -> Any:
    for ending in _ENDINGS:
        text = read(path.parent / f"{path.name}.{ending}")
        if text is not None:
            return _parsed(text, ending)
    return None


def _parsed(text: str, ending: str) -> Any:
    try:
        if ending in ("csv", "tsv"):
            return list(csv.DictReader(io.StringIO(text), delimiter="," if ending == "csv" else "\t"))
        return json.loads(text) if ending == "json" else typed(load_yaml(text))
    except Exception:  # noqa: BLE001 - a data file that cannot be read is one that is not there
        return None


def typed(value: Any, depth: int = 12) -> Any:
    """Return texts as Liquid compares them: true, 3, nothing. Only what YAML leaves no doubt about."""
    if isinstance(value, str):
        low = value.lower()
        return _WORDS[low] if low in _WORDS else int(value) if _INT.fullmatch(value) else value
    if not depth:
        return None
    if isinstance(value, Mapping):
        return {str(key): typed(inner, depth - 1) for key, inner in value.items()}
    return [typed(inner, depth - 1) for inner in value] if isinstance(value, list) else value
