"""toml.py: TOML of strangers, no deeper than anyone needs."""

import tomllib

import pytest

from publisher import toml


@pytest.mark.parametrize(
    "source",
    [
        "a." * 60 + "a = 1",
        "\n[" + "a . " * 60 + "a]",
        "'a'.\"b\"." * 30 + "a = 1",
        "x = {" + "a." * 60 + "a = 1}",
        '\nx = {y = """\n""", ' + "a." * 60 + 'a = 1, z = ""}',
        "\nx = {y = '''\n''', " + "a." * 60 + "a = 1, z = ''}",
        "# it's\n" + "a." * 60 + "a = 1 # 'all'",
    ],
)
def test_a_name_of_many_steps(source: str) -> None:
    """It is refused before it is read, with its line, however its steps are written."""
    with pytest.raises(tomllib.TOMLDecodeError, match=r"more than 50 steps \(at line \d"):
        toml.loads(source)


def test_forty_kilobytes_of_steps() -> None:
    """What took 11 seconds and 1.7 GB is refused by its look."""
    with pytest.raises(tomllib.TOMLDecodeError):
        toml.loads("a." * 20_000 + "a = 1")


@pytest.mark.parametrize("text", ["a.b" * 100, "..." * 100, "https://a.b.c/" * 50])
def test_texts_may_hold_dots(text: str) -> None:
    """Dots in a text are no steps; ordinary names, numbers and dates are read as ever."""
    assert {"a": {"b": text}, "c": 1.5} == toml.loads(f'c = 1.5\n[a]\nb = "{text}"\n')
    assert {"b": f'"{text}\n""', "c": 1} == toml.loads(f'b = """"{text}\n"""""  # {text}\nc = 1')
