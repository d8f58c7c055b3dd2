"""Sheets -> pieces: from the cache where nothing they are made of has changed, else from the workers."""

import pickle
from collections.abc import Sequence
from importlib.metadata import version

from publisher.cache import Cache, NoCache, key_of
from publisher.errors import LayoutError, PublisherError
from publisher.fonts import stamp
from publisher.model import BookMeta
from publisher.writers.job import Job
from publisher.writers.pdf import compose
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
        self._page_box = paper.sheet_box()
        css = press_css(compose.style(job, paper), paper)
        self._press = press(css, job.fonts, job.keep_in, epoch=0)
        self._cache = Cache(job.keep_in / "pieces") if job.keeps else NoCache()
        fonts = [stamp(face) for face in job.fonts.faces]
        theme = (job.theme.digest(), job.theme.words, css, fonts)
        self._about = key_of(_versions(), self._head, theme, job.settings.pdf.page_refs)

    def pieces(self, sheets: Sequence[Sheet], digits: compose.Digits) -> list[Piece]:
        """The piece of every sheet."""
        keys = [self._key(sheet, digits) for sheet in sheets]
        found = [self._made.get(key) or self._kept(key) for key in keys]
        missing = [number for number, piece in enumerate(found) if piece is None]
        orders = (self._order(sheets[number], digits) for number in missing)
        pages = 0
        made = self._job.crew.anywhere(_laid_out, orders, worth=len(missing) >= _WORTH_IT)
        for count, (number, piece) in enumerate(zip(missing, made, strict=True), 1):
            pages += len(piece.leaves)
            self._job.step("laying out", sheets[number].name, done=count, of=len(missing), pages=pages)
            self._cache.put(keys[number], pickle.dumps(piece))
            self.fresh.add(number)
            found[number] = piece
        self._made = {key: piece for key, piece in zip(keys, found, strict=True) if piece is not None}
        return [piece for piece in found if piece is not None]

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

    def _kept(self, key: str) -> Piece | None:
        """A cached piece; the store is this user's own, and its entries carry a checksum."""
        data = self._cache.get(key)
        try:
            piece = pickle.loads(data) if data else None  # noqa: S301 - written by us, below the user's own cache folder
        except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError):
            return None
        return piece if isinstance(piece, Piece) else None


def _laid_out(order: Order) -> Piece:
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
