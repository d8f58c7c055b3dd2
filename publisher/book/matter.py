"""The pages of a book before and behind its posts: which there can be, and in which order."""

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """What is the same of all pages of a kind."""

    front: bool  # before the contents, with Roman page numbers
    is_listed: bool  # in the contents, by a title
    type: str  # epub:type, and the role of the same name: https://www.w3.org/TR/epub-ssv-11/
    role: str = ""  # https://www.w3.org/TR/dpub-aria-1.1/
    names: tuple[str, ...] = ()  # of its file, without spaces; none: the theme makes the page


# In the order of a Korean book; the contents stand between the two kinds, the colophon before `ads`.
KINDS: Mapping[str, Kind] = {
    "half_title": Kind(True, False, "halftitlepage"),
    "dedication": Kind(True, False, "dedication", "doc-dedication", ("헌사", "dedication")),
    "foreword": Kind(True, True, "foreword", "doc-foreword", ("추천사", "foreword")),
    "preface": Kind(True, True, "preface", "doc-preface", ("머리말", "들어가며", "서문", "preface")),
    "acknowledgments": Kind(
        True,
        True,
        "acknowledgments",
        "doc-acknowledgments",
        ("감사의글", "acknowledgments", "acknowledgements"),
    ),
    "afterword": Kind(False, True, "afterword", "doc-afterword", ("맺음말", "나가며", "afterword")),
    "appendix": Kind(
        False, True, "appendix", "doc-appendix", ("부록", "인터뷰", "대담", "appendix", "interview")
    ),
    "author": Kind(False, True, "backmatter", "", ("지은이", "지은이소개", "author", "aboutauthor")),
    "index": Kind(False, True, "index", "doc-index"),
    "posts": Kind(False, True, "backmatter"),
    "changes": Kind(False, True, "backmatter"),
    "ads": Kind(False, False, "backmatter", "", ("광고", "ads")),
}

FRONT = tuple(kind for kind, one in KINDS.items() if one.front and kind != "half_title")
BACK = tuple(kind for kind, one in KINDS.items() if not one.front and kind != "ads")
