"""The two charts of the summary sheet: what was sent in time, late and not, by division and by month.

Counts are stacked, not percents: a mayor sees at once who is behind and by how much, and the figures on the bars are
those of the tables below. The charts are Excel's own and read the cells of these tables; the figures are also kept
inside, for viewers on phones that do not calculate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, NumData, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import fitting
from exports.report_value import Figures
from exports.sheets import FONT, THAI_NUMBER
from exports.texts import clean, short

LEAST = 170.0  # points of height: a lower chart shows nothing
MOST = 30  # bars of one chart: more could not be read
_SIZES = (1400, 1200, 1050)  # of divisions' names, in hundredths of a point
_SMALLEST = 900
_COUNTS = 1200  # of the counts on the bars
_LINE = 1.67  # of its size is a line of the larger letters, see exports/fitting.py
_NAMES = 0.4  # of a chart's width is for the names of divisions
_TITLE, _LEGEND = 42.0, 34.0  # points
_MONTHS = 20.0  # points of the names of months
_GAP = 72_000  # EMU, 2 mm
_SERIES = (("in_time", 3, "2E7D32", "FFFFFF"), ("late", 4, "F9C74F", "1F2937"), ("missing", 5, "C62828", "FFFFFF"))
_INK = "1F2937"


@dataclass(frozen=True)
class Source:
    """A table on the sheet that a chart shows: its heading row, and the row of each of its figures."""

    heading: int
    figures: Sequence[Figures]
    rows: Sequence[int]

    @property
    def shown(self) -> bool:
        """Whether it can be a chart: something is expected, one sheet row for each, and not too many."""
        together = list(self.rows) == list(range(self.rows[0], self.rows[0] + len(self.rows))) if self.rows else False
        return together and len(self.rows) <= MOST and any(one.expected for one in self.figures)


@dataclass(frozen=True)
class Place:
    """Empty rows from `row` up to the one before `after`; columns, from 0, `first` up to the one before `last`."""

    row: int
    after: int
    first: int
    last: int


def fit_beside(divisions: Sequence[Figures], width: float, height: float) -> bool:
    """Whether the names of divisions can be read on a chart of so many points."""
    return len(divisions) <= MOST and _size(divisions, width, height) is not None


def put_divisions(sheet: Worksheet, source: Source, place: Place) -> None:
    """The chart by division, lying bars, the first division on top as in the table."""
    if source.shown:
        width, height = _points(sheet, place)
        size = _size(source.figures, width, height) or _SMALLEST
        chart = _chart(sheet, source, "จำแนกตามส่วนราชการ (ข้อ)", "bar", _NAMES, height, _LEGEND, min(size, _COUNTS))
        chart.x_axis.txPr = _look(size)
        chart.x_axis.scaling.orientation = "maxMin"
        _add(sheet, chart, place)


def put_months(sheet: Worksheet, source: Source, place: Place) -> None:
    """The chart by month, standing bars."""
    if source.shown:
        chart = _chart(sheet, source, "จำแนกตามเดือน (ข้อ)", "col", 0.02, _points(sheet, place)[1], _LEGEND + _MONTHS)
        chart.x_axis.txPr = _look(1050 if len(source.rows) > 6 and place.first else 1400)
        _add(sheet, chart, place)


def _size(divisions: Sequence[Figures], width: float, height: float) -> int | None:
    """The largest letters in which every name fits beside its bar; None when they would be too small."""
    room, bar = _NAMES * width, (height - _TITLE - _LEGEND) / len(divisions)
    for size in _SIZES:
        wide = max(fitting.advance(short(clean(one.label), 60)) for one in divisions) * size / 100 / fitting.SIZE
        if math.ceil(1.1 * wide / room) * size / 100 * _LINE <= bar:
            return size
    return None


def _points(sheet: Worksheet, place: Place) -> tuple[float, float]:
    """How wide and tall a place is."""
    letters = (get_column_letter(column + 1) for column in range(place.first, place.last))
    wide = sum(sheet.column_dimensions[letter].width for letter in letters) * fitting.CHARACTER
    return wide, sum(sheet.row_dimensions[row].height or 0 for row in range(place.row, place.after))


def _add(sheet: Worksheet, chart: BarChart, place: Place) -> None:
    begin = AnchorMarker(col=place.first, colOff=_GAP if place.first else 0, row=place.row - 1, rowOff=_GAP)
    end = AnchorMarker(col=place.last, row=place.after - 1)
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=begin, to=end)  # type: ignore[assignment]
    sheet.add_chart(chart)


def _chart(
    sheet: Worksheet,
    source: Source,
    title: str,
    kind: str,
    left: float,
    height: float,
    below: float,
    counts: int = _COUNTS,
) -> BarChart:
    """A chart whose bars begin at so much of its width, with so many points below them, and counts of that size."""
    chart = BarChart()
    chart.type = kind
    chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 45
    for series in _series(sheet, source, counts):
        chart.append(series)
    chart.title = Title(tx=_rich(title, 1600, bold=True), overlay=False)
    chart.legend.position = "b"
    chart.legend.txPr = _look(1400)
    top, bottom = _TITLE / height, below / height
    inside = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=left, y=top, w=0.98 - left)
    inside.h = 1 - top - bottom
    chart.layout = Layout(manualLayout=inside)
    chart.x_axis.delete = False  # openpyxl hides axes unless told; the counts stand on the bars, and need no axis
    chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
    chart.x_axis.tickLblPos, chart.x_axis.tickLblSkip = "low", 1
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="9CA3AF"))
    chart.y_axis.scaling.min = 0
    return chart


def _series(sheet: Worksheet, source: Source, size: int) -> list[ChartSeries]:
    first, last = source.rows[0], source.rows[-1]
    names = Reference(sheet, min_col=1, min_row=first, max_row=last)
    made = []
    for attribute, column, colour, ink in _SERIES:
        values = Reference(sheet, min_col=column, min_row=first, max_row=last)
        series = Series(values, title_from_data=False)
        heading = Reference(sheet, min_col=column, min_row=source.heading)
        title = str(sheet.cell(source.heading, column).value)
        series.tx = SeriesLabel(StrRef(f=str(heading), strCache=_texts([title])))
        labels, counts = [one.label for one in source.figures], [getattr(one, attribute) for one in source.figures]
        series.cat = AxDataSource(strRef=StrRef(f=str(names), strCache=_texts(labels)))
        series.val.numRef = NumRef(f=str(values), numCache=_numbers(counts))
        series.spPr = GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))
        series.invertIfNegative = False
        series.dLbls = _labels(counts, ink, size)
        made.append(series)
    return made


def _labels(counts: Sequence[int], ink: str, size: int) -> DataLabelList:
    """The counts on the bars, in Thai digits; a part without anything has none."""
    labels = DataLabelList(numFmt=THAI_NUMBER, showVal=True, txPr=_look(size, ink))
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.position = "ctr"
    labels.dLbl = [_no_label(n) for n, count in enumerate(counts) if not count]
    return labels


def _no_label(number: int) -> DataLabel:
    return DataLabel(
        number, showVal=False, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )


def _texts(texts: Sequence[str]) -> StrData:
    return StrData(ptCount=len(texts), pt=[StrVal(idx=n, v=short(clean(text), 60)) for n, text in enumerate(texts)])


def _numbers(values: Sequence[int]) -> NumData:
    return NumData(
        formatCode="General", ptCount=len(values), pt=[NumVal(idx=n, v=str(v)) for n, v in enumerate(values)]
    )


def _character(size: int, ink: str, bold: bool) -> CharacterProperties:
    face = Font(typeface=FONT)
    return CharacterProperties(sz=size, b=bold, latin=face, cs=face, solidFill=ink)


def _look(size: int, ink: str = _INK) -> RichText:
    properties = ParagraphProperties(defRPr=_character(size, ink, False))
    level = RichTextProperties(rot=0)  # said so, because only then LibreOffice leaves out no name of an axis
    return RichText(bodyPr=level, p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _rich(text: str, size: int, *, bold: bool) -> Text:
    look = _character(size, _INK, bold)
    run = RegularTextRun(rPr=look, t=text)
    return Text(
        rich=RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])
    )
