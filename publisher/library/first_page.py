"""The first page of a PDF as a picture: the cover of a book that has no other.

Drawn by a process of its own, with limits on time and memory: a file that hangs or crashes the PDF engine
costs this picture and nothing else. `python -m publisher.library.first_page FILE` writes a JPEG.
"""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_SECONDS = 20
_MEMORY = 2_000_000_000  # bytes
_MOST = (1000, 1500)  # pixels


def picture(path: Path) -> bytes:
    """Return a JPEG; empty where the page cannot be drawn, or where nothing is on it."""
    # -P: the folder that the user is in is no place to look for modules.
    order = [sys.executable, "-P", "-m", __name__, str(path)]
    try:
        done = subprocess.run(
            order, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return b""
    return b"" if done.returncode else done.stdout


def main() -> int:
    """Draw the page of the file that the command line names."""
    _limit()
    import pypdfium2

    page = pypdfium2.PdfDocument(sys.argv[1])[0]
    width, height = (max(1.0, side) for side in page.get_size())
    drawn = page.render(scale=min(_MOST[0] / width, _MOST[1] / height)).to_pil().convert("RGB")
    if all(low == high for low, high in drawn.getextrema()):
        return 1
    drawn.save(sys.stdout.buffer, "JPEG", quality=92)
    return 0


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
