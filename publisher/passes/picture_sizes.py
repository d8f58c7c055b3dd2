"""How large the pictures are that pictures.py has kept."""

from PIL import Image

from publisher.model import Asset


def pixels(asset: Asset) -> tuple[int, int]:
    """Return how many pixels a picture is wide and high; (0, 0) where that is not known, as of drawings."""
    if asset.media_type == "image/svg+xml":
        return 0, 0
    try:
        with Image.open(asset.path, formats=("JPEG", "PNG", "GIF")) as opened:
            return opened.size
    except (OSError, ValueError, SyntaxError):
        return 0, 0
