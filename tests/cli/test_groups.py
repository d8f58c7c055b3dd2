"""Many messages are shown in few lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.build import Progress, check
from publisher.cli import groups
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Diagnostic, Report, Severity, Where
from publisher.phrase import Phrase
from tests.books import SHARED, post, run, small_blog

_FOUND = st.builds(
    Diagnostic,
    st.sampled_from(Severity),
    st.sampled_from([f"code-{n}" for n in range(9)]),
    st.text(max_size=3).map(Phrase),
    st.builds(Where, st.sampled_from(["a.md", "b.md"]), st.integers(0, 9)),
    st.sampled_from([Phrase(""), Phrase("do this"), Phrase("do that")]),
)


def _lines(shown: list[groups.Group]) -> int:
    """Of the messages, and one of what to do for each group."""
    return sum(len(group.shown) + (group.hint and bool(group.shown[-1].hint)) for group in shown)


@given(st.lists(_FOUND, max_size=60))
def test_every_kind_and_every_number(found: list[Diagnostic]) -> None:
    """Every kind is shown while there is room for it, errors first; what is not shown is counted."""
    shown = [*groups.few(found)]
    everything = set(found)
    kinds = {(one.severity, one.code) for one in everything}
    assert len(everything) >= sum(len(group.shown) + group.more for group in shown)
    if len(kinds) <= groups.LINES:
        assert kinds == {(one.severity, one.code) for group in shown for one in group.shown}
        assert len(everything) == sum(len(group.shown) + group.more for group in shown)
    if any(group.more for group in shown):
        order = [one.severity for group in shown for one in group.shown]
        assert sorted(order, key=[*Severity].index) == order


@given(st.lists(_FOUND, max_size=200))
def test_few_lines(found: list[Diagnostic]) -> None:
    """They take at most fifteen lines, whatever was found."""
    assert groups.LINES >= _lines([*groups.few(found)])


def test_export_shows_few_and_check_all(home: Path) -> None:
    """Of forty warnings `export` shows three, and how many more there are; `-v` and `check` show each."""
    small_blog(home / "blog", {"a.md": post("가", "\n\n".join(f"![](no-{n}.png)" for n in range(40)))})
    made = run("export", "blog", "--format", "epub")
    assert (3, 1) == (made.err.count("image-missing"), made.err.count("37 more: `publisher check` shows all"))
    assert str(home / "blog/book") in made.out.splitlines()[-1]
    assert 40 == run("export", "blog", "--format", "epub", "-v").err.count("image-missing")
    assert 40 == run("check", "blog").err.count("image-missing")


@pytest.mark.wide
@pytest.mark.parametrize("name", ["hexo-hangack", "jekyll-gigong", "jekyll-johngrib-sample", "hugo-kkumtree"])
def test_real_blogs(name: str, tmp_path: Path) -> None:
    """What there is to say of a real blog fits on a screen."""
    if not (SHARED / "blogs" / name).is_dir():
        pytest.skip("not on this machine")
    report = Report()
    config = Config(SHARED / "blogs" / name, tmp_path, ("epub",), BookToml(), jobs=1, cache=True, epoch=None)
    check(config, report, Progress())
    shown = [one for one in report.diagnostics if one.severity is not Severity.NOTE]
    assert groups.LINES >= _lines([*groups.few(shown)])
