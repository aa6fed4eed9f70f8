"""The two charts of the summary sheet: what was sent in time, late and not, by division and by month.

Counts are stacked, not percents: a mayor sees at once who is behind and by how much, and the figures on the bars are
those of the tables below. The charts are Excel's own and read the cells of these tables; the figures are also kept
inside, for viewers on phones that do not calculate.
"""

from __future__ import annotations

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
from openpyxl.worksheet.worksheet import Worksheet

from exports.report_value import Figures
from exports.sheets import FONT, THAI_NUMBER
from exports.texts import clean, short

HEIGHT = 7.3  # cm; more where there are many divisions
LEAST_BAR = 0.6  # cm of height for a division, so that its name can be read
MOST = 30  # bars of one chart: more could not be read
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


def height(divisions: int) -> float:
    """How tall both charts are, in cm."""
    return max(HEIGHT, min(divisions, MOST) * LEAST_BAR + 2.4)


def put(sheet: Worksheet, row: int, after: int, columns: int, left: Source, right: Source) -> None:
    """Both charts beside each other in the rows from `row` up to the one before `after`, which must be empty: by
    division (`left`) over the first column, by month (`right`) over the others of so many."""
    cm = sum(sheet.row_dimensions[number].height or 0 for number in range(row, after)) * 2.54 / 72
    for source, title, lying, first, last in (
        (left, "จำแนกตามส่วนราชการ (ข้อ)", True, 0, 1),
        (right, "จำแนกตามเดือน (ข้อ)", False, 1, columns),
    ):
        if source.shown:
            chart = _chart(sheet, source, title, lying, cm)
            begin = AnchorMarker(col=first, colOff=_GAP if first else 0, row=row - 1, rowOff=_GAP)
            end = AnchorMarker(col=last, row=after - 1)
            chart.anchor = TwoCellAnchor(editAs="oneCell", _from=begin, to=end)  # type: ignore[assignment]
            sheet.add_chart(chart)


def _chart(sheet: Worksheet, source: Source, title: str, lying: bool, cm: float) -> BarChart:
    chart = BarChart()
    chart.type = "bar" if lying else "col"
    chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 45
    for series in _series(sheet, source):
        chart.append(series)
    chart.title = Title(tx=_rich(title, 1600, bold=True), overlay=False)
    chart.legend.position = "b"
    chart.legend.txPr = _look(1400)
    top, bottom = 1.35 / cm, (1.2 if lying else 1.9) / cm  # cm of the title; of the legend, and the names of months
    left = 0.4 if lying else 0.02  # the names of divisions stand there
    inside = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=left, y=top, w=0.98 - left)
    inside.h = 1 - top - bottom
    chart.layout = Layout(manualLayout=inside)
    chart.x_axis.delete = False  # openpyxl hides axes unless told; the counts stand on the bars, and need no axis
    chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
    long = max(len(one.label) for one in source.figures) > 30  # a name in two lines would push out the next one
    chart.x_axis.txPr = _look(1050 if len(source.rows) > 6 or long else 1400)
    chart.x_axis.tickLblPos, chart.x_axis.tickLblSkip = "low", 1
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="9CA3AF"))
    chart.y_axis.scaling.min = 0
    if lying:
        chart.x_axis.scaling.orientation = "maxMin"  # the first division on top, as in the table
    return chart


def _series(sheet: Worksheet, source: Source) -> list[ChartSeries]:
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
        series.dLbls = _labels(counts, ink)
        made.append(series)
    return made


def _labels(counts: Sequence[int], ink: str) -> DataLabelList:
    """The counts on the bars, in Thai digits; a part without anything has none."""
    labels = DataLabelList(numFmt=THAI_NUMBER, showVal=True, txPr=_look(1200, ink))
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
    return RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _rich(text: str, size: int, *, bold: bool) -> Text:
    look = _character(size, _INK, bold)
    run = RegularTextRun(rPr=look, t=text)
    return Text(
        rich=RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])
    )
