"""Words as marked 0.3 and kramed read them: what opens here and closes anywhere is taken, else it is text.

What nothing closes is remembered for the text's rest: no text of open marks takes the square of its length.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cached_property
from html import escape

from publisher.dialect import Dialect
from publisher.markdown.hexo.early.lines import next_place, places_by_name
from publisher.markdown.hexo.early.links import anchor, automatic, bare, escaped, link, picture
from publisher.markdown.hexo.early.rules import PHRASING, Named, Rules
from publisher.markdown.scan import run_length, tag_end
from publisher.markdown.smart import smart

_MOST_TICKS = (
    100  # that may open code; a longer run is a line drawn by hand: all shorter ones are tried in it
)
_DEEPEST = 40  # marks in marks; deeper ones are text
# An end tag, an instruction, a declaration; or the name of a tag that may have attributes.
_TAG = re.compile(
    r"(?:</[a-zA-Z][\w:-]*\s*|<\?[^<>]*\?|<![a-zA-Z][^<>]*|<[a-zA-Z][a-zA-Z0-9-]*/?)>"
    r"|<[a-zA-Z][a-zA-Z0-9-]*(?P<attributes>\s)",
    re.A,
)
_NAME = re.compile(r"<(?P<name>\w++)(?!@|:/)", re.A)
_END_TAG = re.compile(r"</(?P<name>\w+)>", re.A)
_LINK_TAG = re.compile(r"<(/?)a[\s>]", re.I)
_CODED_FORMULA = re.compile(r"\$([^$]+)\$")
_FORMULA = re.compile(r"\$\$(?P<block>[^$]{1,2000})\$\$|\$(?![\s$])(?P<tex>[^$\n]{0,500}[^\s$])\$(?!\d)")
_STRIKE_END = re.compile(r"(?<=\S)(?=~~)")
_STARS = re.compile(r"\*+")
_NOTE = re.compile(r"\[\^([^\]]+)\]")
_STOP = re.compile(r"[\\<!\[*`~_\n$]|https?://|ftp://|www\.|[\w.+-]{1,100}+@|(?<! ) +\n", re.A)
_LETTER = re.compile(r"\w", re.A)
Made = tuple[str, int]  # HTML, and where it ends in the text


class Words:
    """The words of one text, to HTML."""

    def __init__(self, dialect: Dialect, rules: Rules, named: Named) -> None:
        self.dialect, self.rules, self.named = dialect, rules, named

    def html(self, text: str) -> str:
        return _Run(self, text, linked=False, depth=0).read()

    def reference(self, label: str) -> str:
        """Return a note's mark, as a plug-in such as hexo-footnotes sets it: numbered by first reference."""
        number = self.named.numbers.setdefault(label, len(self.named.numbers) + 1)
        return f'<sup class="footnote-ref"><a href="#fn{number}">[{number}]</a></sup>'


class _Run:
    """One run of words."""

    def __init__(self, words: Words, text: str, *, linked: bool, depth: int) -> None:
        self.words, self.rules, self.text, self.depth = words, words.rules, text, depth
        self.linked = linked  # inside a link addresses are no links
        self.open: set[str] = set()  # marks that nothing further on closes
        self.last = text.rfind("]")
        self.full = len(text.rstrip())  # behind it there is nothing but space
        self.by_sign: Mapping[str, tuple[Callable[[int], Made | None], ...]] = {
            "\\": (self._escape,),
            "<": (self._automatic, self._comment, self._tag if self.rules.html_inline else self._element),
            "!": (self._link,),
            "[": (self._note, self._link),
            "_": (self._strong, self._underscore),
            "*": (self._strong, self._star),
            "`": (self._code,),
            "~": (self._strike,),
            "$": (self._formula,),
            " ": (self._break,),
            "\n": (self._break,),
        }

    def read(self) -> str:
        made: list[str] = []
        at = 0
        while at < len(self.text):
            rules = self.by_sign.get(self.text[at], ()) if self.depth < _DEEPEST else ()
            html, at = next((found for rule in rules if (found := rule(at))), None) or self._other(at)
            made.append(html)
        return "".join(made)

    def _within(self, text: str, *, linked: bool = False) -> str:
        return _Run(self.words, text, linked=self.linked or linked, depth=self.depth + 1).read()

    def _other(self, at: int) -> Made:
        """A bare address, or text up to where something else may begin."""
        if not self.linked and self.words.dialect.linkify and (found := bare(self.text, at, self.rules)):
            return found
        end = at + 1
        while (stop := _STOP.search(self.text, end)) and not self._stops(stop):
            end = stop.start() + 1
        end = stop.start() if stop else len(self.text)
        return self._shown(self.text[at:end]), end

    def _stops(self, stop: re.Match[str]) -> bool:
        if stop[0] == "_" and self.rules.word_marks:
            return not _LETTER.match(self.text[stop.start() - 1])
        return stop[0] != "$" or self.rules.math or self.words.dialect.math

    def _shown(self, text: str) -> str:
        if self.words.dialect.smart:
            text = text.replace("---", self.rules.dashes[0]).replace("--", self.rules.dashes[1])
            text = smart(text, self.words.dialect.quotes)
        return escaped(text)

    # Marks

    def _escape(self, at: int) -> Made | None:
        sign = self.text[at + 1 : at + 2]
        return (escape(sign), at + 2) if sign and sign in self.rules.escapes else None

    def _break(self, at: int) -> Made | None:
        """A line's end, behind two spaces where the blog does not break all; none at the end of all words."""
        spaces = run_length(self.text, at, " ")
        end = at + spaces
        breaks = self.words.dialect.breaks or spaces > 1
        return ("<br>", end + 1) if breaks and self.text.startswith("\n", end) and end < self.full else None

    def _code(self, at: int) -> Made | None:
        run = run_length(self.text, at, "`")
        if run > _MOST_TICKS:
            return "`" * run, at + run
        for length in range(run, 0 if self.rules.short_code else run - 1, -1):
            ticks = "`" * length
            if ticks in self.open:
                continue
            if end := self._code_end(at + length, ticks):
                return self._coded(self.text[at + length : end].strip()), end + length
            self.open.add(ticks)
        return None

    def _coded(self, code: str) -> str:
        tex = _CODED_FORMULA.fullmatch(code) if self.rules.math else None
        return _script(tex[1]) if tex else f"<code>{escape(code)}</code>"

    def _code_end(self, start: int, ticks: str) -> int:
        """Where back-quotes close code; 0 where none do."""
        end = self.text.find(ticks, start)
        while end >= 0:
            code = self.text[start:end].strip()
            fits = self.rules.short_code or (code and not code.endswith("`"))
            if not self.text.startswith("`", end + len(ticks)) and fits:
                return end
            end = self.text.find(ticks, end + 1)
        return 0

    def _strike(self, at: int) -> Made | None:
        if "~~" in self.open or not self.text.startswith("~~", at):
            return None
        index = bisect_left(self._strike_ends, at + 3)
        if index == len(self._strike_ends) or self.text[at + 2].isspace():
            self.open |= {"~~"} if self.text.find("~~", at + 2) < 0 else set()
            return None
        end = self._strike_ends[index]
        return f"<del>{self._within(self.text[at + 2 : end])}</del>", end + 2

    @cached_property
    def _strike_ends(self) -> list[int]:
        """Where struck text can end: at two tildes with no space before them."""
        return [found.start() for found in _STRIKE_END.finditer(self.text)]

    def _strong(self, at: int) -> Made | None:
        sign = self.text[at]
        mark = sign * 2
        if not self.text.startswith(mark, at) or mark in self.open:
            return None
        end = self.text.find(mark, at + 3)
        while end >= 0 and self.text.startswith(sign, end + 2):
            end = self.text.find(mark, end + 1)
        if end < 0:
            self.open.add(mark)
            return None
        return f"<strong>{self._within(self.text[at + 2 : end])}</strong>", end + 2

    def _star(self, at: int) -> Made | None:
        """To the next odd number of stars, whose last one closes: an even number is within."""
        runs = () if "*" in self.open else _STARS.finditer(self.text, at + 1)
        end = next((run.end() - 1 for run in runs if len(run[0]) % 2), -1)
        if end < at + 2:
            self.open.add("*")
            return None
        return f"<em>{self._within(self.text[at + 1 : end])}</em>", end + 1

    def _underscore(self, at: int) -> Made | None:
        end = -1 if "_" in self.open else self.text.find("_", at + 2)
        while end >= 0:
            inner, behind = self.text[at + 1 : end], self.text[end + 1 : end + 2]
            if behind == "_" and not inner.endswith("_"):  # a pair of them is passed over
                end = self.text.find("_", end + 2)
                continue
            if not (behind and _LETTER.match(behind)) and self._fits(inner):
                return f"<em>{self._within(inner)}</em>", end + 1
            if self.rules.word_marks:
                return None
            end = self.text.find("_", end + 1)
        self.open.add("_")
        return None

    def _fits(self, inner: str) -> bool:
        return not self.rules.word_marks or (len(inner) > 2 and inner.strip() == inner)

    def _formula(self, at: int) -> Made | None:
        """What kramed hands to MathJax; where a page's own MathJax looks for formulas, what that finds."""
        if self.rules.math and self.text.startswith("$$", at) and "$$" not in self.open:
            end = self.text.find("$$", at + 2)
            if end >= 0:
                return _script(self.text[at + 2 : end]), end + 2
            self.open.add("$$")
        found = _FORMULA.match(self.text, at) if self.words.dialect.math else None
        if found is None:
            return None
        return f'<span class="math">{escape(found[0], quote=False)}</span>', found.end()

    # Links and tags

    def _automatic(self, at: int) -> Made | None:
        return automatic(self.text, at, self.rules)

    def _note(self, at: int) -> Made | None:
        found = _NOTE.match(self.text, at)
        if found and found[1] in (self.words.named.notes or ()):
            return self.words.reference(found[1]), found.end()
        if found is None or not self.rules.notes:
            return None
        label = escape(found[1])
        return f'<sup><a href="#fn_{label}" id="reffn_{label}">{label}</a></sup>', found.end()

    def _link(self, at: int) -> Made | None:
        start = at + self.text.startswith("!", at)
        if not self.text.startswith("[", start) or start > self.last:
            return None
        found = link(self.text, start, self.last, self.words.named)
        if found is None:
            return None
        if start > at:
            return picture(found), found.end
        return anchor(found.address, found.title, self._within(found.words, linked=True)), found.end

    def _comment(self, at: int) -> Made | None:
        if not self.text.startswith("<!--", at) or "-->" in self.open:
            return None
        end = self.text.find("-->", at + 4) + 3
        if end < 3:
            self.open.add("-->")
            return None
        return self.text[at:end], end

    def _tag(self, at: int) -> Made | None:
        found = _TAG.match(self.text, at)
        end = (
            tag_end(self.text, found.end()) if found and found["attributes"] else found.end() if found else -1
        )
        if end < 0:
            return None
        if tag := _LINK_TAG.match(self.text, at, end):
            self.linked = not tag[1]
        return self.text[at:end], end

    def _element(self, at: int) -> Made | None:
        """A tag with all up to its end tag; an end tag that stands alone is text."""
        found = _NAME.match(self.text, at)
        start = tag_end(self.text, found.end()) if found else -1
        if found is None or start < 0:
            return None
        name, tag = found["name"], self.text[at:start]
        end = next_place(self._end_tags.get(name, []), start)
        if end < 0:
            return tag, start
        close = f"</{name}>"
        inner = self.text[start : end - len(close)]
        if name.lower() in PHRASING:
            inner = self._within(inner, linked=name.lower() == "a")
        return tag + inner + close, end

    @cached_property
    def _end_tags(self) -> dict[str, list[int]]:
        return places_by_name(_END_TAG, self.text)


def _script(tex: str) -> str:
    """As kramed hands a formula to MathJax."""
    return f'<script type="math/tex">{tex.strip() or tex}</script>'
