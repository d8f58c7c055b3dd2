"""What the texts of an upload folder say: words.toml, in Korean and in English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def words_in(language: str) -> Mapping[str, str]:
    """Korean for Korean books, English for all others."""
    return _words()["ko" if language.partition("-")[0] == "ko" else "en"]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
