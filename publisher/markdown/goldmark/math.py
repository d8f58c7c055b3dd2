"""Formulas in Hugo: passed through untouched by goldmark, or found in the finished text by the theme.

Since Hugo 0.122 a site names the delimiters between which text is passed through
(https://gohugo.io/content-management/mathematics/). Other sites load MathJax or KaTeX, which look for
dollar signs in what goldmark has made: a formula broken up by emphasis is none there either.
The delimiters stay in the text: passes/math.py takes them off.
"""

import re
from collections.abc import Callable, Sequence
from html import escape

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_IN_TEXT = re.compile(
    r"\$\$[^$]{1,2000}\$\$|\\\[[^\[\]$]{1,500}\\\]|\\\((?:[^\\$]|\\(?![()])){1,500}\\\)"
    r"|(?<![\\$\w])\$(?![\s$])[^$]{1,1000}(?<![\s\\])\$(?![\d$])"
    # With spaces inside, which only amounts of money have else, where it holds a command of TeX.
    r"|(?<![\\$\w])\$[^$\\]{0,200}\\[ a-zA-Z][^$]{1,1000}(?<!\\)\$(?![\d$])"
)


def formulas(delimiters: Sequence[tuple[str, str]]) -> Callable[[StateInline, bool], bool]:
    """Return the rule that keeps what stands between these delimiters, the longest first, from all others."""
    pairs = sorted(delimiters, key=lambda pair: -len(pair[0]))

    def rule(state: StateInline, silent: bool) -> bool:
        for opening, closing in pairs:
            if not state.src.startswith(opening, state.pos):
                continue
            end = _find(state, closing, state.pos + len(opening))
            if end < 0:
                continue
            if not silent:
                state.push("formula", "", 0).content = state.src[state.pos : end + len(closing)]
            state.pos = end + len(closing)
            return True
        return False

    return rule


def _find(state: StateInline, closing: str, start: int) -> int:
    """Where the closing delimiter stands; each is looked for once behind its last place in the text."""
    if state.src.rfind(closing) < start:
        return -1
    end = state.src.find(closing, start, state.posMax)
    return end if end > start else -1


def math_in_text(state: StateCore) -> None:
    """Formulas in the finished text of each line."""
    for token in state.tokens:
        if token.children and any("$" in child.content or "\\" in child.content for child in token.children):
            token.children = _with_formulas(token.children)


def _with_formulas(children: list[Token]) -> list[Token]:
    """Neighbouring texts and line ends are one text, as a browser has it."""
    made: list[Token] = []
    run: list[Token] = []
    for child in [*children, Token("end", "", 0)]:
        if child.type in ("text", "text_special", "softbreak"):
            run.append(child)
            continue
        made += _split(run)
        run = []
        made.append(child)
    return made[:-1]


def _split(run: list[Token]) -> list[Token]:
    text = "".join("\n" if token.type == "softbreak" else token.content for token in run)
    if not _IN_TEXT.search(text):
        return run
    made, position = [], 0
    for match in _IN_TEXT.finditer(text):
        made += [_text(text[position : match.start()]), Token("formula", "", 0, content=match[0])]
        position = match.end()
    return [*made, _text(text[position:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def formula_html(formula: Token) -> str:
    return f'<span class="math">{escape(formula.content, quote=False)}</span>'
