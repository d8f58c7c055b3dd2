"""A PDF file, written from front to back: streams as they come, other objects in compressed bundles.

See PDF 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
"""

import hashlib
import sys
import zlib
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

_BUNDLE = 100  # objects in an object stream
_THREADS = 2  # that pack bundles while the next ones are filled: zlib lets go of the interpreter
_AHEAD = 64  # bundles that wait to be written
_BLOCK = 1 << 20  # bytes that are written at once
_BLOCKS = 4  # that wait for the disk
_SHORT = 1 << 10  # bytes that are quicker copied than written apart
_QUICK = 4  # how hard the table is packed: four times as quick as the usual 6, for a third more
_UNUSED = 65535  # a row of the table: of a number that no object has


class PdfFile:
    """Takes objects in any order; `close` writes what points to them."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._digest = hashlib.sha256()
        # By object number eight bytes: 1 for its kind, 5 for its place, 2 for an index or a generation.
        self._places = array("Q", [_UNUSED])
        self._bundles: dict[str, list[tuple[int, bytes]]] = {}
        self._packers = ThreadPoolExecutor(_THREADS)
        self._waiting: deque[tuple[Future[bytes], Callable[[bytes], None]]] = deque()
        self._block: list[bytes | memoryview] = []  # the end of the file, not yet written
        self._begins = 0  # where it begins
        self._writer = ThreadPoolExecutor(1)
        self._writing: deque[Future[None]] = deque()
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self, count: int = 1) -> int:
        """Object numbers for later; the first of `count`."""
        first = len(self._places)
        self._places.extend([0] * count)
        return first

    def align(self, step: int) -> int:
        """Leave numbers unused up to a multiple of `step`; the next number."""
        self._places.extend([_UNUSED] * (-len(self._places) % step))
        return len(self._places)

    def flush(self) -> int:
        """Write all that waits to be packed; the next number."""
        for bundle in sorted(self._bundles):
            self._flush(bundle)
        self._write_packed(0)
        return len(self._places)

    @property
    def size(self) -> int:
        """Bytes so far; what waits to be packed is not among them."""
        return self._at

    def places(self, numbers: range) -> "array[int]":
        """Where these objects stand, as copy() takes it: in this file, when all is written."""
        return self._places[numbers.start : numbers.stop]

    def copy(self, data: memoryview, at: int, places: Iterable[tuple[int, "array[int]"]]) -> None:
        """A part of another file, which stands there at `at`: the same objects, under the same numbers.
        `places`: first number of some, and where they stand in that file."""
        self.flush()
        step = _place(0, self._at - at) if self._at >= at else -_place(0, at - self._at)
        for first, rows in places:
            moved = array("Q", [row + step if row >> 56 == 1 else row for row in rows]) if step else rows
            self._places[first : first + len(rows)] = moved
        self._write(data)

    def put(self, number: int, value: bytes, bundle: str = "") -> None:
        """An object that is no stream. What is read together is put into one kind of bundle."""
        waiting = self._bundles.setdefault(bundle, [])
        waiting.append((number, value))
        if len(waiting) == _BUNDLE:
            self._flush(bundle)

    def add(self, value: bytes, bundle: str = "") -> int:
        number = self.reserve()
        self.put(number, value, bundle)
        return number

    def put_stream(self, number: int, about: bytes, data: bytes | memoryview) -> None:
        """A stream with its dictionary, /Length in it."""
        self._places[number] = _place(1, self._at)
        if len(data) < _SHORT:
            self._write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, about, bytes(data)))
        else:
            self._write(b"%d 0 obj\n%b\nstream\n" % (number, about), data, b"\nendstream\nendobj\n")

    def add_stream(self, data: bytes, about: bytes = b"", *, packed: bool = True) -> int:
        """A new stream of these bytes; `about`: entries of its dictionary."""
        number = self.reserve()
        if packed:
            self._pack(number, about, data)
        else:
            self.put_stream(number, b"<<%b/Length %d>>" % (about, len(data)), data)
        return number

    def close(self, root: int, info: int) -> None:
        """The rest of the objects, and the table of all."""
        self.flush()
        self._packers.shutdown()
        self._hand_over(0)
        own = self.reserve()
        self._places[own] = _place(1, self._at)
        if sys.byteorder == "little":
            self._places.byteswap()
        packed = zlib.compress(self._places.tobytes(), _QUICK)
        mark = self._digest.hexdigest()[:32].encode()
        start = self._at
        self.put_stream(
            own,
            b"<</Type/XRef/W[1 5 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Filter/FlateDecode"
            b"/Length %d>>" % (len(self._places), root, info, mark, mark, len(packed)),
            packed,
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        self._hand_over(0)
        self._writer.shutdown()

    def _flush(self, bundle: str) -> None:
        waiting = self._bundles.pop(bundle, [])
        if not waiting:
            return
        head, at = [], 0
        for own, value in waiting:
            head.append(b"%d %d" % (own, at))
            at += len(value) + 1
        top = b" ".join(head) + b"\n"
        body = b"\n".join(value for _, value in waiting)
        self.put_bundle([own for own, _ in waiting], len(top), top + body)

    def put_bundle(self, numbers: Sequence[int], begins: int, data: bytes) -> None:
        """Objects that are no streams, as the bytes of an object stream, in which they begin at `begins`."""
        number = self.reserve()
        for index, own in enumerate(numbers):
            self._places[own] = _place(2, number, index)
        self._pack(number, b"/Type/ObjStm/N %d/First %d" % (len(numbers), begins), data)

    def _pack(self, number: int, about: bytes, data: bytes) -> None:
        """Write a stream when a thread has packed it."""

        def write(packed: bytes) -> None:
            whole = b"<<%b/Filter/FlateDecode/Length %d>>" % (about, len(packed))
            self.put_stream(number, whole, packed)

        self._waiting.append((self._packers.submit(zlib.compress, data, 6), write))
        self._write_packed(_AHEAD)

    def _write_packed(self, most: int) -> None:
        """Bundles in their order, until no more than so many wait: the same bytes every time."""
        while len(self._waiting) > most:
            packed, write = self._waiting.popleft()
            write(packed.result())

    def _write(self, *data: bytes | memoryview) -> None:
        self._block += data
        self._at += sum(map(len, data))
        if self._at - self._begins > _BLOCK:
            self._hand_over(_BLOCKS)

    def _hand_over(self, most: int) -> None:
        """Have what there is written, by a thread of its own; wait until no more than so many blocks wait."""
        self._writing.append(self._writer.submit(self._written, b"".join(self._block)))
        self._block, self._begins = [], self._at
        while len(self._writing) > most:
            self._writing.popleft().result()

    def _written(self, block: bytes) -> None:
        self._digest.update(block)
        self._out.write(block)


def _place(kind: int, place: int, index: int = 0) -> int:
    """A row of the table: 1, a byte of the file; or 2, an object stream and the index in it."""
    return kind << 56 | place << 16 | index
