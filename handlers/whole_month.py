"""Words about all reports of a month at once: ทุกข้อเหมือนเดิม ยกเว้น 3, 7; ไม่มีการดำเนินการ เพราะ …"""

from __future__ import annotations

from collections.abc import Sequence

from handlers import drafts, together, together_said, which, which_month, wording_together, words
from handlers.incoming import Visit
from models import people, thai
from models.calendar import Month
from models.same import NoActivity, read_no_activity, read_same
from models.say import Message, Text
from models.tables import Person
from models.thai_dates import only_dates


def is_about_several(text: str) -> bool:
    """Whether a text can only be about all reports of a month: ทุกข้อเหมือนเดิม, ไม่มีการดำเนินการ ยกเว้น 3."""
    if _sends_the_card(text):
        return True
    same, nothing = read_same(text), read_no_activity(text)
    if nothing and (nothing.trouble or nothing.except_ or nothing.orders):
        return True
    every = any(word in text for word in ("ทุกข้อ", "ทั้งหมด", "ทุกมาตรการ"))
    return same is not None and bool(same.trouble or same.except_ or every or len(same.orders or ()) > 1)


def _sends_the_card(text: str) -> bool:
    """Whether a text is the label of a sending button: ส่งพร้อมวันประชุม ๒๑ พ.ย. ๖๙, ส่ง ไม่เพิ่มวันประชุม."""
    said = thai.clean(text)
    days = said.removeprefix(wording_together.WITH_MEETING)
    return thai.same_words(text, wording_together.NO_MEETING) or (days != said and (not days or only_dates(days)))


def told(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """Words about all reports of a month: like last month (ยกเว้น 3, 7), nothing was done; () for anything else."""
    if not people.divisions(visit.session, person):
        return ()
    if _sends_the_card(text):
        return together_said.card_again(visit, person)
    busy = drafts.open_draft(visit, person) is not None
    division, text = people.division_named(visit.session, person, text)
    same = read_same(text)

    def keep(places: Sequence[tuple[Month, int]]) -> tuple[Message, ...]:
        return which.of_places(visit, person, places, text, visit.incoming.message_id)

    if same and same.trouble:
        return (Text(wording_together.SAME_UNCLEAR, words.menu_choices(visit, person)),)
    if same and (not busy or same.orders is not None or is_about_several(text)):
        only, but = same.orders, same.except_
        return which_month.by_words(
            visit,
            person,
            lambda m, d: together.same(visit, person, m, d, only, but),
            "same",
            division,
            keep if only is not None or but else None,
        )
    nothing = None if busy and not is_about_several(text) else read_no_activity(text)
    if nothing and nothing.trouble:
        return (Text(wording_together.IDLE_UNCLEAR, words.menu_choices(visit, person)),)
    if nothing:
        said = nothing
        return which_month.by_words(
            visit,
            person,
            lambda m, d: together.nothing_done(visit, person, m, d, said),
            "none",
            division,
            keep if said != NoActivity() else None,
        )
    return ()
