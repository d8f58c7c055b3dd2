"""The first page of a PDF as a picture: the cover of a book that has no other.

Drawn by a process of its own, which is held to what workers are held to: it is handed the open file, and can
open no other but the system's, write none, ask no network, and take so much time and memory. A file that
hangs, crashes or takes over the PDF engine costs this picture and nothing else.
`python -m publisher.library.first_page < FILE` writes a JPEG.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from publisher.runtime import isolation
from publisher.runtime.isolation import Confinement
from publisher.runtime.limits import Limits, within
from publisher.storage.opening import opened

_LIMITS = Limits(seconds=20)
_LARGEST = 20_000_000  # bytes of a JPEG
_MOST = (1000, 1500)  # pixels


def picture(path: Path) -> bytes:
    """Return a JPEG; empty where the page cannot be drawn, or where nothing is on it."""
    # -P: the folder that the user is in is no place to look for modules.
    order = [sys.executable, "-P", "-m", __name__]
    try:
        file = opened(path, None)
    except (OSError, ValueError):
        return b""
    try:
        with tempfile.TemporaryFile() as drawn:
            done = subprocess.run(
                order,
                stdin=file,
                stdout=drawn,
                stderr=subprocess.DEVNULL,
                timeout=_LIMITS.wait,
                check=False,
            )
            drawn.seek(0)
            return b"" if done.returncode else drawn.read(_LARGEST)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    finally:
        os.close(file)


def main() -> int:
    """Draw the page of the file that this process was given."""
    isolation.confine(Confinement(isolation.own_files(), (), tempfile.gettempdir()))
    with within(_LIMITS):
        return _draw()


def _draw() -> int:
    import pypdfium2

    page = pypdfium2.PdfDocument(sys.stdin.buffer)[0]
    width, height = (max(1.0, side) for side in page.get_size())
    drawn = page.render(scale=min(_MOST[0] / width, _MOST[1] / height)).to_pil().convert("RGB")
    if all(low == high for low, high in drawn.getextrema()):
        return 1
    drawn.save(sys.stdout.buffer, "JPEG", quality=92)
    return 0


if __name__ == "__main__":
    sys.exit(main())
