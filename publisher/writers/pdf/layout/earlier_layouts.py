"""How the chapters were laid out that were laid out last: for who edits them, and wants to see it soon."""

from collections import OrderedDict

from publisher.runtime.executor import Executor
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.layout.earlier import EarlierLayout, LaidChapter, SomePages, SomePagesRequest
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.worker import none_of_them, some_pages_of

_HELD = 24  # chapters that somebody writes at the same time
_PAGES = 8  # of an edited chapter that are shown before all of it


class EarlierLayouts:
    """Those of the last few chapters, and the process that lays out some pages of them."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._held: OrderedDict[str, EarlierLayout] = OrderedDict()  # by the ids of their chapters
        self._tried = set[str]()  # units, by what they are made of

    def is_wanted(self, unit: LayoutUnit) -> bool:
        """Tell, once, whether a unit should be laid out to know how that is done. A run of chapters should
        not: it is laid out as a whole."""
        is_new = unit.material not in self._tried and not self.has(unit)
        self._tried.add(unit.material)
        return is_new and unit.inputs.is_written and len(unit.inputs.starts) == 1

    def keep(self, unit: LayoutUnit, made: LaidChapter) -> Fragment:
        """Keep how a chapter was laid out; return its fragment."""
        if made.earlier and unit.inputs.is_written:
            self._held[unit.inputs.starts[0]] = made.earlier
            self._held.move_to_end(unit.inputs.starts[0])
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
            self._tried.clear()
        return made.fragment

    def has(self, unit: LayoutUnit) -> bool:
        return unit.inputs.starts[0] in self._held

    def some_pages(self, unit: LayoutUnit, request: LayoutRequest, page: int) -> SomePages | None:
        """Lay out some pages of a chapter that is kept: see some_pages.py."""
        asked = SomePagesRequest(request, self._held[unit.inputs.starts[0]], page, _PAGES)
        worth = self._executor.ready
        return next(self._executor.each(some_pages_of, [asked], worth=worth, few=True, simpler=none_of_them))
