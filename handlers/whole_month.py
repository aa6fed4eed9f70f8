"""Words about all reports of a month at once: ทุกข้อเหมือนเดิม ยกเว้น 3, 7; ไม่มีการดำเนินการ เพราะ …"""

from __future__ import annotations

from collections.abc import Sequence

from handlers import drafts, together, which, wording_together, words
from handlers.incoming import Visit
from models import people
from models.calendar import Month
from models.same import read_no_activity, read_same
from models.say import Message, Text
from models.tables import Person


def is_about_several(text: str) -> bool:
    """Whether a text can only be about all reports of a month: ทุกข้อเหมือนเดิม, เหมือนเดิม ยกเว้น 3."""
    same = read_same(text)
    every = any(word in text for word in ("ทุกข้อ", "ทั้งหมด", "ทุกมาตรการ"))
    return same is not None and bool(same.trouble or same.except_ or every or len(same.orders or ()) > 1)


def told(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """Words about all reports of a month: like last month (ยกเว้น 3, 7), nothing was done; () for anything else."""
    if not people.divisions(visit.session, person):
        return ()
    busy = drafts.open_draft(visit, person) is not None
    division, text = people.division_named(visit.session, person, text)
    same = read_same(text)

    def keep(places: Sequence[tuple[Month, int]]) -> tuple[Message, ...]:
        return which.of_places(visit, person, places, text, visit.incoming.message_id)

    if same and same.trouble:
        return (Text(wording_together.SAME_UNCLEAR, words.menu_choices(visit, person)),)
    if same and (not busy or same.orders is not None or is_about_several(text)):
        only, but = same.orders, same.except_
        return together.by_words(
            visit,
            person,
            lambda m, d: together.same(visit, person, m, d, only, but),
            "same",
            division,
            keep if only is not None or but else None,
        )
    nothing = None if busy else read_no_activity(text)
    if nothing:
        why = nothing.reason
        return together.by_words(
            visit,
            person,
            lambda m, d: together.nothing_done(visit, person, m, d, why),
            "none",
            division,
            keep if why else None,
        )
    return ()
