"""What the secretary changes about people: moving, ending a role, who is asked first, who stands in.

Every change says who may do it where the data changes, keeps the old role as history, and tells the person
concerned on their next reply.
"""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers import absence, asking, joining, staff, wording
from handlers import wording_people as words
from handlers.incoming import Visit
from models import outbox, people, thai
from models.say import Choice, Message, Text
from models.shown import CANCEL
from models.tables import Division, Person, RoleRow

ASKED = "staff-until"
STAFF_AGAIN = (Choice(words.STAFF, f"word/{words.STAFF}"),)
LONGEST = 366  # days that somebody can be appointed to stand in for


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...]:
    """A button or a chosen line of the secretary's: `rest` is what, and the ids that it is about."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    match rest:
        case [one] if found := _person(visit, one):
            return (staff.about(visit, person, found),)
        case ["move", role] if held := _role(visit, role):
            return _move_where(visit, person, held)
        case ["move", role, division, *yes] if (held := _role(visit, role)) and (to := _division(visit, division)):
            return _move(visit, person, held, to, sure=yes == ["yes"])
        case ["end", role] if held := _role(visit, role):
            return _sure_to_end(visit, person, held)
        case ["end", role, "yes"] if held := _role(visit, role):
            return _end(visit, person, held)
        case ["first", role] if held := _role(visit, role):
            return _make_first(visit, person, held)
        case ["act", one] if found := _person(visit, one):
            return _act_where(visit, person, found)
        case ["act", one, division] if (found := _person(visit, one)) and (to := _division(visit, division)):
            text = words.act_until_when(staff.shown(found), to.name, visit.incoming.today)
            return (_until_when(visit, person, found, to, text),)
        case ["until", one, division] if (found := _person(visit, one)) and (to := _division(visit, division)):
            return _act(visit, person, found, to, visit.incoming.picked)
        case ["keep"]:
            return (Text(words.AS_IT_WAS),)
    return (Text(wording.OLD_BUTTON),)


_ASKS = r"(?:ขอ|ช่วย|รบกวน|ให้|ตั้ง|มอบ)*\s*"
_CHANGE = r"(?:รักษา(?:ราชการ|การ)|ย้าย(?:กอง|.{1,40}?(?:ไป|มา)|$)|พ้นหน้าที่)"
_WISH = re.compile(_ASKS + _CHANGE)
_MAY_BE_A_WISH = re.compile(rf"{_ASKS}\S{{0,30}}?\s?{_CHANGE}")


def wished(visit: Visit, person: Person, text: str, *, surely: bool = False) -> tuple[Message, ...]:
    """Words that wish to move somebody, or to have somebody stand in (ย้ายมาลีไปกองช่าง, ให้มาลีรักษาการแทน): where that
    is done; () for anything else. `surely`: only when somebody who joined is named, because it may be a report."""
    said = thai.clean(text)
    if not _MAY_BE_A_WISH.match(said):
        return ()
    held = people.held(visit.session, person.organisation_id)
    names = {one.name: said.find(thai.clean(one.name)) for _, one in held if one.name}
    named = sorted((name for name, at in names.items() if at >= 0), key=lambda name: names[name])
    if surely and not (named and _WISH.match(said.replace(thai.clean(named[0]), " ", 1))):
        return ()
    if not people.is_secretary(visit.session, person):
        return (Text(words.STAFF_BY_SECRETARY),)
    return (Text(words.staff_how(named[0] if named else ""), STAFF_AGAIN),)


def until(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """The typed day until which somebody stands in."""
    one, division = str(question.about["person"]), str(question.about["division"])
    found, to = _person(visit, one), _division(visit, division)
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    return _act(visit, person, found, to, text) if found and to else (Text(wording.OLD_BUTTON),)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _person(visit: Visit, text: str) -> Person | None:
    found = visit.session.get(Person, _number(text))
    ours = found is not None and found.organisation_id == visit.desk.organisation_id
    return found if found and ours and not people.has_left(found) else None


def _role(visit: Visit, text: str) -> RoleRow | None:
    """A role that is still held; a button of last week may name one that has ended."""
    found = visit.session.get(RoleRow, _number(text))
    ours = found is not None and found.organisation_id == visit.desk.organisation_id
    return found if found and ours and found.ended_at is None else None


def _division(visit: Visit, text: str) -> Division | None:
    found = visit.session.get(Division, _number(text))
    return found if found and found.organisation_id == visit.desk.organisation_id else None


def _holder(visit: Visit, role: RoleRow) -> Person:
    return visit.session.get_one(Person, role.person_id)


def _tell(visit: Visit, person: Person, one: Person, text: str) -> None:
    """Tell the person concerned, on their next reply, because no push is spent on it."""
    if one.id != person.id:
        outbox.reply(
            visit.session, visit.desk.organisation_id, one.line_id, one.id, None, (Text(text),), visit.desk.wall
        )


def _move_where(visit: Visit, person: Person, role: RoleRow) -> tuple[Message, ...]:
    text = words.move_where(staff.shown(_holder(visit, role)))
    return _choose_division(visit, person, text, f"staff/move/{role.id}", without={role.division_id or 0})


def _act_where(visit: Visit, person: Person, one: Person) -> tuple[Message, ...]:
    own = {r.division_id or 0 for r in people.roles(visit.session, one) if r.name == "reporter" and not r.acting}
    text = words.act_where(staff.shown(one))
    return _choose_division(visit, person, text, f"staff/act/{one.id}", without=own)


def _choose_division(visit: Visit, person: Person, text: str, send: str, without: set[int]) -> tuple[Message, ...]:
    query = select(Division).where(Division.organisation_id == visit.desk.organisation_id)
    found = [d for d in visit.session.scalars(query.order_by(Division.position)) if d.id not in without]
    if not found:
        return (Text(words.NO_OTHER_DIVISION),)
    return (asking.offer(visit, person, text, [Choice(d.name, f"{send}/{d.id}") for d in found]),)


def _move(visit: Visit, person: Person, role: RoleRow, to: Division, *, sure: bool) -> tuple[Message, ...]:
    """Move somebody; asked first where the division would have no reporter."""
    one = _holder(visit, role)
    if role.name not in people.OF_A_DIVISION or role.acting:
        return (Text(wording.OLD_BUTTON),)
    if any((r.name, r.division_id, r.acting) == (role.name, to.id, False) for r in people.roles(visit.session, one)):
        return (Text(words.HAS_IT_ALREADY),)
    before = joining.role_text(visit.session, role)
    now = wording.role_name(role.name, to.name)
    if not sure and (warning := _nobody_left(visit, role)):
        yes = Choice(words.CONFIRM_MOVE, f"staff/move/{role.id}/{to.id}/yes")
        text = f"{warning}\n{words.sure_to_move(staff.shown(one), before, now)}"
        return (asking.confirm(visit, person, text, yes, Choice(words.KEEP_ROLE, "staff/keep")),)
    people.move(visit.session, role, to.id, visit.incoming.at)
    _tell(visit, person, one, words.you_moved(before, now))
    return (Text(words.moved(staff.shown(one), now), STAFF_AGAIN),)


def _nobody_left(visit: Visit, role: RoleRow) -> str:
    """That a division has no reporter once this role is given up; "" when it has another."""
    if role.name != "reporter" or role.division_id is None:
        return ""
    held = people.reporters(visit.session, visit.desk.organisation_id, role.division_id)
    if any(one.id != role.person_id for one in held):
        return ""
    return words.without_reporter(visit.session.get_one(Division, role.division_id).name)


def _sure_to_end(visit: Visit, person: Person, role: RoleRow) -> tuple[Message, ...]:
    name = staff.shown(_holder(visit, role))
    if _is_last_secretary(visit, role):
        return (Text(f"{name} {words.LAST_SECRETARY}"),)
    yes, no = Choice(words.CONFIRM_END, f"staff/end/{role.id}/yes"), Choice(words.KEEP_ROLE, "staff/keep")
    text = words.sure_to_end(name, joining.role_text(visit.session, role))
    if warning := _nobody_left(visit, role):
        text = f"{warning}\n{text}"
    return (asking.confirm(visit, person, text, yes, no),)


def _end(visit: Visit, person: Person, role: RoleRow) -> tuple[Message, ...]:
    one, text = _holder(visit, role), joining.role_text(visit.session, role)
    if _is_last_secretary(visit, role):
        return (Text(f"{staff.shown(one)} {words.LAST_SECRETARY}"),)
    people.end(visit.session, role, visit.incoming.at)
    _tell(visit, person, one, words.you_lost(text))
    return (Text(words.ended(staff.shown(one), text), STAFF_AGAIN),)


def _is_last_secretary(visit: Visit, role: RoleRow) -> bool:
    return (
        role.name == "secretary"
        and len(people.holding(visit.session, visit.desk.organisation_id, ["secretary"])) == 1
    )


def _make_first(visit: Visit, person: Person, role: RoleRow) -> tuple[Message, ...]:
    if role.name != "reporter" or role.acting or role.division_id is None:
        return (Text(wording.OLD_BUTTON),)
    one, division = _holder(visit, role), visit.session.get_one(Division, role.division_id)
    people.make_first(visit.session, role, visit.incoming.at)
    _tell(visit, person, one, words.you_have(f"{words.FIRST_REPORTER} {division.name}"))
    return (Text(words.now_first(staff.shown(one), division.name), STAFF_AGAIN),)


def _until_when(visit: Visit, person: Person, one: Person, to: Division, text: str) -> Text:
    asking.ask(visit, person, ASKED, {"person": one.id, "division": to.id})
    pick = Choice(words.PICK_DATE, f"staff/until/{one.id}/{to.id}", kind="date")
    return Text(text, (pick, Choice(CANCEL, "staff/keep")))


def _act(visit: Visit, person: Person, one: Person, to: Division, text: str) -> tuple[Message, ...]:
    today = visit.incoming.today
    read = absence.days(text, today)
    if read is None:
        return (_until_when(visit, person, one, to, words.until_unread(today)),)
    _, last = read
    if last < today or (last - today).days > LONGEST:
        wrong = words.day_has_passed(last) if last < today else words.day_is_far(last, LONGEST)
        return (_until_when(visit, person, one, to, wrong),)
    if not people.give(visit.session, one, "reporter", to.id, visit.incoming.at, acting=True, until=last):
        return (Text(words.HAS_IT_ALREADY),)
    role = wording.role_name("reporter", to.name, last)
    _tell(visit, person, one, words.you_have(role))
    return (Text(words.now_acts(staff.shown(one), role), STAFF_AGAIN),)
