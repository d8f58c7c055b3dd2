"""What each store wants: which files, which checks, what is left for a person. Order is data.

Sources: what authors and guides write of the stores (see docs/manual/en/print.md); a store's own
pages change, so whatever we cannot prove stands in the checklist as "확인하세요".
"""

from dataclasses import dataclass

from publisher.config.schema import Format


@dataclass(frozen=True, slots=True)
class Store:
    """One place to upload a book to."""

    name: str  # "bookk": as on the command line
    title: str  # "부크크 (Bookk)"
    formats: tuple[Format, ...]  # what is built for it
    body_with_cover: bool | None  # whether the PDF begins with the cover; None: as book.toml has it
    pieces: tuple[str, ...]  # names in pieces.PIECES
    checks: tuple[str, ...]  # names of functions in checks.py
    person: tuple[str, ...]  # names in words: "do_…"
    # 판형 that it is known to offer, by name in TRIMS of config/trims.py; empty: any.
    trims: tuple[str, ...] = ()


_PRINT_CHECKS = (
    "size", "even", "fonts", "wrap", "spine", "back", "resolution", "pictures", "trim", "isbn", "description",
    "names",
)  # fmt: skip
_PRINT_PERSON = (
    "do_read", "do_paper", "do_spine", "do_wings", "do_least", "do_margins", "do_colours", "do_isbn",
    "do_barcode", "do_price", "do_ai", "do_rights", "do_proof",
)  # fmt: skip

STORES = (
    Store(
        name="bookk",
        title="부크크 (Bookk)",
        formats=("pdf",),
        body_with_cover=False,
        pieces=("body", "wrap", "front", "flat", "metadata"),
        checks=_PRINT_CHECKS,
        person=("do_bookk", *_PRINT_PERSON),
        trims=("46판", "a5", "b5", "a4"),
    ),
    Store(
        name="purple",
        title="교보문고 퍼플 (Purple)",
        formats=("pdf",),
        body_with_cover=False,
        pieces=("body", "wrap", "preview", "front", "flat", "pictures", "metadata"),
        checks=(*_PRINT_CHECKS, "preview"),
        person=("do_purple", *_PRINT_PERSON, "do_review"),
        trims=("a5", "신국판"),
    ),
    Store(
        name="upaper",
        title="유페이퍼 (Upaper)",
        formats=("epub",),
        body_with_cover=None,
        pieces=("epub", "front", "metadata"),
        checks=("gate", "inner_names", "cover_size", "colophon", "isbn", "description", "names"),
        person=("do_read", "do_upaper", "do_isbn_ebook", "do_price", "do_ai", "do_rights", "do_partners"),
    ),
    Store(
        name="github",
        title="GitHub Releases",
        formats=("epub", "pdf"),
        body_with_cover=None,
        pieces=("epub", "pdf", "front", "notes", "sums", "site"),
        checks=("gate", "inner_names", "description", "names"),
        person=("do_read", "do_release", "do_site", "do_rights"),
    ),
)
NAMES = tuple(store.name for store in STORES)


def store_of(name: str) -> Store:
    """Return the store of that name, one of NAMES."""
    return next(store for store in STORES if store.name == name)
