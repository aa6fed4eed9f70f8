"""Words that work at any time, and words that stand on cards and can be typed when no report is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from handlers import (
    answering,
    editing,
    evidence,
    gaps_chased,
    order_cards,
    overview,
    reporting,
    resuming,
    which,
    wording,
    wording_ladder,
    wording_orders,
    wording_people,
)
from handlers.incoming import Visit
from handlers.wording_publishing import PUBLISH
from models import people, publishing, thai
from models.form import BY_NAME
from models.say import Choice, Message, Text
from models.tables import Person

Answer = Callable[[Visit, Person], tuple[Message, ...]]


def menu(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word เมนู."""
    reporter, overseer = bool(people.divisions(visit.session, person)), people.oversees(visit.session, person)
    secretary = people.is_secretary(visit.session, person)
    publishes = people.holds(visit.session, person, publishing.ROLES)
    return (Text(wording.menu(reporter, overseer, secretary, publishes), menu_choices(visit, person)),)


def menu_choices(visit: Visit, person: Person) -> tuple[Choice, ...]:
    """The words of the menu as buttons, by what the person is."""
    shown = [wording.REPORT, wording.STATUS] if people.divisions(visit.session, person) else []
    shown += [wording.SUMMARY] if people.oversees(visit.session, person) else []
    shown += [wording_orders.ORDERS] if people.is_executive(visit.session, person) else []
    shown += (
        [wording_ladder.CHASE_WORD, wording_people.STAFF, wording_people.MEETING]
        if people.is_secretary(visit.session, person)
        else []
    )
    shown += [PUBLISH] if people.holds(visit.session, person, ["webkeeper"]) else []
    return tuple(Choice(w, f"word/{w}") for w in [*shown, wording_people.MY_DATA, wording.HELP_WORD])


def help_(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ช่วยเหลือ with no report open."""
    told = [wording.HELP] if people.divisions(visit.session, person) else []
    if people.is_secretary(visit.session, person):
        told.append(wording.HELP_SECRETARY)
    elif people.holds(visit.session, person, ["executive"]):
        told.append(wording.HELP_EXECUTIVE)
    if people.holds(visit.session, person, ["webkeeper"]):
        told.append(wording.HELP_WEBKEEPER)
    return (Text("\n".join(told) or wording.HELP_OVERSEER, menu_choices(visit, person)),)


def and_back(answer: Answer) -> Answer:
    """A word said in the middle of a report: its answer, and then the open question again."""

    def both(visit: Visit, person: Person) -> tuple[Message, ...]:
        return resuming.then_asked_again(visit, person, answer(visit, person))

    return both


def report(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word รายงาน."""
    if people.divisions(visit.session, person):
        return (*_orders(visit, person), *(which.resumed(visit, person) or reporting.report(visit, person)))
    return overview.summary(visit, person)


def _status(visit: Visit, person: Person) -> tuple[Message, ...]:
    if not people.divisions(visit.session, person):
        return overview.summary(visit, person)
    return (*_orders(visit, person), *reporting.status(visit, person))[:5]


def _orders(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The executives' orders that wait for an answer of the person's divisions, before anything else."""
    own = people.divisions(visit.session, person)
    return order_cards.waiting(visit.session, visit.desk.organisation_id, own, visit.incoming.at)


def _ask_code(_visit: Visit, _person: Person) -> tuple[Message, ...]:
    return (Text(wording.ASK_CODE),)


_AT_ANY_TIME: dict[str, Answer] = {
    wording.MENU: and_back(menu),
    wording.REPORT: report,
    wording.STATUS: and_back(_status),
    wording.SUMMARY: and_back(overview.summary),
    wording.GET_FILE: and_back(overview.current_excel),
    wording.ENTER_CODE: and_back(_ask_code),
}
WORDS = {thai.clean(word): answer for word, answer in _AT_ANY_TIME.items()}
ONLY_SHOW = (
    wording.MENU,
    wording.STATUS,
    wording.SUMMARY,
    wording.GET_FILE,
    wording.HELP_WORD,
    wording_people.MY_DATA,
    wording_ladder.CHASE_WORD,
)
ON_CARDS: tuple[tuple[tuple[str, ...], Answer], ...] = (
    (("สวัสดี", "หวัดดี", "ดีครับ", "hello"), menu),
    ((wording.START, wording.NEXT, "เริ่ม", "เริ่มรายงาน", "ถัดไป", "ต่อไป"), reporting.next_missing),
    ((wording.EDIT, "แก้", "ขอแก้ไข"), editing.what_to_edit),
    ((wording.MEASURE_CANCELLED,), answering.cancel_measure),
    *(((gaps_chased.give(part),), partial(gaps_chased.by_word, part=part)) for part in BY_NAME),
    ((wording.EVIDENCE, wording.ATTACH_FILES, "รูป", "ภาพ"), evidence.ask),
    (
        (wording.GET_EXCEL, "ไฟล์ Excel", "ไฟล์รายงาน Excel", "Excel", "ไฟล์", "ขอรายงาน", "ขอไฟล์รายงาน"),
        overview.current_excel,
    ),
    (("ใครยังไม่ส่ง", "ใครยังไม่ส่งบ้าง", "ขาดใคร", "ใครขาด", "กองไหนยังไม่ส่ง"), overview.summary),
)
