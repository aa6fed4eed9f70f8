"""Rich menus: made at LINE when they are new or changed, and linked to people when their roles change.

Every step is a query for what differs between what is wanted and what was done, so nothing has to be told: roles
change, and the next step finds it. Calls go out between transactions. Whoever takes a step first holds it by a
lease, so several processes do no harm; what fails is tried again later, and deliveries never wait for it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handlers.menus import menu_for
from models.database import Database
from models.people import HELD, LEFT, has_left
from models.post_tables import RichMenu
from models.tables import Person, RoleRow

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=120)  # longer than the calls of one step may take together
BACKOFF = (30, 120, 600, 3600)  # seconds
SOON, LATER, MUCH_LATER = timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1)


class MenuTrouble(Exception):
    """LINE did not do what was asked. `status` is its answer, 0 when there was none."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}" if status else text)
        self.status = status

    @property
    def refused(self) -> bool:
        """Whether the same call would be refused again: not an outage, a wrong token or too many calls."""
        return 400 <= self.status < 500 and self.status not in (401, 403, 429)


class LineMenus(Protocol):
    """What LINE does with rich menus. Every call has a timeout and raises MenuTrouble when it was not done."""

    def create_menu(self, body: dict[str, Any]) -> str: ...
    def upload_menu_image(self, menu_id: str, png: bytes) -> None: ...
    def has_menu(self, menu_id: str) -> bool: ...
    def set_default_menu(self, menu_id: str) -> None: ...
    def delete_menu(self, menu_id: str) -> None: ...
    def link_menu(self, line_id: str, menu_id: str) -> None: ...
    def unlink_menu(self, line_id: str) -> None: ...


@dataclass(frozen=True)
class Design:
    """A menu as it should be at LINE. `for_all`: it is the default, which everybody sees who has no other."""

    name: str
    body: dict[str, Any]
    image: bytes
    for_all: bool = False

    @cached_property
    def digest(self) -> str:
        """Changes with anything a person would see or tap."""
        whole = json.dumps(self.body, sort_keys=True).encode() + self.image
        return hashlib.sha256(whole).hexdigest()


def step(db: Database, organisation_id: int, designs: Mapping[str, Design], line: LineMenus, now: datetime) -> bool:
    """Do one thing that is due: make a menu, link or unlink one person, or delete an outdated menu.

    Gives whether something was done. `now` is real time (leases).
    """
    with db.read() as session:
        state = _State(session, organisation_id, designs)
        unmade = [d for d in state.needed() if _due(state.rows.get(d.digest), now)]
        movers = [p.id for p in state.people if (p.menu_try_at is None or p.menu_try_at <= now) and state.differs(p)]
        outdated = [r for r in state.outdated() if _due(r, now)]
    return (
        any(_make(db, organisation_id, d, line, now) for d in unmade)
        or any(_move(db, organisation_id, p, designs, line, now) for p in movers)
        or any(_delete(db, r, line, now) for r in outdated)
    )


class _State:
    """What is wanted and what is recorded, of one organisation."""

    def __init__(
        self, session: Session, organisation_id: int, designs: Mapping[str, Design], person_id: int | None = None
    ) -> None:
        self.designs = designs
        every = session.scalars(select(RichMenu).where(RichMenu.organisation_id == organisation_id))
        self.rows = {row.digest: row for row in every}
        reached = or_(Person.menu_line_id.is_not(None), ~Person.line_id.startswith(LEFT))
        people = select(Person).where(
            Person.organisation_id == organisation_id, Person.unreachable_since.is_(None), reached
        )
        roles = select(RoleRow.person_id, RoleRow.name).where(RoleRow.organisation_id == organisation_id, HELD)
        if person_id is not None:
            people = people.where(Person.id == person_id).with_for_update(skip_locked=True)
            roles = roles.where(RoleRow.person_id == person_id)
        self.people = list(session.scalars(people.order_by(Person.id)))
        self._roles: dict[int, list[str]] = {}
        for holder, role in session.execute(roles):
            self._roles.setdefault(holder, []).append(role)

    def design_of(self, person: Person) -> Design | None:
        menu = menu_for(self._roles.get(person.id, ()))
        return self.designs[menu.name] if menu else None

    def needed(self) -> list[Design]:
        """The designs that somebody should see and that are not ready: a menu that nobody needs is not made."""
        names = {d.name for p in self.people if (d := self.design_of(p))}
        return [
            d
            for d in self.designs.values()
            if (d.for_all or d.name in names) and not (d.digest in self.rows and self.rows[d.digest].ready)
        ]

    def wanted(self, person: Person) -> str | None:
        """LINE's id of the menu that the person should see, None for the default; what the person has when the
        menu is not ready yet."""
        design = self.design_of(person)
        if design is None:
            return None
        row = self.rows.get(design.digest)
        return row.menu_id if row and row.ready else person.menu

    def differs(self, person: Person) -> bool:
        return self.wanted(person) != person.menu

    def outdated(self) -> list[RichMenu]:
        """Menus of no present design that nobody who can be reached still sees."""
        if self.needed():
            return []
        present = {d.digest for d in self.designs.values()}
        seen = {p.menu for p in self.people}
        return [r for r in self.rows.values() if r.digest not in present and r.menu_id not in seen]


def _due(row: RichMenu | None, now: datetime) -> bool:
    return row is None or row.next_try_at is None or row.next_try_at <= now


# --- Making a menu


def _make(db: Database, organisation_id: int, design: Design, line: LineMenus, now: datetime) -> bool:
    """Create, upload the picture, set as default; what was reached is kept, so that a later try goes on there."""
    claimed = _claim(db, organisation_id, design, now)
    if claimed is None:
        return False
    row_id, menu_id = claimed
    try:
        if menu_id is None:
            menu_id = line.create_menu(design.body)
            with db.write() as session:
                session.get_one(RichMenu, row_id).menu_id = menu_id
        line.upload_menu_image(menu_id, design.image)
        if design.for_all:
            line.set_default_menu(menu_id)
    except MenuTrouble as trouble:
        _not_made(db, row_id, design, line, trouble, now)
        return False
    with db.write() as session:
        row = session.get_one(RichMenu, row_id)
        row.ready, row.attempts, row.next_try_at = True, 0, None
    log.info("a rich menu was made at LINE", extra={"menu": design.name})
    return True


def _claim(db: Database, organisation_id: int, design: Design, now: datetime) -> tuple[int, str | None] | None:
    """Take the making of a menu, for as long as the lease; None when another process has it."""
    try:
        with db.write() as session:
            row = session.scalar(
                select(RichMenu)
                .where(RichMenu.organisation_id == organisation_id, RichMenu.digest == design.digest)
                .with_for_update()
            )
            if row is None:
                row = RichMenu(
                    organisation_id=organisation_id,
                    name=design.name,
                    digest=design.digest,
                    ready=False,
                    attempts=0,
                    created_at=now,
                )
                session.add(row)
            elif row.ready or not _due(row, now):
                return None
            row.attempts += 1
            row.next_try_at = now + LEASE
            session.flush()
            return row.id, row.menu_id
    except IntegrityError:  # another process wrote the row at the same moment
        return None


def _not_made(
    db: Database, row_id: int, design: Design, line: LineMenus, trouble: MenuTrouble, now: datetime
) -> None:
    """After a refusal the menu is given up and begun anew: a picture cannot be uploaded twice, for one."""
    with db.write() as session:
        row = session.get_one(RichMenu, row_id)
        wait = BACKOFF[min(row.attempts, len(BACKOFF)) - 1]
        row.next_try_at = now + timedelta(seconds=wait)
        given_up = row.menu_id if trouble.refused else None
        if trouble.refused:
            row.menu_id = None
    log.warning(
        "a rich menu cannot be made at LINE; tried again after so many seconds, until then its words can be typed",
        extra={"menu": design.name, "status": trouble.status, "seconds": wait},
    )
    if given_up:
        try:
            line.delete_menu(given_up)
        except MenuTrouble as again:
            log.warning("an unfinished rich menu stays at LINE", extra={"menu": given_up, "status": again.status})


# --- Moving a person


def _move(
    db: Database,
    organisation_id: int,
    person_id: int,
    designs: Mapping[str, Design],
    line: LineMenus,
    now: datetime,
) -> bool:
    """Link the person to the wanted menu, or unlink. Reads again under the lock, and holds the person by a lease.

    Who left is unlinked by the LINE id that was kept for it, which goes then; not when the same account has joined
    again meanwhile, which has a menu of its own.
    """
    with db.write() as session:
        state = _State(session, organisation_id, designs, person_id)
        person = next(iter(state.people), None)
        if person is None or not state.differs(person) or (person.menu_try_at and person.menu_try_at > now):
            return False
        person.menu_try_at = now + LEASE
        had_left, line_id = has_left(person), person.menu_line_id or person.line_id
        wanted = state.wanted(person)
        again = person.menu_line_id is not None and session.scalar(
            select(Person.id).where(Person.organisation_id == organisation_id, Person.line_id == line_id)
        )
    try:
        if again:
            pass
        elif wanted is None:
            line.unlink_menu(line_id)
        else:
            line.link_menu(line_id, wanted)
    except MenuTrouble as trouble:
        gone = trouble.status == 404 and wanted is not None and _is_gone(line, wanted)
        _not_moved(db, organisation_id, person_id, trouble, now, forget=gone)
        return False
    with db.write() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        left_meanwhile = wanted is not None and has_left(person) and not had_left
        person.menu, person.menu_try_at = wanted, None
        person.menu_line_id = line_id if left_meanwhile else None  # what was linked just now is to be unlinked
    return True


def _is_gone(line: LineMenus, menu_id: str) -> bool:
    """Whether it is the menu that LINE does not know, and not the person."""
    try:
        return not line.has_menu(menu_id)
    except MenuTrouble:
        return False


def _not_moved(
    db: Database, organisation_id: int, person_id: int, trouble: MenuTrouble, now: datetime, *, forget: bool
) -> None:
    """When LINE does not know the menu any more (deleted by hand, or another channel), all of them are forgotten,
    and so they are made again, the default too."""
    wait = SOON if forget else MUCH_LATER if trouble.refused else LATER
    with db.write() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        person.menu_try_at = now + wait
        if person.menu_line_id and trouble.refused:  # LINE does not know who left: there is nothing to unlink
            person.menu = person.menu_line_id = person.menu_try_at = None
        if forget:
            session.execute(delete(RichMenu).where(RichMenu.organisation_id == organisation_id))
    log.warning(
        "a person's rich menu cannot be changed at LINE; tried again after so many seconds",
        extra={"person": person_id, "status": trouble.status, "seconds": wait.total_seconds()},
    )


# --- Tidying


def _delete(db: Database, row: RichMenu, line: LineMenus, now: datetime) -> bool:
    try:
        if row.menu_id:
            line.delete_menu(row.menu_id)
    except MenuTrouble as trouble:
        if not trouble.refused:  # refused: LINE does not know it any more
            log.warning(
                "an outdated rich menu cannot be deleted at LINE; tried again later",
                extra={"menu": row.name, "status": trouble.status},
            )
            with db.write() as session:
                session.get_one(RichMenu, row.id).next_try_at = now + LATER
            return False
    with db.write() as session:
        gone = session.get(RichMenu, row.id)
        if gone:
            session.delete(gone)
    return True


# --- For who looks after it


@dataclass(frozen=True)
class Outstanding:
    """What is not as it should be at LINE: menus that are not made, those that failed, people to be linked."""

    unmade: tuple[str, ...]
    failing: tuple[str, ...]
    unlinked: int


def outstanding(session: Session, organisation_id: int, designs: Mapping[str, Design]) -> Outstanding:
    """What the next steps have to do."""
    state = _State(session, organisation_id, designs)
    needed = state.needed()
    tried = {d.name for d in needed if d.digest in state.rows and state.rows[d.digest].attempts}
    waiting = sum(
        1 for p in state.people if (d := state.design_of(p)) in needed or (state.differs(p) and d is not None)
    )
    return Outstanding(tuple(d.name for d in needed), tuple(sorted(tried)), waiting)
