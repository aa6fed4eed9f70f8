"""The rich menus by role: which words stand on them, row by row, the most used first. A menu for each sum of roles.

Every item is a word that does the same when it is typed; how it looks is bot/menu_drawing.py's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from handlers import wording
from handlers.wording_ladder import CHASE_WORD
from handlers.wording_orders import ORDERS
from models.people import OF_A_DIVISION


@dataclass(frozen=True)
class Menu:
    """A rich menu: its name at LINE, what the bar under the chat says (14 letters at most), its rows of words."""

    name: str
    bar: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Every word on it, as it is read."""
        return tuple(word for row in self.rows for word in row)


_TO_REPORT = (wording.REPORT, wording.SAME)
NEWCOMER = Menu("newcomer", "เริ่มใช้งาน", ((wording.ENTER_CODE, wording.HELP_WORD),))
REPORTER = Menu(
    "reporter",
    "เมนูรายงาน",
    (_TO_REPORT, (wording.STATUS, wording.EVIDENCE, wording.EDIT, wording.HELP_WORD)),
)
SECRETARY = Menu(
    "secretary",
    "เมนูผู้ดูแล",
    ((wording.SUMMARY, CHASE_WORD), (wording.GET_FILE, wording.MEETING, wording.STAFF, wording.HELP_WORD)),
)
_TO_OVERSEE = (wording.SUMMARY, ORDERS)
EXECUTIVE = Menu("executive", "เมนูผู้บริหาร", (_TO_OVERSEE, (wording.GET_FILE, wording.HELP_WORD)))
REPORTER_SECRETARY = Menu(
    "reporter-secretary",
    "เมนู",
    (
        _TO_REPORT,
        (wording.STATUS, wording.EVIDENCE, wording.EDIT, wording.SUMMARY),
        (CHASE_WORD, wording.MEETING, wording.STAFF, wording.HELP_WORD),  # the file is a button of the summary
    ),
)
REPORTER_EXECUTIVE = Menu(
    "reporter-executive",
    "เมนู",
    (
        _TO_REPORT,
        (wording.STATUS, wording.EVIDENCE, wording.EDIT),
        (*_TO_OVERSEE, wording.GET_FILE, wording.HELP_WORD),
    ),
)
MENUS = (NEWCOMER, REPORTER, SECRETARY, EXECUTIVE, REPORTER_SECRETARY, REPORTER_EXECUTIVE)


def menu_for(roles: Collection[str]) -> Menu | None:
    """The menu of somebody with these roles; None for nobody's: the default shows, which is the newcomer's.

    Roles add up: who reports and oversees has the words of both. A secretary may do all that an executive may.
    """
    reports = any(role in OF_A_DIVISION for role in roles)
    if "secretary" in roles:
        return REPORTER_SECRETARY if reports else SECRETARY
    if "executive" in roles:
        return REPORTER_EXECUTIVE if reports else EXECUTIVE
    return REPORTER if reports else None
