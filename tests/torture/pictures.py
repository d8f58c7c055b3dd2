"""Broken pictures of each type, and drawings that mean harm."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def _picture(form: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, form)
    return out.getvalue()


def _png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def _svg(inside: str, about: str = "") -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" '
        f"{about}>{inside}</svg>"
    ).encode()


_GOOD = {ending: _picture(form) for ending, form in (
    ("png", "PNG"), ("jpg", "JPEG"), ("gif", "GIF"), ("webp", "WEBP"), ("bmp", "BMP"), ("tiff", "TIFF"), ("ico", "ICO"),
)}  # fmt: skip
BROKEN: dict[str, bytes] = {
    **{f"cut.{ending}": data[: len(data) // 2] for ending, data in _GOOD.items()},
    **{f"head.{ending}": data[:12] for ending, data in _GOOD.items()},
    **{f"empty.{ending}": b"" for ending in _GOOD},
    **{f"text.{ending}": b"<script>alert(1)</script>" for ending in _GOOD},
    **{f"flipped.{ending}": bytes(255 - one if at % 7 == 3 else one for at, one in enumerate(data)) for ending, data in _GOOD.items()},
    **{f"other.{a}": _GOOD[b] for a, b in (("png", "jpg"), ("jpg", "gif"), ("gif", "webp"), ("webp", "png"))},
    **{f"behind.{ending}": data + b"<script>alert(1)</script>" * 100 for ending, data in _GOOD.items()},
    "huge.png": _png(60_000, 60_000), "zero.png": _png(0, 0), "wide.png": _png(2**31 - 1, 1), "short.png": _png(500, 500, b"\0" * 9),
    "bomb.png": _png(20_000, 20_000, b"\0" * 20_000_000),
}  # fmt: skip
_USES = "".join(
    f'<g id="a{level}">{f"""<use xlink:href="#a{level - 1}"/>""" * 10 if level else "<path d=M0 0/>"}</g>'
    for level in range(10)
)
DRAWINGS: dict[str, bytes] = {
    "script.svg": _svg("<script>alert(1)</script>"), "onload.svg": _svg("", 'onload="alert(1)"'),
    "uses.svg": _svg(_USES), "self.svg": _svg('<use id="a" xlink:href="#a"/>'),
    "many.svg": _svg("<g/>" * 100_000), "deep.svg": _svg("<g>" * 3000 + "</g>" * 3000),
    "path.svg": _svg(f'<path d="{"M0 0" * 50_000}"/>'), "rotate.svg": _svg(f'<g transform="{"rotate(1)" * 20_000}"/>'),
    "open-rotate.svg": _svg(f'<g transform="{"rotate(" * 20_000}"/>'), "numbers.svg": _svg(f'<path d="M{"1" * 50_000}"/>'),
    "foreign.svg": _svg('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="&lt;script&gt;"/></foreignObject>'),
    "image.svg": _svg('<image xlink:href="http://evil.example/a.png"/><image href="file:///etc/passwd"/>'),
    "style.svg": _svg("<style>@import url(http://evil.example/a.css);*{fill:image-set('http://evil.example/a' 1x)}</style>"),
    "set.svg": _svg('<a xlink:href="#"><set attributeName="xlink:href" to="javascript:alert(1)"/><text>a</text></a>'),
    "entity.svg": b'<!DOCTYPE svg [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>' + _svg("<text>&b;&b;</text>"),
    "outside.svg": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _svg("<text>&a;</text>"),
    "namespace.svg": _svg('<x:iframe xmlns:x="http://evil" srcdoc="a"/>'), "cut.svg": _svg("<g>")[:-20], "no.svg": b"no", "none.svg": b"",
    "filter.svg": _svg('<filter id="a"><feImage xlink:href="#a"/></filter><rect filter="url(#a)" width="9" height="9"/>'),
    "pattern.svg": _svg('<pattern id="a"><rect fill="url(#a)" width="9" height="9"/></pattern><rect fill="url(#a)" width="9" height="9"/>'),
    "size.svg": _svg("", 'width="1e9" height="1e9"'), "animate.svg": _svg('<animate attributeName="href" values="javascript:a"/>' * 5),
    "utf16.svg": _svg("<script>a</script>").decode().encode("utf-16"), "text.svg": _svg(f"<text>{'가' * 20_000}</text>"),
}  # fmt: skip
