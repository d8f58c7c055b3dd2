"""Lines that a writer has ended by hand: verse, whose lines stay lines, and dialogue, which is prose.

Verse becomes <div class="verse">: a <p> a stanza, a <span class="line"> a line, so that a line which is too
long goes on further in. Where that class stands in the post, on a paragraph or on what is around some, it is
what its writer says; the class `prose` says the contrary. Else it is known by its look: short lines, three or
more in a stanza and four or more in all, few of which end as sentences or begin as items of a list. No
paragraph with one break is verse, nor is a blog's habit of a sentence a line.

Where people speak, a line is a paragraph: indented, and broken, as prose is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from lxml import etree

from publisher.assets.xhtml import Element, classes, each
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.hard_lines import HardLine, in_spans, lines_of, part, text_in
from publisher.passes.structure import INLINE

VERSE, PROSE, SPOKEN = "verse", "prose", "said"
_SHORT, _LONE = "short", "lone"  # what may be verse among others: lines, or one
_NOT_IN_VERSE = etree.XPath(
    "boolean(.//code | .//kbd | .//img | .//*[local-name()='math'] | .//a[not(starts-with(@href, '#'))])"
)
_LONGEST, _USUAL = 30, 20  # letters of a line: at most, and on the average
_LEAST, _LEAST_OF_STANZA = 4, 3  # lines
_NO_VERSE = re.compile(
    r"[-–—*+•●○■□▶▷✓✔☞→※#>]|\d+[.)]|[①-⑳]|\S{1,8}\s?[:：]|.*(?:://|[@=|]|[ㅋㅎㅠㅜ]{2}|\^\^)"
)
_STOPS = (".", "?", "!", "。", "？", "！")  # of sentences
_POLITE = ("요", "니다", "까", "죠", "음", "함", "임")  # ends of what is said
_SPEECH = re.compile(r"[“\"「『‘'].*[”\"」』’']|[-–—]\s?\S")


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph, and its lines; one by one, only where they are asked for."""

    element: Element

    @cached_property
    def lines(self) -> list[HardLine]:
        return lines_of(self.element)

    @cached_property
    def texts(self) -> list[str]:
        return [*filter(None, map(text_in, self.lines))]

    @cached_property
    def kind(self) -> str:
        """VERSE or PROSE, as its writer or its look say, SPOKEN, or what may be verse beside others."""
        texts, own = self.texts, classes(self.element)
        if not texts or PROSE in own:
            return PROSE
        if VERSE in own:
            return VERSE
        if len(texts) > 1 and 3 * sum(bool(_SPEECH.match(text)) for text in texts) >= len(texts):
            return SPOKEN
        if _NOT_IN_VERSE(self.element) or any(len(one) > _LONGEST or _NO_VERSE.match(one) for one in texts):
            return PROSE
        return _SHORT if len(texts) > 1 else _LONE


def apply(build: ChapterBuild) -> None:
    for holder in [build.root, *each(build.root, "blockquote", "div")]:
        told = VERSE in classes(holder)
        if told and all(child.tag in INLINE for child in holder):
            _hold(holder)
        if told or holder is build.root or holder.tag == "blockquote":
            for is_run, run in groupby(
                [*holder], lambda one: one.tag == "p" and not (one.tail or "").strip()
            ):
                if is_run:
                    _set([_Paragraph(one) for one in run], is_told=told)


def _hold(holder: Element) -> None:
    """Words that stand in it as they are get a paragraph."""
    paragraph = etree.Element("p")
    paragraph.text, holder.text = holder.text, None
    paragraph.extend([*holder])
    holder.append(paragraph)


def _set(paragraphs: Sequence[_Paragraph], *, is_told: bool) -> None:
    """Set paragraphs that follow each other as what they are."""
    kinds = [VERSE if is_told and one.texts else one.kind for one in paragraphs]
    for place in range(1, len(kinds) - 1):  # a stanza of one line stands between others
        if kinds[place] == _LONE and kinds[place - 1] == kinds[place + 1] == _SHORT:
            kinds[place] = _SHORT
    for kind, run in groupby(zip(kinds, paragraphs, strict=True), lambda pair: pair[0]):
        some = [paragraph for _, paragraph in run]
        if kind == VERSE or (kind == _SHORT and _is_poem(some)):
            _set_verse(some, is_wrapped=is_told)
        elif kind == SPOKEN:
            for one in some:
                part(one.element, [*filter(None, one.lines)], SPOKEN)


def _is_poem(stanzas: Sequence[_Paragraph]) -> bool:
    """Whether its lines are many, short, and most of them no sentences."""
    texts = [text for stanza in stanzas for text in stanza.texts]
    sentences = sum(map(_is_sentence, texts))
    return (
        len(texts) >= _LEAST
        and max(len(stanza.texts) for stanza in stanzas) >= _LEAST_OF_STANZA
        and 2 * sentences <= len(texts)
        and sum(map(len, texts)) <= _USUAL * len(texts)
    )


def _is_sentence(text: str) -> bool:
    said = text.rstrip("\"'”’)")
    return said.endswith(_STOPS) or said.rstrip("~…").endswith(_POLITE)


def _set_verse(stanzas: Sequence[_Paragraph], *, is_wrapped: bool) -> None:
    """Each line in a span, each stanza in a paragraph, all in a <div>."""
    made: list[Element] = []
    for stanza in stanzas:
        groups = [[*some] for is_line, some in groupby(stanza.lines, bool) if is_line]
        made += part(stanza.element, [tuple(in_spans(lines)) for lines in groups])
        stanza.element.attrib.pop("class", None)
    parent = made[0].getparent()
    if not is_wrapped and parent is not None:
        verse = etree.Element("div", {"class": VERSE})
        parent.insert(parent.index(made[0]), verse)
        verse.extend(made)
