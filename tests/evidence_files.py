"""Files as people send them, with what names somebody in them."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo

WHO = "Somchai Jaidee"


def photo(
    colour: str = "green", size: tuple[int, int] = (640, 480), turn: int = 6, progressive: bool = False
) -> bytes:
    """A photo of a phone, with author, place and device in its EXIF, and a comment."""
    exif = Image.Exif()
    exif[0x013B], exif[0x0110], exif[0x0112] = WHO, "Phone of Somchai", turn
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 45.0, 0.0), 3: "E", 4: (100.0, 30.0, 0.0)})
    file, size = BytesIO(), (640, 480)
    picture = Image.new("RGB", size, colour)
    picture.paste("white", (0, 0, size[0] // 2, size[1] // 4))  # so that it is seen how it is turned
    picture.save(file, "JPEG", exif=exif, comment=WHO.encode(), progressive=progressive)
    return file.getvalue() + b"trailer of " + WHO.encode()


def png() -> bytes:
    """A picture of a screen, with its author in a text."""
    info = PngInfo()
    info.add_text("Author", WHO)
    info.add_itxt("XML:com.adobe.xmp", f"<dc:creator>{WHO}</dc:creator>")
    file = BytesIO()
    Image.new("RGBA", (300, 200), (200, 30, 30, 128)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def pdf(more: bytes = b"") -> bytes:
    """A PDF with its author in the Info and in XMP."""
    name = WHO.encode()
    return (
        b"%PDF-1.7\n1 0 obj<</Title(Plan)/Author (" + name + b" \\(IT\\))/Producer(x)>>endobj\n"
        b"2 0 obj<</Author <FEFF0E2A>>>endobj\n"
        + more
        + b"<dc:creator><rdf:li>"
        + name
        + b"</rdf:li></dc:creator>%%EOF"
    )


def word() -> bytes:
    """A Word file with its author."""
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = WHO
    document.add_paragraph("ประกาศนโยบาย")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def sheet() -> bytes:
    """An Excel file with its author and somebody's comment."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = WHO
    assert book.active
    book.active["A1"] = "ผลการดำเนินการ"
    book.active["A1"].comment = Comment("ตรวจแล้ว", WHO)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, more: dict[str, bytes]) -> bytes:
    """A zip with more members."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, body in more.items():
            new.writestr(name, body)
    return file.getvalue()
