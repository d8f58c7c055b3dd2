"""Engine output of any length, folded into as many lines as its source had.

A tag of one line may write ten, one of ten lines none. So that line n of a translated text comes from
line n of the post, what is too much stands in one line with FOLD for its newlines, and what is missing
is filled with lines that end in JOIN. `unfold` gives the text as the engine's Markdown parser sees it.
"""

import re

FOLD = "\ufdd0"  # a newline that the post does not have; both are noncharacters, never in a text
JOIN = "\ufdd1"  # with the newline after it: a line of the post that has no text in the result
ROOT = "\ufdd2"  # before an address to which the engine adds the site's path
_OWN = re.compile(f"[{FOLD}{JOIN}{ROOT}]")


def fold(made: str, lines: int) -> str:
    """`made` with exactly `lines` newlines."""
    surplus = made.count("\n") - lines
    if surplus > 0:
        first = made.split("\n", lines)
        return "\n".join([*first[:-1], first[-1].replace("\n", FOLD)])
    return made + f"{JOIN}\n" * -surplus


def unfold(text: str) -> str:
    """Return the text with the newlines that its engine wrote."""
    if FOLD not in text and JOIN not in text:
        return text
    return text.replace(f"{JOIN}\n", "").replace(FOLD, "\n")


def without_marks(text: str) -> str:
    """Return a text in which FOLD, JOIN and ROOT mean nothing."""
    return _OWN.sub("", text)
