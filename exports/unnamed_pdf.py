"""Takes what names somebody out of a PDF: properties, XMP, authors of remarks, metadata of the photos in it.

The pages are not touched: their streams are copied as they are. Earlier states that a program left in the file go
too, and so does a lock that opens without a password.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
from pikepdf import settings

_MOST = 64 * 2**20  # bytes that the reader may unfold: what it needs is the file's own directory, not its pictures
_WRITTEN_BY_PROGRAMS = ("/Metadata", "/PieceInfo", "/LastModified")
_SIGNED, _HOLDS_FILES = "/ByteRange", "/EmbeddedFile"

settings.set_qpdf_limits(
    flate_max_memory=_MOST,
    png_max_memory=_MOST,
    run_length_max_memory=_MOST,
    tiff_max_memory=_MOST,
    doc_max_warnings=1000,
)  # for the process: nobody else opens a PDF here


def without_names(content: bytes, photo: Callable[[bytes], bytes]) -> bytes:
    """The PDF without what names somebody; the same bytes for the same content. `photo` cleans a JPEG.

    Raises ValueError when it must stay as it is: it is signed, needs a password, has other files in it, or is no PDF.
    """
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for item in pdf.objects:
                for one in _inside(item):
                    _clean(one, photo)
            made = BytesIO()
            pdf.save(
                made,
                fix_metadata_version=False,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                deterministic_id=True,
                encryption=False,
            )
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError) as error:
        raise ValueError("this PDF cannot be read") from error
    return made.getvalue()


def _inside(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """An object of the file and those that it holds itself; what it only points to is met for itself."""
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        within = [value for _, value in item.items()]
    elif isinstance(item, pikepdf.Array):
        within = list(item)
    else:
        return
    for value in within:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _inside(value)


def _clean(one: pikepdf.Object, photo: Callable[[bytes], bytes]) -> None:
    if _SIGNED in one or one.get("/Type") == _HOLDS_FILES:
        raise ValueError("this PDF is signed, or has files in it")
    for key in _WRITTEN_BY_PROGRAMS:
        if key in one:
            del one[key]
    if "/T" in one and "/Rect" in one and one.get("/Subtype") not in (None, "/Widget"):  # who wrote a remark
        del one["/T"]
    if isinstance(one, pikepdf.Stream) and one.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        try:
            cleaned = photo(one.read_raw_bytes())
        except ValueError:  # no photo that can be cleaned: shown as it is
            return
        one.write(cleaned, filter=pikepdf.Name.DCTDecode)
