"""How the chapters were laid out that were laid out last: for who edits them, and wants to see it soon."""

from collections import OrderedDict

from publisher.runtime.executor import Executor
from publisher.writers.pdf.compose.unit import LayoutUnit
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.ground import Ground, Grounded, Sketch, SketchRequest
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.worker import no_sketch, sketch_of

_HELD = 24  # chapters that somebody writes at the same time
_PAGES = 8  # of an edited chapter that are shown before all of it


class Grounds:
    """Those of the last few chapters, and the process that lays out sketches of them."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._held: OrderedDict[str, Ground] = OrderedDict()  # by the ids of their chapters

    def keep(self, unit: LayoutUnit, made: Grounded) -> Fragment:
        """Keep how a chapter was laid out; return its fragment."""
        if made.ground:
            self._held[unit.inputs.starts[0]] = made.ground
            self._held.move_to_end(unit.inputs.starts[0])
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        return made.fragment

    def has(self, unit: LayoutUnit) -> bool:
        return unit.inputs.starts[0] in self._held

    def sketch(self, unit: LayoutUnit, request: LayoutRequest, page: int) -> Sketch | None:
        """Lay out some pages of a chapter that is kept: see sketch.py."""
        asked = SketchRequest(request, self._held[unit.inputs.starts[0]], page, _PAGES)
        worth = self._executor.ready
        return next(self._executor.each(sketch_of, [asked], worth=worth, few=True, simpler=no_sketch))
