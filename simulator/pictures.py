"""Reads what a file is from its bytes: the kind of message a person's file becomes, and the size of an image."""

import struct

import filetype

# What a phone sends as a photo; anything else that looks like an image travels as a file.
PHOTOS = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic")


def kind_of(data: bytes, file_name: str | None) -> tuple[str, str]:
    """(message type, media type) of an uploaded file: image, video, audio or file."""
    guess = filetype.guess_mime(data)
    media = str(guess) if guess else "application/octet-stream"
    if media in PHOTOS:
        return "image", media
    if media == "application/octet-stream" and file_name and file_name.lower().endswith(".txt"):
        media = "text/plain"
    for kind in ("video", "audio"):
        if media.startswith(f"{kind}/"):
            return kind, media
    return "file", media


def size_of(data: bytes) -> tuple[str, int, int] | None:
    """(media type, width, height) of a JPEG or PNG, or None if it is neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return "image/png", width, height
    if data[:2] == b"\xff\xd8":
        return _jpeg_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[str, int, int] | None:
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return "image/jpeg", width, height
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
