"""svg.py and svg_effort.py: a drawing that would take minutes is refused in a moment."""

import base64

import pytest

from publisher.passes.svg import DrawingError, clean

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def _cleaned(inside: str) -> str:
    return clean(f"{HEAD}{inside}</svg>".encode(), lambda address: address).decode()


def _tenfold(levels: int, part: str) -> str:
    """A square, shown ten times in each of some levels; `part`: how one level shows another."""
    shown = (f'<g id="l{n}">{part.replace("#", f"#l{n - 1}") * 10}</g>' for n in range(1, levels + 1))
    return f'<g id="l0"><rect width="1" height="1"/></g>{"".join(shown)}'


PATTERNS = "".join(
    f'<pattern id="p{n}">{f"""<rect fill="url(#p{n + 1})"/>""" * 10}</pattern>' for n in range(9)
)
TOO_MUCH = {
    "use": _tenfold(9, '<use href="#"/>'),
    "xlink": _tenfold(9, '<use xlink:href="#"/>'),
    "escaped": _tenfold(9, '<use href="#"/>').replace("#l", "#%6c"),
    "elements": "<g/>" * 1_000_000,
    "patterns": PATTERNS + '<rect fill="url(#p0)"/>',
    "inherited": f'<pattern id="p">{"<rect/>" * 2_000}</pattern><g fill="url(#p)">{"<rect/>" * 2_000}</g>',
    "by class": (
        f'<style>.a, g > .b:hover {{ fill: url(#p) }}</style><pattern id="p">{"<g/>" * 2_000}</pattern>'
        + '<rect class="b"/>' * 2_000
    ),
    "by a variable": (
        f'<pattern id="p">{"<stop/>" * 2_000}</pattern><g style="--a: url(#p)"/>'
        + '<rect fill="var(--a)"/>' * 2_000
    ),
    "by many variables": '<pattern id="p"/>' + '<rect style="--a: url(#p)"/>' * 2_000,
    "markers": f'<marker id="m">{"<g/>" * 99}</marker><path marker-mid="url(#m)" d="{"M1 1" * 9_999}"/>',
    "rules": f"<style>{'.a{fill:red}' * 9_000}</style>{'<g/>' * 9_000}",
    "letters": f"<text>{'가' * 200_000}</text>",
    "a long path": f'<path d="{"M" * 3_000_000}"/>',
    "drawings": '<image href="data:image/svg+xml;base64,AA"/>' * 101,
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_to_draw(name: str) -> None:
    """Whatever a drawing repeats its parts by, all of them are counted."""
    with pytest.raises(DrawingError, match="would take too long to draw"):
        _cleaned(TOO_MUCH[name])


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="a"><rect style="fill: url(#a)"/></pattern>',
    ],
)
def test_a_part_in_itself(inside: str) -> None:
    """A drawing without end is refused."""
    with pytest.raises(DrawingError, match="shows itself within itself"):
        _cleaned(inside)


@pytest.mark.parametrize(
    "inside",
    [
        "<g/>" * 9_000,
        f'<path d="{"L1 1" * 250_000}"/>',
        '<clipPath id="c"><rect/></clipPath><g clip-path="url(#c)">' + '<path d="M0 0"/>' * 9_000 + "</g>",
        '<linearGradient id="g"><stop/><stop/></linearGradient><style>rect, .a { fill: url(#g) }</style>'
        + '<rect class="a"/>' * 900,
        _tenfold(3, '<use href="#"/>'),
    ],
    ids=["elements", "path", "clip", "gradient", "use"],
)
def test_large_drawings(inside: str) -> None:
    """Maps, plots and what a drawing program writes are not too much, and stay as they are."""
    assert f">{inside}</svg>" in _cleaned(inside)


@pytest.mark.parametrize(
    "transform", ["rotate(" * 50_000, "u\\72l(//e.org)", "rotate(1) translate(src(//e.org))"]
)
def test_values_without_sense(transform: str) -> None:
    """Brackets in brackets, backslashes and functions that load are no value of an attribute."""
    assert "><rect/></svg>" in _cleaned(f'<rect transform="{transform}"/>')


def test_a_drawing_without_a_namespace() -> None:
    """One that was cut out of a page is a drawing for e-readers too."""
    made = clean(b'<svg viewBox="0 0 1 1"><g><rect/></g></svg>', str).decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g><rect/></g></svg>' in made


def test_drawings_in_drawings() -> None:
    """What stands in a drawing takes a share of what that may take."""
    from publisher.passes import pictures

    inner = base64.b64encode(f"{HEAD}{'<g/>' * 3_000}</svg>".encode()).decode()
    made = pictures._clean_svg(
        f'{HEAD}<image href="data:image/svg+xml;base64,{inner}"/></svg>'.encode(), "a.svg"
    )
    assert "<image" not in made.decode()


@pytest.mark.parametrize("href", ["#", "#a", "https://example.org/"])
def test_a_link_in_a_drawing_leads_nowhere(href: str) -> None:
    """Nobody can follow it, and EPUBCheck finds fault with it; its words stay."""
    assert "<a><text>말</text></a>" in _cleaned(f'<a href="{href}" xlink:href="{href}"><text>말</text></a>')


@pytest.mark.parametrize(
    "href", ["", 'href="http://evil.example/a.png"', 'xlink:href="/etc/passwd"', 'href="#"']
)
def test_a_picture_that_may_not_be_shown_goes(href: str) -> None:
    """It is no part of the drawing: a program that draws it would look for a picture without a name."""
    assert ("image" in _cleaned(f"<image {href}/><g/>")) == (href == 'href="#"')
