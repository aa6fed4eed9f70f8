"""Executives' orders as they print in a round's report: by post, with every answer and day."""

from __future__ import annotations

from collections.abc import Iterable

from exports.report_value import OrderLine
from exports.texts import fits_cell, paper
from models.calendar import bangkok_date
from models.orders import Entry, Order
from models.thai import short_date

ORDER_STATES = {"open": "ยังไม่ตอบ", "answered": "ตอบแล้ว", "closed": "ปิดเรื่องแล้ว"}  # as printed


def order_lines(found: Iterable[Order]) -> tuple[OrderLine, ...]:
    """The lines of a round's orders (models/orders.of_round), in their order."""
    return tuple(_line(one) for one in found)


def _line(order: Order) -> OrderLine:
    return OrderLine(
        division=paper(order.division),
        about=order.about,
        text=fits_cell(paper(order.text)),
        by=paper(order.by),
        given=short_date(bangkok_date(order.at)),
        due=short_date(order.due_on),
        state=order.state,
        answers=tuple(fits_cell(_said(entry)) for entry in order.entries if entry.text),
    )


def _said(entry: Entry) -> str:
    """An answer with its day; what the executive asked again says so."""
    again = "สั่งเพิ่ม: " if entry.kind == "again" else ""
    return f"{again}{paper(entry.text)} ({short_date(bangkok_date(entry.at))})"
