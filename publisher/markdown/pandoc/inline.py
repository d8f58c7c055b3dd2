"""Words as Pandoc's Markdown reads them: a mark that nothing closes is text, with what it would have held.

So nothing is read twice, and a letter beside ** keeps it from nothing: `**강조(괄호)**는` is bold.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from publisher.dialect import Dialect
from publisher.markdown.pandoc.html import COMMENT, TAG
from publisher.markdown.pandoc.links import attributes, brackets, plain, target
from publisher.markdown.pandoc.rules import Block, Named, label_of

_DEEPEST = 40  # marks in marks; deeper ones are text
_STOP = re.compile(r"[\\<!\[*`_~^\n$&\"'.\-(@]|(?<! )  +\n")
_BREAK = re.compile(r" {2,}\n")
_CODE = re.compile(r"(?P<ticks>`+)(?!`)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,30});", re.A)
_AUTO = re.compile(r"<(?:(?P<address>[a-zA-Z][\w+.-]{1,31}:[^\s<>]*)|(?P<mail>[\w.+-]+@[\w.-]+\w))>")
_PART = r"(?>\\text\{[^{}\n]*\}|\\.|[^$\\])"  # a dollar in \text{…} closes nothing
_DISPLAY = re.compile(rf"\$\$(?P<tex>(?>{_PART}+))\$\$", re.S)
_MATH = re.compile(rf"\$(?P<tex>(?![\s$])(?>{_PART}*)(?<!\s))\$(?!\d)", re.S)
_BEGIN = re.compile(r"\\begin\{([\w*]+)\}")
_TEX = re.compile(
    r"\\(?:begin\{(?P<name>[\w*]+)\}.*?\\end\{(?P=name)\}"
    r"|[^\W\d_]+\*?(?:\[[^\]\n]*\]|\{(?:[^{}\n]|\{[^{}\n]*\})*\})*) ?",
    re.S,
)
_NOTE = re.compile(r"\[\^(?P<label>[^\[\]\s]{1,500})\]")
_EXAMPLE = re.compile(r"\((?P<label>@[\w-]+)\)|(?P<bare>@[\w-]+)")
_SINGLE_END = re.compile(r"'(?!\w)")
_SMART = re.compile(r"---|--|\.\.\.")
_DASHES = {"---": "—", "--": "–", "...": "…"}
# Words that end with a full stop: the next one stays on their line.
_SHORT = re.compile(
    r"(?:^|[^\w.])(?:e\.g|i\.e|q\.v|s\.v|Ph\.D|M\.[AD]|[MD]r|Mrs|Ms|Prof|[JS]r|St|Fr|Gen|Sen|Rep|Rev|Gov|Pres|Capt|Sgt"
    r"|Hon|Bros|Corp|Inc|Co|Ltd|No|vol|pp?|nn?|[cd]|ff?|fl|fig|ch|chap|sec|fol|pt|al|eds?|cf|vs|viz|incl"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\Z"
)
_REFERENCE = re.compile(r"[ \n]?\[")
_BARE = re.compile(r"(?:https?|ftp)://[^\s<>\"]{1,2000}")
Made = tuple[str, int]  # HTML, and where it ends in the text


class Words:
    """The words of one post, to HTML."""

    def __init__(self, dialect: Dialect, named: Named) -> None:
        self.dialect, self.named = dialect, named
        self.notes: list[tuple[Block, ...]] = []  # one a reference, in their order
        self.noted = False  # in a note: it refers to no other

    def html(self, text: str) -> str:
        return _Run(self, text, depth=0).read()

    def figure(self, text: str) -> tuple[str, str] | None:
        """Return a picture that stands alone, and its words."""
        return _Run(self, text.strip(), depth=0).figure() if text.startswith("![") else None

    def reference(self, note: tuple[Block, ...]) -> str:
        self.notes.append(note)
        number = len(self.notes)
        return f'<sup class="footnote-ref"><a href="#fn{number}">{number}</a></sup>'


class _Run:
    """One run of words."""

    def __init__(self, words: Words, text: str, *, depth: int, linked: bool = False) -> None:
        self.words, self.text, self.depth, self.linked = words, text, depth, linked
        self.closed = brackets(text) if "[" in text else {}
        self.open: set[str] = set()  # what nothing further on closes
        self.quoted = False  # a double quote is open
        self.single = 0  # up to where a single one is
        self.by_sign: Mapping[str, tuple[Callable[[int], Made | None], ...]] = {
            "\\": (self._escape,),
            "<": (self._automatic, self._tag),
            "!": (self._picture,),
            "[": (self._note, self._link),
            "_": (self._emphasis,),
            "*": (self._emphasis,),
            "`": (self._code,),
            "~": (self._strike, self._small),
            "^": (self._inline_note, self._small),
            "$": (self._formula,) if words.dialect.math else (),
            "&": (self._entity,),
            "(": (self._example,),
            "@": (self._example,),
            " ": (self._break,),
            "\n": (self._break,),
            **(dict.fromkeys("\"'", (self._quote,)) if words.dialect.smart else {}),
            **(dict.fromkeys("-.", (self._dash,)) if words.dialect.smart else {}),
        }

    def read(self) -> str:
        return self._until(0, lambda at: False)[0]

    def figure(self) -> tuple[str, str] | None:
        words, *_ = self._linked(1) or ("",)
        picture = self._picture(0) if words else None
        return (picture[0], self._within(words)) if picture and picture[1] == len(self.text) else None

    def _until(self, at: int, ends: Callable[[int], bool]) -> Made:
        """HTML from here on to where it ends, or to the end of all."""
        made: list[str] = []
        while at < len(self.text) and not ends(at):
            html, at = self._one(at)
            made.append(html)
        return "".join(made), at

    def _one(self, at: int) -> Made:
        rules = self.by_sign.get(self.text[at], ()) if self.depth < _DEEPEST else ()
        return next((found for rule in rules if (found := rule(at))), None) or self._other(at)

    def _within(self, text: str, *, linked: bool = False) -> str:
        return _Run(self.words, text, depth=self.depth + 1, linked=self.linked or linked).read()

    def _other(self, at: int) -> Made:
        """Text up to where something else may begin."""
        if self.words.dialect.linkify and not self.linked and (found := _BARE.match(self.text, at)):
            address = found[0].rstrip(".,:;?!'\")")
            return f'<a href="{escape(address)}">{escape(address)}</a>', at + len(address)
        stop = (_LINKED if self.words.dialect.linkify else _STOP).search(self.text, at + 1)
        end = stop.start() if stop else len(self.text)
        shown = self.text[at:end]
        return escape(shown.rstrip(" ") if self._quote_ends(end) else shown, quote=False), end

    def _quote_ends(self, at: int) -> bool:
        """Whether here a quotation ends; it ends with no space."""
        return (self.quoted and self.text.startswith('"', at)) or (at > 0 and at + 1 == self.single)

    def _missing(self, mark: str, start: int) -> bool:
        """Whether nothing from here on closes this mark; looked for once."""
        if mark not in self.open and self.text.find(mark, start) < 0:
            self.open.add(mark)
        return mark in self.open

    # Signs

    def _escape(self, at: int) -> Made | None:
        sign = self.text[at + 1 : at + 2]
        if sign == "\n":
            return "<br>", at + 2
        if sign == " ":
            return "\u00a0", at + 2
        if sign and not sign.isalnum():
            return escape(sign), at + 2
        named = _BEGIN.match(self.text, at)
        if named and self._missing(f"\\end{{{named[1]}}}", at):
            return "", named.end()
        found = _TEX.match(self.text, at)
        if found is None:
            return None
        return (_formula(found[0], "$$") if found["name"] else ""), found.end()

    def _break(self, at: int) -> Made | None:
        if self.text[at] == "\n":
            return ("<br>" if self.words.dialect.breaks else "\n"), at + 1
        found = _BREAK.match(self.text, at)
        return ("<br>", found.end()) if found else None

    def _entity(self, at: int) -> Made | None:
        found = _ENTITY.match(self.text, at)
        shown = unescape(found[0]) if found else ""
        return (escape(shown), found.end()) if found and shown != found[0] else None

    def _quote(self, at: int) -> Made | None:
        sign = self.text[at]
        before, behind = self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]
        quotes = self.words.dialect.quotes
        opens = not before.isalnum() and bool(behind.strip())
        if sign == "'":
            opens = opens and at >= self.single and sign not in self.open
            end = _SINGLE_END.search(self.text, at + 1) if opens else None
            self.open |= {sign} if opens and end is None else set()
            self.single = end.end() if end else self.single
            return quotes[2 + (end is None)], at + 1
        opens = opens and not self.quoted
        self.quoted = opens
        return quotes[not opens], at + 1

    def _dash(self, at: int) -> Made | None:
        if self.text.startswith(". ", at) and _SHORT.search(self.text[max(0, at - 6) : at + 1]):
            return ".\u00a0", at + 2
        found = _SMART.match(self.text, at)
        return (_DASHES[found[0]], found.end()) if found else None

    def _code(self, at: int) -> Made | None:
        ticks = _CODE.match(self.text, at)
        if ticks is None or ticks["ticks"] in self.open:
            return None
        end = ticks.end()
        closing = re.compile(rf"(?<!`){ticks['ticks']}(?!`)").search(self.text, end)
        if closing is None:
            self.open.add(ticks["ticks"])
            return ticks[0], ticks.end()
        code = " ".join(self.text[end : closing.start()].split("\n")).strip()
        named, end = attributes(self.text, closing.end())
        return f"<code{named}>{escape(code, quote=False)}</code>", end

    def _formula(self, at: int) -> Made | None:
        display = self.text.startswith("$$", at)
        if self._missing("$$" if display else "$", at + 1 + display):
            return None
        found = (_DISPLAY if display else _MATH).match(self.text, at)
        if found is None:
            return ("$$", at + 2) if display else None
        return _formula(found["tex"], "$$" if display else "$"), found.end()

    def _example(self, at: int) -> Made | None:
        found = _EXAMPLE.match(self.text, at)
        label = (found["label"] or found["bare"]) if found else ""
        number = self.words.named.examples.get(label)
        if found is None or number is None:
            return None
        return (f"({number})" if found["label"] else str(number)), found.end()

    # Emphasis

    def _emphasis(self, at: int) -> Made | None:
        sign = self.text[at]
        end = at + 1
        while self.text.startswith(sign, end):
            end += 1
        behind = self.text[end : end + 1]
        inside = sign == "_" and at > 0 and self.text[at - 1].isalnum()
        if end - at > 3 or not behind.strip() or inside:
            return sign * (end - at), end
        self.depth += 1
        made = (self._single, self._double, self._triple)[end - at - 1](sign, end, "")
        self.depth -= 1
        return made

    def _closes(self, sign: str, count: int, at: int) -> bool:
        end = at + count
        return self.text.startswith(sign * count, at) and not (
            sign == "_" and self.text[end : end + 1].isalnum()
        )

    def _single(self, sign: str, at: int, held: str) -> Made:
        """Behind *; **strong** may stand in it."""
        made = held
        while at < len(self.text) and not self._ends_single(sign, at):
            html, at = self._one(at)
            made += html
        return (f"<em>{made}</em>", at + 1) if at < len(self.text) else (sign + made, at)

    def _ends_single(self, sign: str, at: int) -> bool:
        double = self.text.startswith(sign * 2, at) and not self.text.startswith(sign * 3, at)
        return self._closes(sign, 1, at) and not (double and self.text[at + 2 : at + 3].strip())

    def _double(self, sign: str, at: int, held: str) -> Made:
        inner, at = self._until(at, lambda here: self._closes(sign, 2, here))
        made = held + inner
        return (f"<strong>{made}</strong>", at + 2) if at < len(self.text) else (sign * 2 + made, at)

    def _triple(self, sign: str, at: int, held: str) -> Made:
        """Both, by which of them ends first."""
        inner, at = self._until(at, lambda here: self._closes(sign, 1, here))
        if self._closes(sign, 3, at):
            return f"<strong><em>{inner}</em></strong>", at + 3
        if self._closes(sign, 2, at):
            return self._single(sign, at + 2, f"<strong>{inner}</strong>")
        if at < len(self.text):
            return self._double(sign, at + 1, f"<em>{inner}</em>")
        return sign * 3 + inner, at

    def _strike(self, at: int) -> Made | None:
        start = at + 2
        behind = self.text[start : start + 1]
        if (
            not self.text.startswith("~~", at)
            or not behind.strip()
            or behind == "~"
            or self._missing("~~", start)
        ):
            return None
        end = self.text.find("~~", start)
        while end >= 0 and self.text[end - 1].isspace():
            end = self.text.find("~~", end + 1)
        return (f"<del>{self._within(self.text[start:end])}</del>", end + 2) if end >= 0 else None

    def _small(self, at: int) -> Made | None:
        """H~2~O and 2^10^: without a space in it."""
        sign = self.text[at]
        found = re.compile(rf"\{sign}((?:\\.|[^\s\{sign}\\])*)\{sign}").match(self.text, at)
        if found is None:
            return None
        tag = "sub" if sign == "~" else "sup"
        return f"<{tag}>{self._within(found[1])}</{tag}>", found.end()

    # Links and tags

    def _automatic(self, at: int) -> Made | None:
        found = _AUTO.match(self.text, at)
        if found is None:
            return None
        shown = found["address"] or found["mail"]
        address = "mailto:" * bool(found["mail"]) + shown
        return f'<a href="{escape(address)}">{escape(shown)}</a>', attributes(self.text, found.end())[1]

    def _tag(self, at: int) -> Made | None:
        if self.text.startswith("<!--", at) and self._missing("-->", at):
            return None
        found = COMMENT.match(self.text, at) or TAG.match(self.text, at)
        return (found[0], found.end()) if found else None

    def _note(self, at: int) -> Made | None:
        found = None if self.words.noted else _NOTE.match(self.text, at)
        note = self.words.named.notes.get(label_of(found["label"])) if found else None
        return (self.words.reference(note), found.end()) if found and note is not None else None

    def _inline_note(self, at: int) -> Made | None:
        end = 0 if self.words.noted else self.closed.get(at + 1, 0)
        note = (Block("paragraph", self.text[at + 2 : end]),)
        return (self.words.reference(note), end + 1) if end else None

    def _picture(self, at: int) -> Made | None:
        link = self._linked(at + 1)
        if link is None:
            return None
        words, address, title, end = link
        named = f' title="{escape(title)}"' if title else ""
        sized, end = attributes(self.text, end)
        return f'<img src="{escape(address)}" alt="{escape(plain(words))}"{named}{sized}>', end

    def _link(self, at: int) -> Made | None:
        link = None if self.linked else self._linked(at)
        if link is None:
            return self._span(at)
        words, address, title, end = link
        named = f' title="{escape(title)}"' if title else ""
        classes, end = attributes(self.text, end)
        return f'<a href="{escape(address)}"{named}{classes}>{self._within(words, linked=True)}</a>', end

    def _span(self, at: int) -> Made | None:
        """[words]{.name}"""
        close = self.closed.get(at, 0)
        named, end = attributes(self.text, close + 1) if close else ("", 0)
        if not close or end == close + 1:
            return None
        return f"<span{named}>{self._within(self.text[at + 1 : close])}</span>", end

    def _linked(self, at: int) -> tuple[str, str, str, int] | None:
        """Words, address, title and end of the link whose brackets open here."""
        close = self.closed.get(at, 0)
        if not close:
            return None
        words = self.text[at + 1 : close]
        if not self._missing(")", close) and (found := target(self.text, close + 1)):
            return words, *found
        below = _REFERENCE.match(self.text, close + 1)
        end = self.closed.get(below.end() - 1, 0) if below else 0
        label = label_of(self.text[below.end() : end] if below and end else "") or label_of(words)
        links = self.words.named.links
        if end and label in links:
            return words, *links[label], end + 1
        own = links.get(label_of(words))
        return (words, *own, close + 1) if own else None


def _formula(tex: str, mark: str) -> str:
    """The TeX of a formula and its marks, for passes/math.py."""
    return f'<span class="math">{mark}{escape(tex, quote=False)}{mark}</span>'


_LINKED = re.compile(_STOP.pattern + r"|https?://|ftp://")
