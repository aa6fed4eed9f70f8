"""People and their roles: who may answer for a division, and who is asked first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Person, RoleRow

Role = Literal["reporter", "head", "secretary", "executive", "webkeeper"]
ROLES: tuple[str, ...] = get_args(Role)
OF_A_DIVISION = ("reporter", "head")  # roles that are held in one division
OVERSEERS = ("secretary", "executive")  # roles that see the whole organisation


def find(session: Session, organisation_id: int, line_id: str) -> Person | None:
    """The person of a LINE id, locked until the transaction ends, or None when nobody joined with it."""
    return session.scalar(
        select(Person).where(Person.organisation_id == organisation_id, Person.line_id == line_id).with_for_update()
    )


def roles(session: Session, person: Person) -> list[RoleRow]:
    """The roles of a person, oldest first."""
    return list(session.scalars(select(RoleRow).where(RoleRow.person_id == person.id).order_by(RoleRow.id)))


def divisions(session: Session, person: Person) -> list[int]:
    """The divisions that the person may answer for, in the order in which the roles were given."""
    ids = [r.division_id for r in roles(session, person) if r.name in OF_A_DIVISION and r.division_id is not None]
    return list(dict.fromkeys(ids))


def oversees(session: Session, person: Person) -> bool:
    """Whether the person may see the whole organisation's figures and files."""
    return any(r.name in OVERSEERS for r in roles(session, person))


def give(session: Session, person: Person, role: str, division_id: int | None, now: datetime) -> bool:
    """Give a role; False when the person has it already. The first reporter of a division is asked first."""
    for row in roles(session, person):
        if (row.name, row.division_id) == (role, division_id):
            return False
    first = role == "reporter" and not session.scalar(
        select(RoleRow.id).where(RoleRow.division_id == division_id, RoleRow.name == "reporter").limit(1)
    )
    session.add(
        RoleRow(
            organisation_id=person.organisation_id,
            person_id=person.id,
            name=role,
            division_id=division_id,
            asked_first=first,
            since=now,
        )
    )
    session.flush()
    return True


def asked_first(session: Session, organisation_id: int) -> dict[int, Person]:
    """The primary reporter of each division that has one."""
    rows = session.execute(
        select(RoleRow.division_id, Person)
        .join(Person, Person.id == RoleRow.person_id)
        .where(RoleRow.organisation_id == organisation_id, RoleRow.name == "reporter", RoleRow.asked_first)
    )
    return {division_id: person for division_id, person in rows if division_id is not None}


def holding(session: Session, organisation_id: int, names: Collection[str]) -> list[Person]:
    """Everybody who holds one of the roles, in the order in which they joined."""
    ids = select(RoleRow.person_id).where(RoleRow.organisation_id == organisation_id, RoleRow.name.in_(names))
    return list(session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))
