"""Proposing a frozen report to the chain, seeing where it is, and asking again whoever it waits for."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select

from handlers import asking, cases, closing, endorsing, reporting, runs, wording
from handlers import wording_chain as words
from handlers.cases import Case
from handlers.incoming import Visit
from handlers.wording_people import AS_IT_WAS
from models import chain, endorsements, people
from models.post_tables import Reminder
from models.say import Choice, Message, Text
from models.tables import Person

CHASED = "endorse"  # the step of the Reminder that keeps it to once a day


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...]:
    """A button of the chain, however old: what, the report, and the post that it was shown to."""
    pending = asking.taken(visit, person)
    match rest:
        case ["propose", report]:
            return sure(visit, person, report)
        case ["propose", report, "yes"]:
            return propose(visit, person, report)
        case ["endorse" | "return" | "skip" as verdict, report, post]:
            return endorsing.begin(visit, person, verdict, report, post)
        case ["yes" | "with" as how, "endorse" | "return" | "skip" as verdict, report, post]:
            said = how == "with"
            return endorsing.pressed(visit, person, verdict, report, post, pending, said=said)
        case ["chase", report]:
            return chase(visit, person, report)
        case ["keep"]:
            return (Text(AS_IT_WAS),)
    return (Text(wording.OLD_BUTTON),)


# --- Proposing -----------------------------------------------------------------------------------------------


def by_word(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word เสนอรายงาน: the frozen report that is not under way; when there are several, which one."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = cases.every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    if not found:
        return (Text(words.NOTHING_FROZEN),)
    ready = [case for case in found if case.course.state in ("new", "returned")]
    if not ready:
        return (Text(words.ALL_UNDER_WAY, (Choice(words.WHERE, f"word/{words.WHERE}"),)),)
    if len(ready) == 1:
        return sure(visit, person, str(ready[0].row.id))
    choices = [Choice(case.name, f"chain/propose/{case.row.id}") for case in ready]
    return (asking.offer(visit, person, words.WHICH_TO_PROPOSE, choices),)


def sure(visit: Visit, person: Person, report: str) -> tuple[Message, ...]:
    """Ask once more before a report is proposed: it costs a push, and a post's word on it cannot be taken back."""
    case = _to_propose(visit, person, report)
    if not isinstance(case, Case):
        return case
    first, *others = case.course.steps
    to = next((seat for seat, word in others if word is None), first[0])
    yes, no = Choice(words.CONFIRM_PROPOSE, f"chain/propose/{case.row.id}/yes"), Choice(words.NOT_YET, "chain/keep")
    changed = len(closing.changed_since(visit, (case.stored, case.round), case.row))
    question = words.sure_to_propose(case.name, to.name, held=to.holder is not None, changed=changed)
    return (asking.confirm(visit, person, question, yes, no),)


def _to_propose(visit: Visit, person: Person, report: str) -> Case | tuple[Message, ...]:
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    case = cases.find(visit, person, report)
    if isinstance(case, Case) and case.course.state not in ("new", "returned"):
        return (Text(words.already_under_way(case.name)), cases.card(visit, person, case))
    return case


def propose(visit: Visit, person: Person, report: str) -> tuple[Message, ...]:
    """The first post endorses by proposing, whoever is in charge that does it; the next one is asked."""
    case = _to_propose(visit, person, report)
    if not isinstance(case, Case):
        return case
    chain.store(visit.session, visit.desk.organisation_id, case.stored.plan)
    case = cast(Case, cases.find(visit, person, report))
    seat, place = case.course.steps[0][0], words.short_round(case.round)
    word = endorsements.say(visit.session, case.row, seat, person, "endorse", "", visit.incoming.at, place)
    return endorsing.follow(visit, person, case, word)


# --- Where it is ---------------------------------------------------------------------------------------------


def where(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word อยู่ที่ใคร: the reports that are under way; when there are none, the newest."""
    found = cases.every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    if not found:
        return (Text(words.NOTHING_THERE),)
    open_ = ([case for case in found if case.course.state != "complete"] or found[:1])[: cases.SHOWN]
    if not cases.may_see(visit, person):  # who only reports sees where it is, not what was said on it
        return tuple(Text(f"{case.name}\n{cases.where_now(case)}") for case in open_)
    return tuple(cases.card(visit, person, case) for case in open_)


def status_of_report(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word สถานะรายงาน: of one's own reports, by who reports; else where the round's report is."""
    reports_only = people.divisions(visit.session, person) and not people.oversees(visit.session, person)
    return reporting.status(visit, person) if reports_only else where(visit, person)


def skip_by_word(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words ข้ามตำแหน่งนี้: of the report that waits for a post that nobody holds."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = cases.every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    vacant = [(str(c.row.id), c.waits_at) for c in found if c.waits_at and c.waits_at.holder is None]
    if len(vacant) == 1:
        report, seat = vacant[0]
        return endorsing.begin(visit, person, "skip", report, str(seat.post_id))
    names = {str(case.row.id): case.name for case in found}
    choices = [Choice(names[report], f"chain/skip/{report}/{seat.post_id}") for report, seat in vacant]
    return (asking.offer(visit, person, words.WHICH_REPORT, choices) if choices else Text(words.NOT_VACANT),)


def chase_by_word(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ตามความเห็น: every report that waits for somebody."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = cases.every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    waiting = [case for case in found if case.waits_at and case.waits_at.holder]
    if not waiting:
        return (Text(words.NOTHING_TO_CHASE),)
    return tuple(m for case in waiting[: cases.SHOWN] for m in chase(visit, person, str(case.row.id)))


def chase(visit: Visit, person: Person, report: str) -> tuple[Message, ...]:
    """Ask again, once a day; it goes at once, whatever the hour: a person asked for it."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    case = cases.find(visit, person, report)
    if not isinstance(case, Case):
        return case
    seat = case.waits_at
    if seat is None or seat.holder is None:
        return (Text(words.NOTHING_TO_CHASE), cases.card(visit, person, case))
    period = f"{case.row.id}-{visit.incoming.today.isoformat()}"
    once = (Reminder.step == CHASED, Reminder.period == period, Reminder.person_id == seat.holder.id)
    if visit.session.scalar(select(Reminder.id).where(*once)):
        return (Text(words.CHASED_TODAY),)
    sent = cases.ask(visit.session, case, visit.incoming.at, visit.desk.wall, words.REMINDED)
    visit.session.add(runs.mark(seat.holder, CHASED, period, sent, visit.incoming.at))
    visit.session.flush()
    return (Text(words.chased(seat.name)),)
