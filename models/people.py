"""People and their roles: who may answer for a division, and who is asked.

A role that ends stays as history. Everything here looks at the roles that are held now, so that whoever asks need
not know that people move, leave, stand in for one another, or are on leave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from models import audit
from models.calendar import at, bangkok_date
from models.post_tables import Outgoing
from models.tables import BundleRow, ConversationRow, Division, Person, RoleRow, WrongCode

Role = Literal["reporter", "head", "secretary", "executive", "webkeeper"]
ROLES: tuple[str, ...] = get_args(Role)
OF_A_DIVISION = ("reporter", "head")  # roles that are held in one division
OVERSEERS = ("secretary", "executive")  # roles that see the whole organisation
Reason = Literal["", "no_reporter", "away", "unreachable"]
LEFT = "left-"  # before the row's id: the LINE id of who has left
HELD = RoleRow.ended_at.is_(None)


@dataclass(frozen=True)
class Asked:
    """Who is asked for a division's report: a person (`stands_in`: in place of the primary), or why nobody is."""

    person: Person | None
    reason: Reason = ""
    stands_in: bool = False


def find(session: Session, organisation_id: int, line_id: str) -> Person | None:
    """The person of a LINE id, locked until the transaction ends, or None when nobody joined with it."""
    return session.scalar(
        select(Person).where(Person.organisation_id == organisation_id, Person.line_id == line_id).with_for_update()
    )


def roles(session: Session, person: Person) -> list[RoleRow]:
    """The roles that a person holds, oldest first."""
    return list(session.scalars(select(RoleRow).where(RoleRow.person_id == person.id, HELD).order_by(RoleRow.id)))


def divisions(session: Session, person: Person) -> list[int]:
    """The divisions that the person may answer for, in the order in which the roles were given."""
    ids = [r.division_id for r in roles(session, person) if r.name in OF_A_DIVISION and r.division_id is not None]
    return list(dict.fromkeys(ids))


def oversees(session: Session, person: Person) -> bool:
    """Whether the person may see the whole organisation's figures and files."""
    return holds(session, person, OVERSEERS)


def is_secretary(session: Session, person: Person) -> bool:
    """Whether the person is in charge of the reports: may change who answers for what."""
    return holds(session, person, ["secretary"])


def holds(session: Session, person: Person, names: Collection[str]) -> bool:
    """Whether the person holds one of the roles."""
    return any(r.name in names for r in roles(session, person))


def is_executive(session: Session, person: Person) -> bool:
    """Whether the person may take note, order and close."""
    return holds(session, person, ["executive"])


def holding(session: Session, organisation_id: int, names: Collection[str]) -> list[Person]:
    """Everybody who holds one of the roles, in the order in which they joined."""
    ids = select(RoleRow.person_id).where(RoleRow.organisation_id == organisation_id, RoleRow.name.in_(names), HELD)
    return list(session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))


def held(session: Session, organisation_id: int) -> list[tuple[RoleRow, Person]]:
    """Every role that is held, with who holds it, oldest first."""
    rows = session.execute(
        select(RoleRow, Person)
        .join(Person, Person.id == RoleRow.person_id)
        .where(RoleRow.organisation_id == organisation_id, HELD)
        .order_by(RoleRow.id)
    )
    return [(role, person) for role, person in rows]


def is_away(person: Person, today: date) -> bool:
    """Whether the person is on leave that day; a leave ends by itself."""
    return person.away_until is not None and today <= person.away_until


def has_left(person: Person) -> bool:
    """Whether the person's link was taken away."""
    return person.line_id.startswith(LEFT)


# --- Who is asked --------------------------------------------------------------------------------------------


def to_ask(session: Session, organisation_id: int, today: date) -> dict[int, Asked]:
    """Whom to ask in each division: the primary reporter; when on leave or not to be reached, who acts for the post;
    then the deputies, oldest first (DESIGN.md section 5, "Leave and acting officers redirect")."""
    reporters: dict[int, list[tuple[RoleRow, Person]]] = defaultdict(list)
    for role, person in held(session, organisation_id):
        if role.name == "reporter" and role.division_id is not None:
            reporters[role.division_id].append((role, person))
    ids = session.scalars(select(Division.id).where(Division.organisation_id == organisation_id)).all()
    return {division_id: _to_ask(reporters[division_id], today) for division_id in ids}


def _to_ask(found: list[tuple[RoleRow, Person]], today: date) -> Asked:
    found.sort(key=lambda one: (not one[0].asked_first, not one[0].acting, one[0].id))
    for role, person in found:
        if not is_away(person, today) and person.unreachable_since is None:
            return Asked(person, stands_in=not role.asked_first and found[0][0].asked_first)
    if not found:
        return Asked(None, "no_reporter")
    return Asked(None, "away" if is_away(found[0][1], today) else "unreachable")


def deputy(session: Session, organisation_id: int, division_id: int, today: date, besides: int) -> Person | None:
    """The next reporter of a division who can be reached, beside the one who was asked; None when there is none."""
    for role, person in held(session, organisation_id):
        of_it = role.name == "reporter" and role.division_id == division_id and person.id != besides
        if of_it and not is_away(person, today) and person.unreachable_since is None:
            return person
    return None


def heads(session: Session, organisation_id: int, division_id: int) -> list[Person]:
    """Who holds a division's post of head, or acts for it."""
    return [p for r, p in held(session, organisation_id) if r.name == "head" and r.division_id == division_id]


def reporters(session: Session, organisation_id: int, division_id: int) -> list[Person]:
    """Everybody who reports for a division, or acts for one who does."""
    return [p for r, p in held(session, organisation_id) if r.name == "reporter" and r.division_id == division_id]


def make_first(session: Session, role: RoleRow, now: datetime) -> None:
    """Make the holder of a reporter's role the one who is asked first in its division."""
    first = session.scalar(select(RoleRow).where(*_reporters_of(role.division_id), RoleRow.asked_first))
    session.execute(update(RoleRow).where(*_reporters_of(role.division_id)).values(asked_first=False))
    _now_first(session, role, first, now)


def _now_first(session: Session, role: RoleRow, before: RoleRow | None, now: datetime) -> None:
    role.asked_first = True
    session.flush()
    _note(session, role, now, audit.FIRST, {"person": before.person_id} if before else {}, {"person": role.person_id})


def _reporters_of(division_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """The reporters of a division who hold the post themselves."""
    return (RoleRow.division_id == division_id, RoleRow.name == "reporter", HELD, RoleRow.acting.is_(False))


# --- Coming and going ----------------------------------------------------------------------------------------


def give(
    session: Session,
    person: Person,
    role: str,
    division_id: int | None,
    now: datetime,
    *,
    acting: bool = False,
    until: date | None = None,
) -> bool:
    """Give a role; False when the person has it already. The first reporter of a division is asked first.

    With `acting` the person stands in for the post until the end of the day `until`; a later such day replaces an
    earlier one, and holding the post oneself replaces acting for it.
    """
    before = _held_as(session, person, role, division_id)
    if before and (not before.acting or (acting and before.until == until)):
        return False
    if before:
        before.ended_at = now
    given = _give(session, person, role, division_id, now, acting, until)
    _note(session, given, now, audit.ROLE_GIVEN, terms(before) if before else {}, terms(given))
    return True


def _held_as(session: Session, person: Person, role: str, division_id: int | None) -> RoleRow | None:
    held = (row for row in roles(session, person) if (row.name, row.division_id) == (role, division_id))
    return next(held, None)


def terms(role: RoleRow) -> dict[str, Any]:
    """What a role was, as the audit keeps it: without who held it."""
    found: dict[str, Any] = {"role": role.name, "division": role.division_id}
    return found | ({"acting_until": role.until.isoformat()} if role.acting and role.until else {})


def _note(
    session: Session, role: RoleRow, now: datetime, what: str, old: dict[str, Any], new: dict[str, Any]
) -> None:
    audit.record(
        session,
        role.organisation_id,
        now,
        what,
        about="person",
        about_id=role.person_id,
        division_id=role.division_id,
        old=old,
        new=new,
    )


def _give(
    session: Session,
    person: Person,
    role: str,
    division_id: int | None,
    now: datetime,
    acting: bool = False,
    until: date | None = None,
) -> RoleRow:
    first = role == "reporter" and not acting and not _has_reporter(session, division_id)
    given = RoleRow(
        organisation_id=person.organisation_id,
        person_id=person.id,
        name=role,
        division_id=division_id,
        asked_first=first,
        since=now,
        acting=acting,
        until=until,
    )
    session.add(given)
    session.flush()
    return given


def _has_reporter(session: Session, division_id: int | None) -> bool:
    return session.scalar(select(RoleRow.id).where(*_reporters_of(division_id)).limit(1)) is not None


def end(session: Session, role: RoleRow, now: datetime) -> None:
    """End a role. It stays as history; the next reporter becomes the one who is asked first, and an open report of a
    division that the person may no longer answer for is put aside, with what was typed in it; so are several."""
    _note(session, role, now, audit.ROLE_ENDED, terms(role), {})
    _end(session, role, now)


def _end(session: Session, role: RoleRow, now: datetime) -> None:
    role.ended_at = now
    session.flush()
    if role.asked_first:
        following = session.scalar(select(RoleRow).where(*_reporters_of(role.division_id)).order_by(RoleRow.id))
        if following:
            _now_first(session, following, role, now)
    person = session.get_one(Person, role.person_id)
    own = divisions(session, person)
    for table in (ConversationRow, BundleRow):
        others = (table.person_id == person.id, table.division_id.not_in(own), table.open)
        session.execute(update(table).where(*others).values(open=False))
    session.flush()


def move(session: Session, role: RoleRow, division_id: int, now: datetime) -> bool:
    """Move the holder of a division's role to another division; False when they hold that role there already."""
    person = session.get_one(Person, role.person_id)
    before = _held_as(session, person, role.name, division_id)
    if before and not before.acting:
        end(session, role, now)
        return False
    if before:
        before.ended_at = now
    moved = _give(session, person, role.name, division_id, now)
    _note(session, moved, now, audit.ROLE_MOVED, terms(role), terms(moved))
    _end(session, role, now)
    return True


def end_what_ran_out(session: Session, organisation_id: int, now: datetime) -> None:
    """End the acting roles whose last day has passed at `now`. Called before anybody's roles are looked at."""
    passed = select(RoleRow).where(
        RoleRow.organisation_id == organisation_id, HELD, RoleRow.until < bangkok_date(now)
    )
    for role in session.scalars(passed.order_by(RoleRow.id)).all():
        if role.until is not None:
            with audit.signed(session, "clock"):
                end(session, role, at(role.until + timedelta(days=1), time(0)))


def unlink(session: Session, person: Person, now: datetime) -> None:
    """Take a person's link away: roles end, the LINE id and the name go, so do drafts that were not sent, and what
    waits to be sent to them is dropped. The rich menu is still to be unlinked: until then its step keeps the LINE id.

    The row and the division's answers stay (DOMAIN.md section 11); whoever joins later with the same LINE account
    is a new person.
    """
    for role in roles(session, person):
        end(session, role, now)
    audit.record(session, person.organisation_id, now, audit.LEFT, about="person", about_id=person.id)
    for table in (ConversationRow, BundleRow):
        session.execute(delete(table).where(table.person_id == person.id))
    session.execute(
        delete(WrongCode).where(
            WrongCode.organisation_id == person.organisation_id, WrongCode.line_id == person.line_id
        )
    )
    session.execute(
        update(Outgoing)
        .where(Outgoing.person_id == person.id, Outgoing.state.in_(("pending", "waiting", "held")))
        .values(state="dead", error="the person left")
    )
    left = f"{LEFT}{person.id}"
    theirs = (Outgoing.organisation_id == person.organisation_id, Outgoing.line_id == person.line_id)
    session.execute(update(Outgoing).where(*theirs).values(line_id=left))
    person.menu_line_id = person.line_id if person.menu else None
    person.line_id, person.name = left, None
    person.asking = person.asking_about = person.away_until = person.unreachable_since = None
    session.flush()


def division_named(session: Session, person: Person, text: str) -> tuple[int | None, str]:
    """Which of the person's divisions a text names, and the text without that name; None when it names none."""
    for division_id in divisions(session, person):
        name = session.get_one(Division, division_id).name
        if name in text:
            return division_id, text.replace(name, " ").strip()
    return None, text
