"""The marks of a Word file that python-docx has no words for: complex-script fonts, Thai page numbers, repeated rows.

With exports/word.py the owner of python-docx.
"""

from __future__ import annotations

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from exports.texts import clean

FONT = "TH SarabunPSK"
SIZE = 16
_ERA = re.compile("พ\\.ศ\\. (?=[๐-๙])")  # the year stays on the line of its era
# A number in brackets stays with what is before it: at a break before the bracket LibreOffice tears the number.
_BRACKET = re.compile(" \\((?=[๐-๙0-9])")


def run(paragraph: Paragraph, text: str, *, bold: bool = False, size: float = SIZE) -> Run:
    """Text with every font of it set: that of Latin letters, and the complex-script one that Thai is shown in."""
    made = paragraph.add_run(text if text == "\t" else _joined(clean(text)))
    set_font(made._r.get_or_add_rPr(), size, bold)
    return made


def _joined(text: str) -> str:
    return _BRACKET.sub("\u00a0(", _ERA.sub("พ.ศ.\u00a0", text))


def set_font(properties: BaseOxmlElement, size: float, bold: bool) -> None:
    """In the order that the schema asks for: rFonts, b, bCs, sz, szCs, lang."""
    for name in ("w:rFonts", "w:b", "w:bCs", "w:sz", "w:szCs", "w:lang"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    element(properties, "w:rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT)
    if bold:
        element(properties, "w:b")
        element(properties, "w:bCs")
    element(properties, "w:sz", val=str(round(size * 2)))
    element(properties, "w:szCs", val=str(round(size * 2)))
    element(properties, "w:lang", val="en-US", bidi="th-TH")


def set_defaults(styles: BaseOxmlElement) -> None:
    """The whole file speaks Thai in our font, also what somebody types into it later."""
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        set_font(defaults, SIZE, bold=False)
    normal = next(s for s in styles.findall(qn("w:style")) if s.get(qn("w:styleId")) == "Normal")
    properties = normal.find(qn("w:rPr"))
    if properties is None:
        properties = element(normal, "w:rPr")
    set_font(properties, SIZE, bold=False)


def mark(paragraph: Paragraph) -> BaseOxmlElement:
    """The look of the paragraph's end, which gives an empty line its height."""
    properties = paragraph._p.get_or_add_pPr()
    found = properties.find(qn("w:rPr"))
    return element(properties, "w:rPr") if found is None else found


def page_number(paragraph: Paragraph) -> None:
    """- ๒ -, counted by Word."""
    run(paragraph, "- ")
    for kind in ("begin", "text", "separate", "shown", "end"):
        made = run(paragraph, "๒" if kind == "shown" else "")
        if kind == "text":
            element(made._r, "w:instrText").text = "PAGE \\* THAIARABIC"
        elif kind != "shown":
            element(made._r, "w:fldChar", fldCharType=kind)
    run(paragraph, " -")


def thai_page_numbers(section: BaseOxmlElement) -> None:
    """Page numbers of a section in Thai digits."""
    cols = section.find(qn("w:cols"))
    cols.addprevious(element(section, "w:pgNumType", fmt="thaiNumbers"))


def cell_margins(table: BaseOxmlElement, twips: int) -> None:
    """Room left and right in the cells of a table (its w:tblPr), in twentieths of a point."""
    margins = element(table, "w:tblCellMar")
    for side in ("w:left", "w:right"):
        element(margins, side, w=str(twips), type="dxa")
    for look in table.findall(qn("w:tblLook")):  # the schema wants it last
        table.append(look)


def shaded(cell: _Cell, colour: str) -> None:
    """A cell with a ground of that colour."""
    element(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)


def repeated(row: _Row) -> None:
    """A row that stands again on every page."""
    element(row._tr.get_or_add_trPr(), "w:tblHeader")


def undivided(row: _Row) -> None:
    """A row that is not divided between two pages."""
    element(row._tr.get_or_add_trPr(), "w:cantSplit", first=True)


def compatible(settings: BaseOxmlElement) -> None:
    """Word 2013 and later: without it Word shows the file in a mode of 2007."""
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:bidi"), "th-TH")


def element(parent: BaseOxmlElement, name: str, *, first: bool = False, **values: str) -> BaseOxmlElement:
    """A new part with these values, as the last (`first`: the first) of its parent."""
    made: BaseOxmlElement = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    parent.insert(0, made) if first else parent.append(made)
    return made
