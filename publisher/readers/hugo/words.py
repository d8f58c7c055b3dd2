"""The words that templates ask for by i18n and T, in the site's language: https://gohugo.io/functions/lang/translate/."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from publisher.readers.files import small_text
from publisher.readers.hugo.config import Config, parse, text
from publisher.readers.hugo.folders import folders

_ENDINGS = (".toml", ".yaml", ".yml", ".json")
_LARGEST = 0.2  # MB


def words(folder: Path, config: Config, language: str) -> dict[str, str]:
    """Return each word by its key; the site's own go before its themes'."""
    found: dict[str, str] = {}
    for place in folders(folder, config, "i18n"):
        for ending in _ENDINGS:
            path = folder / place / f"{language or 'en'}{ending}"
            for key, word in _in_file(small_text(path, folder, _LARGEST), ending):
                found.setdefault(key, word)
    return found


def _in_file(source: str, ending: str) -> Iterator[tuple[str, str]]:
    """[key] other = "word", key: word, or a list of id and translation."""
    try:
        loaded = parse(source, ending)
    except (ValueError, yaml.YAMLError, RecursionError):
        return
    if isinstance(loaded, list):
        loaded = {text(one, "id").lower(): one.get("translation") for one in loaded if isinstance(one, dict)}
    for key, said in loaded.items() if isinstance(loaded, dict) else ():
        word: Any = said.get("other", said.get("one")) if isinstance(said, dict) else said
        if isinstance(word, str):
            yield key, word
