"""What a composer gives the layout engine besides HTML, and what it is told of what was laid out."""

from collections.abc import Mapping
from pathlib import Path

File = bytes | Path  # what an address in the HTML stands for
Places = Mapping[str, tuple[float, float, float, float]]  # id -> left, top, right, foot of its box, in px
