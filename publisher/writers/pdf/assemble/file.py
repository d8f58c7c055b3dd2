"""A PDF file, written from front to back: streams as they come, other objects in compressed bundles.

See PDF 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
"""

import hashlib
import sys
import zlib
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, NamedTuple

_BUNDLE = 100  # objects in an object stream
_THREADS = 2  # that pack bundles while the next ones are filled: zlib lets go of the interpreter
_AHEAD = 64  # bundles that wait to be written
_BLOCK = 1 << 20  # bytes that are written at once
_BLOCKS = 4  # that wait for the disk
_SHORT = 1 << 10  # bytes that are quicker copied than written apart
_QUICK = 4  # how hard the table is packed: four times as quick as the usual 6, for a third more
_KIND, _BYTE = 56, 16  # bits behind a row's kind, and behind its place
_UNUSED = 65535  # a row of the table: of a number that no object has


Note = Callable[[tuple[int, int, bytes]], None]  # where a part begins, its size, its digest


class Copy(NamedTuple):
    """A part of another file."""

    data: memoryview
    at: int  # where it begins there, in bytes
    places: Sequence[tuple[int, "array[int]"]]  # first number of some objects, and where each stands there
    digest: bytes  # of the data


class PdfFile:
    """Takes objects in any order; `close` writes what points to them."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._digests = [hashlib.sha256()]  # of the file, in which a part counts by its own; of a part
        # By object number eight bytes: 1 for its kind, 5 for its place, 2 for an index or a generation.
        self._places = array("Q", [_UNUSED])
        self._bundles: dict[str, list[tuple[int, bytes]]] = {}
        self._packers = ThreadPoolExecutor(_THREADS)
        # What is written in turn, as soon as all before it is packed.
        self._waiting: deque[tuple[Future[bytes] | None, Callable[[bytes], None]]] = deque()
        self._packing = 0  # how much of it is being packed
        self._block: list[bytes | memoryview] = []  # the end of the file, not yet written
        self._begins = 0  # where it begins
        self._part = 0  # where the part at hand begins
        self._writer = ThreadPoolExecutor(1)
        self._writing: deque[Future[object]] = deque()
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
        """Let no bundle take more objects; the next number."""
        for bundle in sorted(self._bundles):
            self._flush(bundle)
        return len(self._places)

    def begin_part(self) -> None:
        """Begin a part of the file: what is put next belongs to it, up to end_part()."""
        self._in_turn(self._begin)

    def _begin(self) -> None:
        self._hand_over(_BLOCKS)
        self._part = self._at
        self._later(lambda: self._digests.append(hashlib.sha256()))

    def end_part(self, note: Note) -> None:
        """Have it noted where the part begins, in bytes, its size and a digest of it."""
        self._in_turn(lambda: self._end(note))

    def _end(self, note: Note) -> None:
        self._hand_over(_BLOCKS)
        at, size = self._part, self._at - self._part
        self._later(lambda: note((at, size, self._counted(self._digests.pop().digest()))))

    def _counted(self, digest: bytes) -> bytes:
        self._digests[-1].update(digest)
        return digest

    def places(self, numbers: range) -> "array[int]":
        """Find where these objects stand, as copy() takes it; when all is written."""
        return self._places[numbers.start : numbers.stop]

    def copy(self, part: Copy, note: Note) -> None:
        """A part of another file: the same objects, under the same numbers. `note`: see end_part()."""
        for first, rows in part.places:
            self._places[first : first + len(rows)] = rows
        self._in_turn(lambda: self._moved(part, note))

    def _moved(self, part: Copy, note: Note) -> None:
        self._hand_over(_BLOCKS)
        at, step = self._at, self._at - part.at << _BYTE
        for first, rows in part.places if step else ():
            moved = [row + step if row >> _KIND == 1 else row for row in rows]
            self._places[first : first + len(rows)] = array("Q", moved)
        self._at = self._begins = at + len(part.data)
        self._later(lambda: self._out.write(part.data))
        self._later(lambda: note((at, len(part.data), self._counted(part.digest))))

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
        """A stream with its dictionary, /Length in it. Two bytes end its data's last line: of one, data that
        itself ends in the other would make a longer end."""
        if self._waiting:
            self._in_turn(lambda: self._put_stream(number, about, data))
        else:
            self._put_stream(number, about, data)

    def _put_stream(self, number: int, about: bytes, data: bytes | memoryview) -> None:
        self._places[number] = _place(1, self._at)
        if len(data) < _SHORT:
            self._write(b"%d 0 obj\n%b\nstream\n%b\r\nendstream\nendobj\n" % (number, about, bytes(data)))
        else:
            self._write(b"%d 0 obj\n%b\nstream\n" % (number, about), data, b"\r\nendstream\nendobj\n")

    def add_stream(self, data: bytes, about: bytes = b"", *, packed: bool = True) -> int:
        """Return a new stream of these bytes; `about`: entries of its dictionary."""
        number = self.reserve()
        if packed:
            self._pack(number, about, data)
        else:
            self.put_stream(number, b"<<%b/Length %d>>" % (about, len(data)), data)
        return number

    def close(self, root: int, info: int) -> None:
        """The rest of the objects, and the table of all."""
        self.flush()
        self._write_packed(0)
        self._packers.shutdown()
        self._hand_over(0)
        own = self.reserve()
        self._places[own] = _place(1, self._at)
        rows = self._places[:]
        if sys.byteorder == "little":
            rows.byteswap()
        packed = zlib.compress(rows.tobytes(), _QUICK)
        mark = self._digests[0].hexdigest()[:32].encode()
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
            self._put_stream(number, whole, packed)

        self._waiting.append((self._packers.submit(zlib.compress, data, 6), write))
        self._packing += 1
        self._write_packed(_AHEAD)

    def _in_turn(self, write: Callable[[], None]) -> None:
        """Write behind what waits: the same bytes every time."""
        self._waiting.append((None, lambda _: write()))
        self._write_packed(_AHEAD)

    def _write_packed(self, most: int) -> None:
        """Write what is packed, and wait for the rest while more than so much of it is not."""
        while self._waiting:
            packed, write = self._waiting[0]
            if packed and not packed.done() and self._packing <= most:
                return
            self._waiting.popleft()
            self._packing -= 1 if packed else 0
            write(packed.result() if packed else b"")

    def _write(self, *data: bytes | memoryview) -> None:
        self._block += data
        self._at += sum(map(len, data))
        if self._at - self._begins > _BLOCK:
            self._hand_over(_BLOCKS)

    def _hand_over(self, most: int) -> None:
        """Have what there is written, by a thread of its own; wait until no more than so many blocks wait."""
        block = b"".join(self._block)
        self._block, self._begins = [], self._at
        self._later(lambda: self._written(block))
        while len(self._writing) > most:
            self._writing.popleft().result()

    def _written(self, block: bytes) -> None:
        self._digests[-1].update(block)
        self._out.write(block)

    def _later(self, do: Callable[[], object]) -> None:
        """By the writing thread, in turn."""
        self._writing.append(self._writer.submit(do))


def _place(kind: int, place: int, index: int = 0) -> int:
    """A row of the table: 1, a byte of the file; or 2, an object stream and the index in it."""
    return kind << _KIND | place << _BYTE | index
