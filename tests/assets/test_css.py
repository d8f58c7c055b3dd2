"""css.py."""

from pathlib import Path

import pytest

from publisher.assets import css

OUT = (
    "a{b:url(http://e.org)}",
    "a{color:URL('//e.org')}",
    "a{color:\\75rl(//e.org)}",
    "@import 'e.org';",
    "@import url(e.org);",
    "a{behavior:url(#a)}",
    "a{-moz-binding:url(#a)}",
    "a{width:expression(e.org)}",
    "a{color:image-set('e.org' 1x)}",
    "a{color:-webkit-image-set(url(#a) 1x)}",
    "a{color:cross-fade(url(#a),src('e.org'))}",
    "a{color:src('e.org')}",
    "@font-face{src:url(e.org)}",
    "@media print{a{color:url(e.org)}}",
    "@supports (color:url(e.org)){a{color:red}}",
    "@document url(e.org){a{color:red}}",
    "a{color:url(data:image/svg+xml,e.org)}",
    "a{color:url(data:text/html,e.org)}",
    "a{b{color:url(e.org)}}",
    "a[b=url(e.org)]{color:red}",
    "a{color:url(e.org",
    "a{--x:url(e.org)}",
    "a{color:var(--x,url(e.org))}",
    "a{color:url(  'e.org'  )}",
    "a{color:url(/**/'e.org')}",
    "a{" + "(" * 30 + "e.org" + ")" * 30 + "}",
    "@x{e.org{}}",
)


@pytest.mark.parametrize("text", OUT)
def test_what_no_book_holds_goes(text: str) -> None:
    """Whatever loads or runs goes, named with its line; the rules around it stay."""
    made = css.cleaned(f"p{{margin:0}}\n{text}", ("own.png", css.DATA))
    assert "e.org" not in made.text
    assert made.text.startswith("p{margin:0;}")
    assert [2] == [stray.line for stray in made.strays]


GOOD = (
    "a { color : red }",
    "@media screen { a { color: rgb(1 2 3 / 4%) } }",
    "a{fill:url(#b)}",
    "a{background:url( 'own.png' )}",
    "a{background:url(data:image/png;base64,AAAA)}",
    "@namespace e url(http://www.idpf.org/2007/ops);",
    "/* url(x) */ a{}",
    "a::before { content: 'url(//e.org)' }",
    "@page :left { @top-left { content: counter(page) } }",
    "a{-webkit-hyphens:auto}",
    "a{width:calc((1px + 2px) * 3)}",
    "<!-- a{} -->",
    "a:not(.b):nth-child(2n+1){-inkscape-font-specification:'a'}",
)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_good_keeps_its_letters(text: str) -> None:
    """A sheet in which nothing is wrong is the very same."""
    assert (text, ()) == css.cleaned(text, ("own.png", css.DATA))


def test_our_own_sheets_are_good() -> None:
    """What styles/ holds is on the list; a theme of a blog can do all that ours do."""
    for file in (Path(__file__).parents[2] / "styles").glob("*/*.css"):
        assert () == css.cleaned(file.read_text("utf-8"), ("drawing:goes-on.svg",)).strays


def test_depth_ends() -> None:
    """Brackets in brackets without end are no rules, and no crash."""
    for text in ("a{" + "(" * 9_000, "{" * 9_000, "@media x{" * 2_000 + "a{color:url(e.org)}"):
        assert "e.org" not in css.cleaned(text).text
        assert css.cleaned(text).strays


@pytest.mark.parametrize(
    "kept", [r"width:\1 x", r"color:\fffe x", r"content:'\1 '", r"color:#\1", r"width:1\1f "]
)
def test_an_escape_never_becomes_a_character_that_xml_has_not(kept: str) -> None:
    """Escapes are read where something else was taken out; what they stand for may not be written."""
    assert "top:1;" == css.cleaned_style(f"stray;{kept};top:1")
    assert "a{top:1;}" == css.cleaned(f"a{{stray;{kept};top:1}}").text
    assert "" == css.cleaned("a\\1 {top:1} @import 'x';").text


def test_properties_that_say_others_without_end() -> None:
    """Those go that would become a text without end, or say themselves."""
    doubled = "".join(f"--v{n}:var(--v{n + 1})v\\61r(--v{n + 1});" for n in range(40))
    made = css.cleaned(
        f"a{{--b:var(--c);--c:calc(var(--d) + var(--d));{doubled}--x:var(--x)}}p{{color:var(--v0)}}"
    )
    assert {f"--v{n}" for n in range(34)} | {"--x"} < {stray.what.partition(",")[0] for stray in made.strays}
    assert "--b:var(--c);--c:calc(var(--d) + var(--d));" in made.text


def test_properties_of_a_sheet_that_say_others_stay() -> None:
    """As many as a sheet has, a few deep."""
    text = "a{" + "".join(f"--v{n}:calc(var(--w{n}) + var(--w{n}));--w{n}:1px;" for n in range(500)) + "}"
    assert (text, ()) == css.cleaned(text)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("*{display:flex}", ["display of all elements"]),
        ("p, body * { position: absolute; color: red }", ["position of all elements"]),
        (
            "@media print { * { columns: 3; FLOAT: left } }",
            ["columns of all elements", "float of all elements"],
        ),
        ("* { box-sizing: border-box; margin: 0 }", []),
        (".a * { display: flex } p { display: flex } *::before { display: block } [x] * { float: left }", []),
    ],
)
def test_rules_for_all_elements(sheet: str, expected: list[str]) -> None:
    """Of what makes pages, none takes all of them out of the flow; of a drawing or a post any may."""
    assert expected == [what for _, what in css.cleaned(sheet, of_pages=True).strays]
    assert ((), sheet) == (css.cleaned(sheet).strays, css.cleaned(sheet).text)
