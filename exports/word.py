"""Building blocks of a Thai government paper as a Word file: fonts, pages, lines, tables, signatures.

With exports/word_xml.py the owner of python-docx. What is typed by people comes in as text and stays text. Looks are
those of DOMAIN.md section 9: A4, margins 3 and 2 cm, TH SarabunPSK 16 also as the complex-script font, without which
Word shows Thai in a font of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_UNDERLINE
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from exports import word_xml as xml
from exports.files import whole_file
from exports.texts import clean
from exports.word_xml import SIZE

TITLE, LABEL, HEADING, SMALL = 29, 20, 14, 11
WIDTH = 16.0  # cm of text across A4
DOTS = "." * 56
WHOLE_ROW = 500  # letters of a row up to which it is kept on one page

Align = Literal["left", "center", "spread"]
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "spread": WD_ALIGN_PARAGRAPH.THAI_JUSTIFY,
}


@dataclass(frozen=True)
class Line:
    """A paragraph of one look. `first` and `left` are indents in cm, `before` space above in points; `kept`: it stays
    on the page of what follows."""

    text: str
    bold: bool = False
    align: Align = "left"
    size: float = SIZE
    first: float = 0
    left: float = 0
    before: float = 0
    kept: bool = False


class Paper:
    """A paper that is being written from top to bottom, and then saved."""

    def __init__(self, title: str, organisation: str, made: datetime) -> None:
        """`title` and `organisation` become the file's properties; no person stands in them."""
        self._file = Document()
        xml.set_defaults(self._file.styles.element)
        section = self._file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.5)
        section.header_distance = section.footer_distance = Cm(0.8)
        section.different_first_page_header_footer = True
        xml.thai_page_numbers(section._sectPr)
        _lay(section.header.paragraphs[0], Line("", align="center"))
        xml.page_number(section.header.paragraphs[0])
        xml.compatible(self._file.settings.element)
        properties = self._file.core_properties
        properties.title, properties.author = clean(title)[:250], clean(organisation)[:250]
        properties.last_modified_by, properties.comments = properties.author, ""
        properties.language = "th-TH"
        properties.created = properties.modified = made.replace(tzinfo=None)

    # --- Paragraphs

    def put(self, *lines: Line) -> None:
        """Paragraphs, one after another; a line break inside a text begins a new one of the same look."""
        for line in lines:
            for n, text in enumerate(clean(line.text).split("\n")):
                _lay(self._file.add_paragraph(), replace(line, text=text, before=line.before * (not n)))

    def text(self, text: str, *, first: float = 2.5, left: float = 0, before: float = 6, kept: bool = False) -> None:
        """Running text: each line a paragraph whose first line is indented. An empty text is left out; a label that
        ends with a colon stays with what it is of."""
        for n, line in enumerate(one for one in clean(text).split("\n") if one.strip()):
            _lay(
                self._file.add_paragraph(),
                Line(line, False, "spread", SIZE, first, left, before * (not n), kept or line.rstrip().endswith(":")),
            )

    def space(self, centimetres: float) -> None:
        """Empty space, for the emblem or a stamp."""
        _lay(self._file.add_paragraph(), Line(""))
        _exactly(self._file.paragraphs[-1], centimetres)

    def heading(self, text: str, emblem: float) -> None:
        """The heading of a memo, in the middle, with so many cm of height left of it for the emblem."""
        paragraph = self._file.add_paragraph()
        _lay(paragraph, Line(text, bold=True, align="center", size=TITLE))
        _at_least(paragraph, emblem)

    def labels(self, *parts: tuple[str, str, float]) -> None:
        """A line of labels, each with its value on a dotted line that ends at so many cm."""
        paragraph = self._file.add_paragraph()
        _lay(paragraph, Line(""))
        for label, value, end in parts:
            xml.run(paragraph, f" {label} " if paragraph.text else f"{label} ", bold=True, size=LABEL)
            value = " ".join(clean(value).split())
            for text in (value, "\t"):
                if text:
                    xml.run(paragraph, text).font.underline = WD_UNDERLINE.DOTTED
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(end), WD_TAB_ALIGNMENT.LEFT)

    def new_page(self) -> None:
        """What follows begins on a page of its own."""
        paragraph = self._file.add_paragraph()
        _lay(paragraph, Line(""))
        paragraph.paragraph_format.page_break_before = True

    def foot(self, text: str) -> None:
        """Small print at the foot of every page."""
        section = self._file.sections[0]
        for footer in (section.first_page_footer, section.footer):
            _lay(footer.paragraphs[0], Line(text, align="center", size=SMALL))

    # --- Tables

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        centred: Sequence[int] = (),
        total: bool = False,
        size: float = SIZE,
    ) -> None:
        """A table with lines; the heading repeats on every page. `widths` in cm; `centred`: numbers of columns;
        `total`: the last row is a sum; `size`: of its letters."""
        self.put(Line("", size=6, kept=True))
        table = self._table(len(rows) + 1, widths, "Table Grid")
        xml.repeated(table.rows[0])
        for n, (row, texts) in enumerate(zip(table.rows, [headings, *rows], strict=True)):
            strong = n == 0 or (total and n == len(rows))
            _keep_whole(row, texts)
            for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                middle = n == 0 or column in centred
                look: Align = "center" if middle else "left"
                _fill(cell, [Line(text, bold=strong, align=look, size=min(size, HEADING) if n == 0 else size)])
                if n == 0:
                    xml.shaded(cell, "E7ECF1")

    def side_by_side(self, blocks: Sequence[Sequence[Line]]) -> None:
        """Blocks of lines, two and two beside each other, without lines around them."""
        pairs = [blocks[n : n + 2] for n in range(0, len(blocks), 2)]
        table = self._table(len(pairs), (WIDTH / 2, WIDTH / 2), "Normal Table")
        for row, pair in zip(table.rows, pairs, strict=True):
            _keep_whole(row, [line.text for block in pair for line in block])
            for cell, block in zip(row.cells, pair, strict=False):
                _fill(cell, block)
            for cell in row.cells[len(pair) :]:
                _fill(cell, [Line("")])

    def closing(self, text: str) -> None:
        """The sentence that a paper ends with, on one page with what is signed and with the text before it."""
        for paragraph in self._file.paragraphs[-2:]:
            paragraph.paragraph_format.keep_with_next = True
        self.put(Line(text, first=2.5, before=12, kept=True))

    def signature(self, *under: str) -> None:
        """Room to sign, a name in brackets, and what stands under it, on the right of the page."""
        texts = ("", "", f"({DOTS})", *under)
        self.put(*(Line(text, align="center", left=5, kept=n < len(texts)) for n, text in enumerate(texts, 1)))

    def _table(self, rows: int, widths: Sequence[float], style: str) -> Table:
        table: Table = self._file.add_table(rows, len(widths), style)
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        xml.cell_margins(table._tblPr, 70)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        return table

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all. Raises OSError when the folder cannot be written to."""
        with whole_file(path) as file:
            self._file.save(file)


# --- Lines and rows -------------------------------------------------------------------------------------------------


def _lay(paragraph: Paragraph, line: Line) -> None:
    look = paragraph.paragraph_format
    paragraph.alignment = _ALIGN[line.align]
    look.space_before, look.space_after = Pt(line.before), Pt(0)
    look.line_spacing_rule = WD_LINE_SPACING.SINGLE
    look.first_line_indent = Cm(line.first) if line.first else None
    look.left_indent = Cm(line.left) if line.left else None
    look.keep_with_next = line.kept or None
    if line.text:
        xml.run(paragraph, line.text, bold=line.bold, size=line.size)
    xml.set_font(xml.mark(paragraph), line.size, line.bold)


def _exactly(paragraph: Paragraph, centimetres: float) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Cm(centimetres)


def _at_least(paragraph: Paragraph, centimetres: float) -> None:
    paragraph.paragraph_format.line_spacing = Cm(centimetres)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST


def _fill(cell: _Cell, lines: Sequence[Line]) -> None:
    """The lines of a cell; a line break inside a text begins a new paragraph."""
    paragraph: Paragraph | None = cell.paragraphs[0]
    for line in lines:
        for text in clean(line.text).split("\n"):
            _lay(paragraph or cell.add_paragraph(), replace(line, text=text))
            paragraph = None


def _keep_whole(row: _Row, texts: Sequence[str]) -> None:
    """Short rows are not divided between pages; a long one must be, or pages stay empty."""
    if max(map(len, texts), default=0) <= WHOLE_ROW:
        xml.undivided(row)
