"""Sheets -> pieces: from the cache where nothing they are made of has changed, else from the workers."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import chain

from publisher.cache import Cache, NoCache, key_of
from publisher.errors import LayoutError, PublisherError
from publisher.fonts import stamp
from publisher.model import BookMeta
from publisher.writers.job import Job
from publisher.writers.pdf import compose
from publisher.writers.pdf.movable import Movable
from publisher.writers.pdf.order import Order
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.piece import Piece
from publisher.writers.pdf.press import press, press_css
from publisher.writers.pdf.sheets import Sheet

_ENGINES = ("weasyprint", "pydyf", "tinycss2", "pikepdf", "uharfbuzz", "ziamath", "fonttools")
_WORTH_IT = 4  # sheets: a second process takes about a second to start, as long as these take


class Foundry:
    """Makes the pieces of one book."""

    def __init__(self, job: Job, paper: Paper, composer: compose.Composer) -> None:
        self._job = job
        self._made: dict[str, Piece] = {}  # by this build, or found by it
        self.fresh: set[int] = set()  # which pieces were made by this build
        self._head = composer.head()
        style = compose.style(job, paper)
        self._page_box = paper.sheet_box(style)
        css = press_css(style, paper)
        self._press = press(css, job.fonts, job.keep_in, epoch=0)
        self._cache = Cache(job.keep_in / "pieces") if job.keeps else NoCache()
        self._pictures = Cache(job.keep_in / "prints")
        fonts = [stamp(face) for face in job.fonts.faces]
        theme = (job.theme.digest(), job.theme.words, css, fonts)
        self._about = key_of(_versions(), self._head, theme, job.settings.pdf.page_refs)

    def ask(self, sheets: Sequence[Sheet], digits: compose.Digits) -> Callable[[], list[Piece]]:
        """Have the pieces made that are new; what returns the piece of every sheet.

        Workers begin at once, and what is kept is read while they work.
        """
        keys = [self._key(sheet, digits) for sheet in sheets]
        known = [key in self._made or self._cache.has(key) for key in keys]
        new = self._laid_out(sheets, digits, [n for n, here in enumerate(known) if not here])

        def pieces() -> list[Piece]:
            kept = [
                (self._made.get(key) or self._kept(key)) if here else None
                for key, here in zip(keys, known, strict=True)
            ]
            damaged = [n for n, piece in enumerate(kept) if known[n] and not piece]
            made = {}
            for number, piece in chain(new, self._laid_out(sheets, digits, damaged)):
                made[number] = self._keep(keys[number], piece)
                self.fresh.add(number)
            found = [piece or made[number] for number, piece in enumerate(kept)]
            self._made = dict(zip(keys, found, strict=True))
            return found

        return pieces

    def _laid_out(
        self, sheets: Sequence[Sheet], digits: compose.Digits, numbers: Sequence[int]
    ) -> Iterator[tuple[int, Piece]]:
        """The pieces of some sheets, by their numbers; work on them begins at once."""
        crew, count = self._job.crew, len(numbers)
        orders = (self._order(sheets[number], digits) for number in numbers)
        made = crew.anywhere(_piece_of, orders, worth=count >= _WORTH_IT or (crew.ready and count > 0))

        def told() -> Iterator[tuple[int, Piece]]:
            pages = 0
            for done, (number, piece) in enumerate(zip(numbers, made, strict=True), 1):
                pages += len(piece.leaves)
                self._job.step("laying out", sheets[number].name, done=done, of=count, pages=pages)
                yield number, piece

        return told()

    def book_key(self, sheets: Sequence[Sheet], meta: BookMeta, paper: Paper) -> str:
        """A digest of all that the finished file is made of."""
        made_of = [(sheet.kind, sheet.starts, sheet.recto, sheet.material) for sheet in sheets]
        return key_of(self._about, made_of, meta, paper)

    def _order(self, sheet: Sheet, digits: compose.Digits) -> Order:
        sections, files = sheet.compose(digits)
        return Order(
            name=sheet.name,
            head=self._head,
            starts=sheet.starts,
            sections=sections,
            page_box="" if sheet.kind == "cover" else self._page_box,
            furniture=sheet.furniture,
            files=tuple(files.items()),
            press=self._press,
        )

    def _key(self, sheet: Sheet, digits: compose.Digits) -> str:
        room = [(target, target.room(digits)) for target in sheet.targets]
        return key_of(self._about, sheet.kind, sheet.furniture, sheet.material, room)

    def picture(self, digest: str) -> tuple[Movable, ...]:
        """A picture of some piece. Raises LayoutError where the disk has lost it meanwhile."""
        data = self._pictures.get(digest)
        if data is None:
            raise LayoutError("a picture has vanished from the working files")
        things: tuple[Movable, ...] = pickle.loads(data)  # noqa: S301 - written by _keep
        return things

    def _keep(self, key: str, piece: Piece) -> Piece:
        """The piece without its pictures: these lie on the disk, once for all that show them."""
        bare = []
        for digest, things in piece.pictures:
            if self._pictures.get(digest) is None:
                self._pictures.put(digest, pickle.dumps(things))
            bare.append((digest, () if self._pictures.has(digest) else things))
        piece = replace(piece, pictures=tuple(bare))
        self._cache.put(key, pickle.dumps(piece))
        return piece

    def _kept(self, key: str) -> Piece | None:
        """A cached piece; the store is this user's own, and its entries carry a checksum."""
        data = self._cache.get(key)
        try:
            piece = pickle.loads(data) if data else None  # noqa: S301 - written by us, below the user's own cache folder
        except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError):
            return None
        sound = isinstance(piece, Piece) and all(self._pictures.get(digest) for digest, _ in piece.pictures)
        return piece if sound else None


def _piece_of(order: Order) -> Piece:
    """See layout.py: the engine is imported where there is something to lay out."""
    from publisher.writers.pdf.layout import lay_out

    try:
        return lay_out(order)
    except (LayoutError, PublisherError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a sheet, the book can be laid out as one document
        raise LayoutError(f"{order.name}: {type(error).__name__}: {error}") from None


def _versions() -> list[tuple[str, str]]:
    """Another engine makes other pages; other code of ours has another store, see store.py."""
    return [(name, version(name)) for name in _ENGINES]
