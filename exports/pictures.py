"""Photos of evidence, looked at with bounds: small pictures of them for an index, and how they are turned.

The owner of Pillow. What people send may be a bomb (a few bytes that unfold to gigabytes), so the size that a file
claims is looked at before anything is unpacked, and only two kinds are read at all.
"""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000  # of a JPEG; LINE makes photos far smaller, and a progressive one takes six bytes for each
MOST_PIXELS_PNG = 30_000_000  # PNG is unpacked whole: four bytes for each
SIDE = 110  # pixels of a small picture
_KINDS = ("JPEG", "PNG")
# A damaged picture ends in whatever the reader runs into; each of these means "no picture" here.
_BROKEN = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError, LookupError,
    TypeError, ArithmeticError, struct.error, MemoryError,
)  # fmt: skip


def small(content: bytes) -> bytes | None:
    """A small JPEG of a photo, turned upright; None when it cannot or must not be read."""
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as picture:
            most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS_PNG
            if picture.width * picture.height > most:
                return None
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            picture.thumbnail((SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            plain = _on_white(upright)
            plain.info.clear()  # a comment in it would be written again
            made = BytesIO()
            plain.save(made, "JPEG", quality=80)
            return made.getvalue()
    except _BROKEN:
        return None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return picture.convert("RGB")


def turned(content: bytes) -> int:
    """How a photo says that it is turned: 1 (upright) to 8, the values of EXIF."""
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as picture:
            turn = picture.getexif().get(0x0112, 1)
    except _BROKEN:
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1
