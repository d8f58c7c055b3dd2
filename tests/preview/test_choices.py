"""Settings that are tried out are settings of book.toml."""

from pathlib import Path

import pytest

from publisher.assets.themes import load_theme
from publisher.config.schema import BookToml
from publisher.preview.choices import CHOICES, laid_over, rows


def test_every_choice_can_be_made(tmp_path: Path) -> None:
    """Each value that is offered is one that the file can hold."""
    offered = [*rows(BookToml(), load_theme("base", tmp_path), tmp_path)]
    assert [*CHOICES] == [one for one, _now, _known in offered]
    for one, now, known in offered:
        assert (now in known and len(known) > 1) or now.isdigit()
        for value in known or [now, "120.5"]:
            BookToml.model_validate({one.table: {one.key: value}})


def test_what_is_tried_out_is_laid_over_what_was() -> None:
    """One key after another."""
    first = laid_over({}, {"table": "pdf", "key": "trim", "value": "A5"})
    second = laid_over(first, {"table": "pdf", "key": "ink", "value": "grey"})
    assert {"pdf": {"trim": "A5", "ink": "grey"}} == second
    assert {"pdf": {"trim": "A5"}} == first
    assert {"print": {"gsm": 100}} == laid_over({}, {"table": "print", "key": "gsm", "value": "100"})


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"table": "book", "key": "cover", "value": "/etc/passwd"},
        {"table": "pdf", "key": "trim", "value": 3},
        {"table": "pdf", "key": "trim", "value": "x" * 101},
        {"table": ["pdf"], "key": {}, "value": ""},
        {"table": "pdf", "key": "trim", "value": "A55"},
        {"table": "print", "key": "gsm", "value": "nan"},
        {"table": "print", "key": "cost_page", "value": "-1"},
    ],
)
def test_nothing_else_is(said: dict[str, object]) -> None:
    """No key that names files, and no value that is no short text."""
    with pytest.raises(ValueError):
        laid_over({}, said)
