"""sandbox.py: what the templates of a blog may take."""

from pathlib import Path

import pytest

from publisher.assets.themes import Theme, load_theme
from publisher.errors import ConfigError
from tests.blogs import write

GROW = "{% set ns = namespace(a=START) %}{% for i in range(100) %}{% set ns.a = MORE %}{% endfor %}{{ ns.a }}"
ENDLESS = (
    "{{ ('x' * 9999999999) | length }}",
    "{{ 9999999999 * ['x'] }}",
    "{% set ns = namespace(a=9) %}{% for i in range(99) %}{% set ns.a = ns.a ** 9 %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) if false %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) recursive %}{{ loop(range(99999)) }}{% endfor %}",
    "{% for a in range(99999) %}" + "x" * 9999 + "{% endfor %}",
    "{% set x %}{% for a in range(99999) %}" + "x" * 9999 + "{% endfor %}{% endset %}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
    "{% include 'a.j2' %}",
    "{% import 'a.j2' as a %}",
    "{% extends 'a.j2' %}",
    "{% block b %}{{ self.b() }}{% endblock %}",
    GROW.replace("START", "'x'").replace("MORE", "ns.a ~ ns.a"),
    GROW.replace("START", "'x'").replace("MORE", "ns.a + ns.a"),
    GROW.replace("START", "['x']").replace("MORE", "[ns.a, ns.a]"),
    GROW.replace("START", "('x',)").replace("MORE", "(ns.a, ns.a)"),
    "{{ '%999999999d' % 1 }}",
    "{{ '%*d' | format(99999999, 1) }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ '{:{}}'.format(1, 999999999) }}",
    "{{ day.strftime('%999999999Y') }}",
    "{{ 'x' | center(999999999) }}",
    "{{ 'x'.ljust(999999999) }}",
    "{{ ('x' * 9999).replace('x', 'y' * 9999) | length }}",
    "{{ ('x' * 9999) | replace('x', 'y' * 9999) }}",
    "{{ range(9999) | join('x' * 9999) }}",
    "{{ ['x'] | batch(99999999, 'x') | list }}",
    "{{ (1).to_bytes(99999999, 'big') }}",
    "{{ nodes }}",
    "{{ nodes * 9 ~ 'x' }}",
    "{% set l = range(99999) | list %}{% for a in l %}{% if l == l %}{% endif %}{% endfor %}",
    "{% set l = range(99999) | list %}{% for a in l %}{% set b = l[1:] %}{% endfor %}",
    "{% for a in nodes %}" * 30 + "{% endfor %}" * 30,
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "x" * 300_000,
)


def _theme(folder: Path, template: str) -> Theme:
    files = {"styles/ours/theme.toml": "", "styles/ours/templates/a.j2": template}
    return load_theme("ours", write(folder, files))


@pytest.mark.parametrize("template", ENDLESS, ids=range(len(ENDLESS)))
def test_what_never_ends(template: str, tmp_path: Path) -> None:
    """A template that would take all memory or all time is a fault that names the theme and the line."""
    from datetime import date

    with pytest.raises(ConfigError, match=r"theme ours: a\.j2:\d+: "):
        _theme(tmp_path, template).fill("a.j2", nodes=[Path(), Path()], day=date(2021, 3, 14))


FINE = {
    "{% for a in 'abc' %}{{ loop.index }}{{ a }}{{ ',' if not loop.last }}{% endfor %}": "1a,2b,3c",
    "{{ ['a', 'b'] | join(' › ') }}{{ 'a%sc' % 'b' }}{{ '{}장'.format(3) }}": "a › babc3장",
    "{% for a, b in {'x': 20210314}.items() %}{{ a ~ b }}{% endfor %}": "x20210314",
    "{% macro m(n) %}{% if n %}{{ n }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}": "321",
    "{{ [4, 6] | min }}{{ 'x' * 3 }}{{ 2 ** 10 }}{{ 7 // 2 }}": "4xxx10243",
    "{{ 'depth-%d' % 2 if 3 < 4 else '' }}{{ 20210314 | string }}": "depth-220210314",
    "{{ '<b>' }}{{ '<i>가</i>' | safe }}{{ nothing is defined }}": "&lt;b&gt;<i>가</i>False",
    "{{ 'ab' | upper | replace('A', 'c') }}{{ 'abc'[1:] }}{{ 'x' in ['x'] }}": "cBbcTrue",
}


@pytest.mark.parametrize("template", FINE)
def test_what_themes_do(template: str, tmp_path: Path) -> None:
    """What a page needs is done as by Jinja2 itself."""
    assert FINE[template] == _theme(tmp_path, template).fill("a.j2")


def test_a_contents_list_of_very_many_posts(tmp_path: Path) -> None:
    """The contents of 3,000 posts are filled by a theme of the blog's too."""
    from publisher.writers.pdf.compose.html import Line

    theme = load_theme("ours", write(tmp_path, {"styles/ours/theme.toml": ""}))
    lines = [Line("chapter", f"c{n}", "", (), "제목", 1) for n in range(3_000)]
    words = theme.words_in("ko")
    made = theme.fill("print/contents.j2", words=words, laid="", lines=lines, href=str, number=str)
    assert 3_000 == made.count('class="entry"')
