"""Patterns of paths in the settings of Node's programs."""

import time

import pytest

from publisher.readers.globs import matches


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a.md", "a.md", True),
        ("*.md", "글/a.md", False),
        ("**/*.md", "글/봄/a.md", True),
        ("**/*.md", "a.md", True),
        ("글/**", "글/봄/a.md", True),
        ("글/**/a.md", "글/a.md", True),
        ("글/*", "글/봄/a.md", False),
        ("{글,그림}/?.m[de]", "그림/a.me", True),
        ("글/[", "글/[", True),
        ("", "a.md", False),
    ],
)
def test_matches(pattern, path, expected):
    assert expected == matches(pattern, path)


@pytest.mark.parametrize("pattern", ["**/" * 90 + "x", "*a" * 140, "{a,b}" * 50, "{" * 300])
def test_a_pattern_made_to_take_long_does_not(pattern):
    start = time.perf_counter()
    assert not matches(pattern, "a/" * 200 + "a" * 200)
    assert time.perf_counter() - start < 2
