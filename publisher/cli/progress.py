"""A line on the terminal that is written over: what is being done, and for how long."""

import threading
from collections.abc import Callable
from contextlib import suppress

_EVERY = 0.5  # seconds


class Line:
    """What a build is doing. While nothing new is said of it, its seconds go on: it never stands still."""

    def __init__(self, draw: Callable[[str], None], wipe: Callable[[], None]) -> None:
        """`draw` shows a text with the time before it, over what is there; `wipe` takes it away."""
        self._draw, self._wipe = draw, wipe
        self._lock, self._text = threading.Lock(), ""
        self._clock: threading.Thread | None = None

    def show(self, text: str) -> None:
        """Show this from now on."""
        if self._clock is None:
            self._clock = threading.Thread(target=self._go_on, daemon=True)
            self._clock.start()
        with self._lock:
            self._text = text
            self._draw(text)

    def clear(self) -> None:
        """Take it away, so that something else can be printed."""
        with self._lock:
            if self._text:
                self._wipe()
            self._text = ""

    def _go_on(self) -> None:
        waiting = threading.Event()
        while not waiting.wait(_EVERY):
            with self._lock, suppress(OSError, ValueError):  # the terminal may be gone
                if self._text:
                    self._draw(self._text)
