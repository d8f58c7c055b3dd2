"""How page numbers are aligned in a theme's margin boxes, measured once and kept."""

from collections.abc import Iterable, Iterator

from publisher.runtime.executor import Executor
from publisher.storage.cache import Cache
from publisher.storage.keys import key_of
from publisher.storage.records import decoded, encoded
from publisher.writers.pdf.layout.context import LayoutContext
from publisher.writers.pdf.layout.slots import Numbered
from publisher.writers.pdf.layout.worker import gauge_of

Gauge = tuple[Numbered, ...]


class Gauges:
    """The gauges of one setting, by the names of its margin boxes."""

    def __init__(self, cache: Cache, about: str, context: LayoutContext, head: str) -> None:
        """`about`: the key of all that context and head are made of."""
        self._cache, self._about, self._context, self._head = cache, about, context, head

    def kept(self, margin_boxes: str) -> Gauge:
        """Return a kept gauge; none where there is none."""
        return (decoded(self._cache.get(self._key(margin_boxes)), Gauge) if margin_boxes else None) or ()

    def measured(
        self, names: Iterable[str], executor: Executor, *, worth: bool, few: bool
    ) -> Iterator[Gauge]:
        """Measure those that are not kept, and keep them: a process that lays out one unit has half the work
        where it need not make its own. On a cluster, each process makes one."""
        wanted = sorted(name for name in names if name and not self.kept(name))
        wanted = wanted if self._cache.keeps and not executor.is_far else []
        given = [(self._context, self._head, name) for name in wanted]
        made = executor.each(gauge_of, given, worth=worth, few=few)
        return (self._put(name, gauge) for name, gauge in zip(wanted, made, strict=True))

    def _put(self, name: str, gauge: Gauge) -> Gauge:
        self._cache.put(self._key(name), encoded(gauge))
        return gauge

    def _key(self, margin_boxes: str) -> str:
        return key_of(self._about, margin_boxes)
