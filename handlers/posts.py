"""The chain in the chat: the secretary sees its posts, says who holds each of them or stands in, and changes it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers import asking, cases, joining, overview, staff, wording
from handlers import wording_chain as words
from handlers.incoming import Visit
from handlers.owed import read_id
from handlers.wording_people import AS_IT_WAS, day_has_passed, day_is_far, until_unread
from models import chain, outbox, people, thai
from models.chain import ChainRefused, Seat
from models.dates_inside import read_any_date
from models.plan import Plan
from models.report_tables import Post
from models.say import Card, Choice, Message, Row, Text
from models.tables import Person
from models.thai import arabic_digits, short_date

ASKED = "post-until"
LONGEST = 731  # days that somebody can be appointed to stand in for
_APART = re.compile(r"\s*(?:,|،|，|→|->|\n)\s*")


def view(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word สายการเสนอ: every post with who holds it."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    plan = _plan(visit)
    return (_card(visit, person, plan),) if plan else (Text(wording.NO_PLAN),)


def _plan(visit: Visit) -> Plan | None:
    stored = overview.current_plan(visit)
    return stored.plan if stored else None


def _card(visit: Visit, person: Person, plan: Plan, lead: str = "") -> Card:
    found = chain.seats(visit.session, visit.desk.organisation_id, plan, visit.incoming.today)
    choices = [Choice(seat.name, f"post/{seat.key}") for seat in found]
    asking.remember(visit, person, choices)
    return Card(
        title=words.CHAIN_TITLE,
        lead=lead,
        rows=tuple(
            _row(n, seat, choice.send) for n, (seat, choice) in enumerate(zip(found, choices, strict=True), 1)
        ),
        note=words.CHAIN_HOW,
        alt=words.CHAIN_TITLE,
    )


def _row(number: int, seat: Seat, send: str) -> Row:
    choice, name = Choice(words.CHOOSE, send), f"{number} {seat.name}"
    if seat.holder:
        return Row(name, choice=choice, note=words.holder(staff.shown(seat.holder), seat.acting, seat.until))
    if seat.action == "prepare":
        return Row(name, choice=choice, note=words.MAKER)
    return Row(name, words.NO_HOLDER, "bad", choice)


def change(visit: Visit, person: Person, typed: str) -> tuple[Message, ...]:
    """`สายการเสนอ ผู้จัดทำ, ปลัดเทศบาล, นายกเทศมนตรี`: the posts in order."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    plan = _plan(visit)
    if plan is None:
        return (Text(wording.NO_PLAN),)
    organisation_id, now = visit.desk.organisation_id, visit.incoming.at
    before = cases.holders(visit.session, organisation_id, visit.incoming.today)
    try:
        changed = chain.change(visit.session, organisation_id, plan, _APART.split(typed.strip(" :\n")), now)
    except ChainRefused as refused:
        return (Text(words.CHAIN_REFUSED[refused.why]),)
    cases.ask_new_holders(visit.session, organisation_id, before, now, visit.desk.wall)
    return (_card(visit, person, plan, words.CHAIN_CHANGED if changed else words.CHAIN_SAME),)


# --- Who holds a post ----------------------------------------------------------------------------------------


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...]:
    """A button of a post: which, who, and how they hold it."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    plan = _plan(visit)
    seat = (
        chain.find(visit.session, visit.desk.organisation_id, plan, visit.incoming.today, rest[0]) if plan else None
    )
    if plan is None or seat is None:
        return (Text(wording.OLD_BUTTON),)
    match rest[1:]:
        case []:
            return _choose(visit, person, seat)
        case ["nobody"]:
            return _vacate(visit, seat, plan)
    one = _candidate(visit, rest[1])
    if one is None:
        return (Text(wording.OLD_BUTTON),)
    match rest[2:]:
        case []:
            return _choose_how(visit, person, seat, one)
        case ["own"]:
            return _appoint(visit, person, plan, seat, one, acting=False, until=None)
        case ["act"]:
            example = arabic_digits(short_date(visit.incoming.today + timedelta(days=30)))
            return _ask_until(visit, person, seat, one, words.acting_until(staff.shown(one), seat.name, example))
        case ["open"]:
            return _appoint(visit, person, plan, seat, one, acting=True, until=None)
        case ["until"]:
            return _until(visit, person, plan, seat, one, visit.incoming.picked)
    return (Text(wording.OLD_BUTTON),)


def _candidates(visit: Visit) -> list[Person]:
    return people.holding(visit.session, visit.desk.organisation_id, chain.HOLD)


def _candidate(visit: Visit, text: str) -> Person | None:
    return next((p for p in _candidates(visit) if p.id == read_id(text)), None)


def _choose(visit: Visit, person: Person, seat: Seat) -> tuple[Message, ...]:
    """Whom of those who joined; two of the same name are told apart by their roles."""
    found = _candidates(visit)
    if not found:
        return (Text(words.NO_CANDIDATE),)
    names = [staff.shown(one) for one in found]
    labels = [
        name if names.count(name) == 1 else f"{name} ({', '.join(joining.role_names(visit.session, one))})"
        for name, one in zip(names, found, strict=True)
    ]
    choices = [Choice(label, f"post/{seat.key}/{one.id}") for label, one in zip(labels, found, strict=True)]
    if seat.holder:
        choices.append(Choice(words.NOBODY_BUTTON, f"post/{seat.key}/nobody"))
    return (asking.offer(visit, person, words.who_holds(seat.name), choices),)


def _choose_how(visit: Visit, person: Person, seat: Seat, one: Person) -> tuple[Message, ...]:
    send = f"post/{seat.key}/{one.id}"
    choices = [Choice(words.OWN, f"{send}/own"), Choice(words.ACTING, f"{send}/act")]
    return (asking.offer(visit, person, words.how_held(staff.shown(one), seat.name), choices),)


def _ask_until(visit: Visit, person: Person, seat: Seat, one: Person, text: str) -> tuple[Message, ...]:
    asking.ask(visit, person, ASKED, {"post": seat.key, "person": one.id})
    send = f"post/{seat.key}/{one.id}"
    choices = (Choice(words.PICK_DATE, f"{send}/until", kind="date"), Choice(words.NO_END, f"{send}/open"))
    return (Text(f"{text}\n{words.NO_END_HOW}", choices),)


def until(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """The typed last day of standing in, or that it has none."""
    key, one = str(question.about["post"]), str(question.about["person"])
    if thai.same_words(text, words.NO_END):
        return tap(visit, person, [key, one, "open"])
    plan = _plan(visit)
    seat = chain.find(visit.session, visit.desk.organisation_id, plan, visit.incoming.today, key) if plan else None
    found = _candidate(visit, one)
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if plan is None or seat is None or found is None:
        return (Text(wording.OLD_BUTTON),)
    return _until(visit, person, plan, seat, found, text)


def says_until(visit: Visit, text: str) -> bool:
    """Whether a text is a day, or says that there is none, so that it answers the question."""
    return thai.same_words(text, words.NO_END) or _day(text, visit.incoming.today) is not None


def _day(text: str, today: date) -> date | None:
    read = read_any_date(text.strip().removeprefix("ถึง").removeprefix("วันที่").strip(), today)
    return read[1] if read else None


def _until(visit: Visit, person: Person, plan: Plan, seat: Seat, one: Person, text: str) -> tuple[Message, ...]:
    today = visit.incoming.today
    last = _day(text, today)
    if last is None:
        return _ask_until(visit, person, seat, one, until_unread(today))
    if last < today or (last - today).days > LONGEST:
        return _ask_until(
            visit, person, seat, one, day_has_passed(last) if last < today else day_is_far(last, LONGEST)
        )
    return _appoint(visit, person, plan, seat, one, acting=True, until=last)


def _appoint(
    visit: Visit, person: Person, plan: Plan, seat: Seat, one: Person, *, acting: bool, until: date | None
) -> tuple[Message, ...]:
    """Name who holds a post; what waits there is put before them, and else they learn it on their next reply. The
    numbers of the chain's card count again, so that the next post can be named at once."""
    organisation_id, now = visit.desk.organisation_id, visit.incoming.at
    before = cases.holders(visit.session, organisation_id, visit.incoming.today)
    chain.appoint(visit.session, _stored(visit, plan, seat), one, now, acting=acting, until=until)
    if one.id != person.id:
        told = Text(words.you_hold(seat.name, acting))
        outbox.tell_later(visit.session, one, (told,), visit.desk.wall)
    cases.ask_new_holders(visit.session, organisation_id, before, now, visit.desk.wall)
    found = chain.seats(visit.session, organisation_id, plan, visit.incoming.today)
    asking.remember(visit, person, [Choice(other.name, f"post/{other.key}") for other in found])
    again = (Choice(words.CHAIN, f"word/{words.CHAIN}"),)
    return (Text(words.now_holds(staff.shown(one), seat.name, acting, until), again),)


def _vacate(visit: Visit, seat: Seat, plan: Plan) -> tuple[Message, ...]:
    if not chain.vacate(visit.session, _stored(visit, plan, seat), visit.incoming.at):
        return (Text(AS_IT_WAS),)
    return (Text(words.now_vacant(seat.name), (Choice(words.CHAIN, f"word/{words.CHAIN}"),)),)


def _stored(visit: Visit, plan: Plan, seat: Seat) -> Post:
    """The post's row, which is made when the usual posts were not stored yet."""
    found = chain.store(visit.session, visit.desk.organisation_id, plan)
    return next(post for post in found if post.name == seat.name)
