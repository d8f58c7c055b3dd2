"""What is looked for, by the codes of messages: each rule is a pattern, and what is put in its place.

Those that are matters of taste are looked for only where their code is asked for: `check --select 'typo-*'`.
See https://korean.go.kr/kornorms (문장 부호), and https://www.unicode.org/reports/tr15/ for NFC and NFKC.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from publisher.lint.prose import HIDDEN, prose
from publisher.phrase import Phrase, _

_NFD = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
# Not beside marks of Markdown, and not where a line begins or ends: there it may keep something apart, as it
# does before a vowel or a final consonant of its own.
_ZERO_WIDTH = re.compile("(?<=[^\\W_])[\u200b\ufeff]++(?![\u1160-\u11ff])(?=[^\\W_]| [^\\W_])")
_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uffa1-\uffdc]++(?![.)])")  # 1. begins a list
_QUOTES = re.compile(
    r"(?<![\w=\"'\0])(?:\"(?=\S)[^\"\0\n]{1,300}(?<=\S)\"|'(?=\S)[^'\0\n]{1,300}(?<=\S)')(?!['\"\0])"
)
_DOTS = re.compile(r"(?<=[가-힣ㄱ-ㅣ~!?”’])(?:\.{3}){1,2}(?![.a-zA-Z0-9/\\])")
_SPACES = re.compile(r"(?<=[^\s*+#>\0-])(?<!\d[.)])[ ]{2,}(?=[^\s|\0])")
_UNIT = re.compile(
    r"(?<=\d)( ?)(?:mm|cm|km|m|mg|kg|g|ml|mL|L|KB|MB|GB|TB|Hz|kHz|MHz|GHz|px|pt|dpi|ms|kW|kWh|°C|℃)(?![\w/])"
)
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Edit:
    """A place in a text, and what is put there."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One flaw: how it is found in prose, what is said of it."""

    code: str
    what: Phrase
    hint: Phrase
    edits: Callable[[str], Iterator[Edit]]  # of the prose of a post
    taste: bool = True


def _replaced(
    pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]
) -> Callable[[str], Iterator[Edit]]:
    def edits(text: str) -> Iterator[Edit]:
        for found in pattern.finditer(text):
            if (put := new(found)) != found[0]:
                yield Edit(found.start(), found.end(), put)

    return edits


def _quoted(found: re.Match[str]) -> str:
    """Curly quotes around words that have Hangul; others are left: inches, code, an apostrophe."""
    if not _HANGUL.search(found[0]):
        return found[0]
    one, other = "“”" if found[0][0] == '"' else "‘’"
    return f"{one}{found[0][1:-1]}{other}"


def _units(text: str) -> Iterator[Edit]:
    """Where a post has both 10km and 10 km, those that are fewer; where they are as many, the joined ones."""
    found = [*_UNIT.finditer(text)]
    spaces = Counter(bool(one[1]) for one in found)
    if len(spaces) > 1:
        kept = spaces[True] >= spaces[False]
        for one in found:
            if bool(one[1]) != kept:
                yield Edit(one.start(1), one.end(1), " " if kept else "")


_MENDS = _("`publisher check --fix` mends it")
_MENDS_ASKED = _("`publisher check --fix --select 'typo-*'` mends it")


def _rules() -> tuple[Rule, ...]:
    def nfc(found: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", found[0])

    def nfkc(found: re.Match[str]) -> str:
        return unicodedata.normalize("NFKC", found[0])

    return (
        Rule("typo-nfd", _("Hangul in separate letters (NFD), as macOS writes names"), _MENDS,
             _replaced(_NFD, nfc), taste=False),
        Rule("typo-zero-width", _("a space without width (U+200B), which nobody sees"), _MENDS,
             _replaced(_ZERO_WIDTH, lambda _found: ""), taste=False),
        Rule("typo-width", _("letters or digits of full width, or Hangul of half width"), _MENDS,
             _replaced(_WIDTH, nfkc), taste=False),
        Rule("typo-quotes", _("straight quotation marks"), _MENDS_ASKED, _replaced(_QUOTES, _quoted)),
        Rule("typo-dots", _("an ellipsis of full stops"), _MENDS_ASKED,
             _replaced(_DOTS, lambda found: "…" * (len(found[0]) // 3))),
        Rule("typo-spaces", _("several spaces between words"), _MENDS_ASKED,
             _replaced(_SPACES, lambda _found: " ")),
        Rule("typo-units", _("units with a space before them, and without"), _MENDS_ASKED, _units),
    )  # fmt: skip


RULES = _rules()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place in a post that a rule finds."""

    rule: Rule
    line: int  # of the file, from 1
    edit: Edit


def flaws(text: str, first_line: int, rules: Sequence[Rule]) -> list[Flaw]:
    """Return what the rules find in the body of a post, which begins at that line of its file, by line."""
    rules = [rule for rule in rules if next(rule.edits(text), None)]  # most posts have none
    if not rules:
        return []
    start = 0
    for _number in range(first_line - 1):
        start = text.find("\n", start) + 1
    shown = HIDDEN * start + prose(text[start:])
    found = [(edit, rule) for rule in rules for edit in rule.edits(shown)]
    found.sort(key=lambda one: (one[0].start, one[0].end))
    made, line, at = list[Flaw](), 1, 0
    for edit, rule in found:
        line += text.count("\n", at, edit.start)
        at = edit.start
        made.append(Flaw(rule, line, edit))
    return made


def mended(text: str, found: Sequence[Flaw]) -> str:
    """Return the text with these put right; of two that overlap, the first."""
    pieces, at = list[str](), 0
    for edit in (flaw.edit for flaw in found):
        if edit.start >= at:
            pieces += [text[at : edit.start], edit.new]
            at = edit.end
    return "".join([*pieces, text[at:]])
