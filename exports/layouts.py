"""The layouts of the result table: each is one declaration of headings, fields and relative widths.

Headings are exactly those of the agencies' documents (samples/plans, DOMAIN.md section 10). A new layout is
one more entry of LAYOUTS; what a field prints is said in exports/cells.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

DEFAULT = "default"


@dataclass(frozen=True)
class Column:
    """A column: its field and relative width; or, with `columns`, a heading over several columns."""

    heading: str
    field: str = ""
    width: float = 1.0
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A table form. `group_by` makes a table for each indicator."""

    name: str
    kind: Literal["report", "plan"]
    title: str
    columns: tuple[Column, ...]
    group_by: Literal["", "indicator"] = ""

    @property
    def leaves(self) -> tuple[Column, ...]:
        """The columns that hold cells, from left to right."""
        return tuple(leaf for column in self.columns for leaf in (column.columns or (column,)))

    @property
    def heading_rows(self) -> tuple[tuple[str, ...], ...]:
        """One or two rows of headings, as wide as the table; a cell covered by another's heading is empty."""
        first = [heading for column in self.columns for heading in _across(column)]
        if not any(column.columns for column in self.columns):
            return (tuple(first),)
        second = [
            heading for column in self.columns for heading in ([leaf.heading for leaf in column.columns] or [""])
        ]
        return (tuple(first), tuple(second))

    @property
    def merges(self) -> tuple[tuple[int, int, int, int], ...]:
        """Heading cells that reach over others: (row, column, rows, columns), counted from 0."""
        if len(self.heading_rows) == 1:
            return ()
        found = []
        at = 0
        for column in self.columns:
            wide = len(column.columns) or 1
            found.append((0, at, 1 if column.columns else 2, wide))
            at += wide
        return tuple(found)


def _across(column: Column) -> Iterator[str]:
    yield column.heading
    yield from ("" for _ in column.columns[1:])


LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(
            DEFAULT,
            "report",
            "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
            (
                Column("ลำดับ/มาตรการ", "order+title+items", 27),
                Column("ผู้รับผิดชอบ", "responsible_text", 15),
                Column("ระยะเวลา", "period.text", 15),
                Column("ผลการดำเนินการ", "results.activity+dates+status", 29),
                Column("ผลผลิต", "results.outputs+count", 20),
                Column("ผลลัพธ์", "results.outcomes", 20),
                Column("ปัญหา อุปสรรค ข้อเสนอแนะ", "results.problems", 20),
            ),
        ),
        Layout(
            "kudjok-6m-5col",
            "report",
            "รายงานผลการดำเนินการ",
            (
                Column("ประเด็นที่ต้องปรับปรุง แก้ไข/ ประเด็นที่ต้องพัฒนา", "issue", 24),
                Column("ผู้รับผิดชอบ", "responsible_text", 17),
                Column("ขั้นตอนหรือวิธีการ/มาตรการ", "steps", 44),
                Column("การรายงานผลและการกำกับติดตาม กำหนดเวลาแล้วเสร็จ", "follow_up", 36),
                Column("การดำเนินการ", "results.activity+dates", 25),
            ),
        ),
        Layout(
            "maechedi-annual-6col",
            "report",
            "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
            (
                Column("มาตรการหรือกิจกรรม", "order+title", 25),
                Column("วิธีดำเนินการ", "steps", 31),
                Column("ผู้รับผิดชอบ", "responsible_text", 14),
                Column("ระยะเวลา", "period.text", 15),
                Column("สรุปผลการดำเนินการตาม มาตรการ/กิจกรรม", "results.outputs", 33),
                Column("ผลลัพธ์หรือความสำเร็จของการดำเนินการ", "results.outcomes", 28),
            ),
        ),
        Layout(
            "khaosaming-6m-result",
            "report",
            "รายงานผลการติดตาม วิเคราะห์ และประเมินผลการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
            (
                Column("มาตรการ", "title", 24),
                Column("รายละเอียดการดำเนินงาน", "results.activity", 36),
                Column("ระยะเวลาการดำเนินงาน", "results.period.text", 22),
                Column(
                    "ผลการดำเนินการ",
                    columns=(Column("ผลผลิต", "results.outputs", 25), Column("ผลลัพธ์", "results.outcomes", 29)),
                ),
                Column("หมายเหตุ", "results.remarks", 12),
            ),
        ),
        Layout(
            "khaosaming-plan-5col",
            "plan",
            "มาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงานให้ดีขึ้น",
            (
                Column("มาตรการ", "title", 22),
                Column("แนวทางปฏิบัติ", "guidelines", 45),
                Column("ขั้นตอน/วิธีการปฏิบัติ", "steps", 40),
                Column("ผู้รับผิดชอบ", "responsible_text", 15),
                Column("การกำกับติดตาม", "follow_up", 24),
            ),
        ),
        Layout(
            "phonsongkhram-plan-5col",
            "plan",
            "การนำผลการวิเคราะห์ไปสู่การปรับปรุง หรือพัฒนาองค์กรหรือรักษาระดับ",
            (
                Column("มาตรการ หรือโครงการ หรือกิจกรรม", "title_items", 30),
                Column(
                    "ผลการวิเคราะห์ตัวชี้วัดตามหลักเกณฑ์ การประเมิน ITA ที่สอดคล้องกับ มาตรการ หรือโครงการ หรือกิจกรรม",
                    "analysis",
                    48,
                ),
                Column("ขั้นตอนหรือวิธีการปฏิบัติ", "steps", 38),
                Column("ระยะเวลา", "period.text", 16),
                Column("ผู้รับผิดชอบ", "responsible_text", 14),
            ),
            group_by="indicator",
        ),
        Layout(
            "khaochaison-announcement-list",
            "plan",
            "มาตรการขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
            (Column("มาตรการ", "order+title", 100),),
        ),
    )
}


def find(name: str | None, planned: str | None) -> Layout:
    """The layout of that name; without a name the plan's own when it is a report layout we know, else the default.

    Raises ValueError with a sentence that lists the names when `name` is unknown.
    """
    if name is None:
        own = LAYOUTS.get(planned or "")
        return own if own and own.kind == "report" else LAYOUTS[DEFAULT]
    if name not in LAYOUTS:
        raise ValueError(f"'{name}' is not a layout; use one of {', '.join(LAYOUTS)}")
    return LAYOUTS[name]
