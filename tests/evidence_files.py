"""Files as people send them, with what names somebody in them."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
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


def pdf(squeezed: bool = True, **more: pikepdf.Object) -> bytes:
    """A PDF of one page with its author in properties, XMP, a remark, and a photo's EXIF. `squeezed`: most of
    it in compressed objects, as Word writes it. `more` stands in its catalog."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(300, 400))
    image = pikepdf.Stream(
        made, photo(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=640, Height=480
    )
    image.ColorSpace, image.BitsPerComponent, image.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=made.make_indirect(image)))
    page.Contents = made.make_stream(b"q 300 0 0 225 0 100 cm /Im0 Do Q")
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=WHO, Contents="ok"
            )
        ]
    )
    page.PieceInfo = made.make_indirect(pikepdf.Dictionary(App=pikepdf.Dictionary(Private=WHO)))
    made.docinfo["/Author"], made.docinfo["/Title"] = WHO, "Plan of Somchai"
    with made.open_metadata() as xmp:
        xmp["dc:creator"] = [WHO]
    for name, value in more.items():
        made.Root[f"/{name}"] = value
    file = BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if squeezed else pikepdf.ObjectStreamMode.disable
    made.save(file, object_stream_mode=mode, deterministic_id=True)
    return file.getvalue()


def locked(content: bytes, password: str) -> bytes:
    """The PDF with a lock, which opens with this password; an empty one opens for everybody."""
    file = BytesIO()
    with pikepdf.open(BytesIO(content)) as made:
        made.save(file, encryption=pikepdf.Encryption(owner="owner", user=password))
    return file.getvalue()


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
