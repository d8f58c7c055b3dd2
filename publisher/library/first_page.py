"""The first page of a PDF as a picture: the cover of a book that has no other."""

import io
from pathlib import Path

from publisher.library import covers
from publisher.library.covers import Cover

_MOST = (1000, 1500)  # pixels


def cover(path: Path) -> Cover | None:
    """Return it; None where nothing is on the page. Whatever is raised, it cannot be drawn."""
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[0]
    width, height = (max(1.0, side) for side in page.get_size())
    drawn = page.render(scale=min(_MOST[0] / width, _MOST[1] / height)).to_pil().convert("RGB")
    if all(low == high for low, high in drawn.getextrema()):
        return None
    picture = io.BytesIO()
    drawn.save(picture, "JPEG", quality=92)
    return covers.made(picture.getvalue())
