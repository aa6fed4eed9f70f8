"""The tables. Every one carries its organisation; instants are UTC, months are CE keys (DESIGN.md section 2).

Answers and decisions are append-only; `Progress` is the head row that keeps history cheap and the first
submission time still. Obligations are not here: they are computed (models/ledger.py).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, organisation
from models.calendar import Month


class Organisation(Base):
    """An agency. `rules` holds what differs from the default deadlines and rounds (models/rules.py);
    `quota` is what LINE said last of this month's messages (scheduler/quota.py). `wording` is what its papers say
    differently from the usual (exports/paper_wording.py)."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    quota: Mapped[dict[str, Any] | None]
    wording: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    created_at: Mapped[datetime]


class Holiday(Base):
    """A day on which the organisation's offices are closed (models/holidays.py)."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("organisation_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    day: Mapped[date]
    name: Mapped[str]


class CalendarEntry(Base):
    """A day that the secretary must not miss, such as the last day for the OIT items; warned of before it."""

    __tablename__ = "calendar_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    day: Mapped[date]
    name: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Division(Base):
    __tablename__ = "division"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    position: Mapped[int]
    sections: Mapped[list[Any]] = mapped_column(default=list)


class PlanRow(Base):
    """The plan of a fiscal year. `document` is the plan's value without its measures (models/plan.py)."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("organisation_id", "fiscal_year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    fiscal_year: Mapped[int]
    owed_from: Mapped[Month]
    document: Mapped[dict[str, Any]]
    imported_at: Mapped[datetime]


class MeasureRow(Base):
    """A measure; `document` is its value. `removed`: no longer in the plan; kept for drafts that name it."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    document: Mapped[dict[str, Any]]
    removed: Mapped[bool] = mapped_column(default=False)


class AssignmentRow(Base):
    """That a division answers for a measure from a month on (to `last`, when it was taken away again).

    division_id null is ทุกกอง, expanded when computed. `by_plan` tells a row of the plan file from one of
    `plan assign`, which a later import must not undo.
    """

    __tablename__ = "assignment"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    first: Mapped[Month]
    last: Mapped[Month | None]
    by_plan: Mapped[bool]


class Person(Base):
    """A LINE user who has joined. `asking` is a small question outside the form (`name`), `asking_about` what it
    is about (handlers/asking.py). `away_until`: on leave up to that day. `remind_on`: asked to be reminded then
    and not before. Who left keeps the row, without its LINE
    id (`left-<id>`) and without a name, because answers point to it.

    `menu` is LINE's id of the rich menu that was linked, null for the default; scheduler/menus.py compares it with
    the one that the roles want. `menu_try_at`: not tried before (a lease, or a failure). `menu_line_id`: the LINE id
    of who left, kept only until the menu is unlinked.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("organisation_id", "line_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    line_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str | None]
    asking: Mapped[str | None] = mapped_column(String(20))
    asking_about: Mapped[dict[str, Any] | None]
    away_until: Mapped[date | None]
    remind_on: Mapped[date | None]
    unreachable_since: Mapped[datetime | None]
    joined_at: Mapped[datetime]
    menu: Mapped[str | None] = mapped_column(String(100))
    menu_try_at: Mapped[datetime | None]
    menu_line_id: Mapped[str | None] = mapped_column(String(64))


class RoleRow(Base):
    """A role of a person; roles add up. `asked_first`: the division's primary reporter.

    A role that ended stays as history; only those with `ended_at` null are held. `acting`: for the holder of the
    post, until the end of the day `until`."""

    __tablename__ = "role"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(20))
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    asked_first: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    acting: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class Invitation(Base):
    """A code to join with. Only its hash is kept; the code itself is shown once. `acting`, `until`: of the role."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    uses_left: Mapped[int]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    acting: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date | None]


class WrongCode(Base):
    """A code that was not right, so that guessing can be slowed down. Old rows are deleted."""

    __tablename__ = "wrong_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    line_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]


class Meeting(Base):
    """The monthly staff meeting of a month: its days (ISO dates), and who gave them last."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("organisation_id", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    month: Mapped[Month]
    dates: Mapped[list[Any]]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ConversationRow(Base):
    """A person's draft of one report; `open` is the one that typed text goes to."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("person_id", "measure_id", "division_id", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    month: Mapped[Month]
    answers: Mapped[dict[str, Any]]
    open: Mapped[bool]
    moved_at: Mapped[datetime]


class BundleRow(Base):
    """Several reports of one division and month that are sent with one tap; `open`: typed text goes to it.

    `kind`: same (as last month), none (nothing was done), told (one message said several), which (words whose
    measure is being asked). `state` is a JSON value of handlers/together.py.
    """

    __tablename__ = "bundle"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    month: Mapped[Month]
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[dict[str, Any]]
    open: Mapped[bool]
    moved_at: Mapped[datetime]


class Progress(Base):
    """The head of the answers to one obligation. `first_submitted_at` never moves."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("measure_id", "division_id", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    month: Mapped[Month]
    first_submitted_at: Mapped[datetime]
    revision: Mapped[int]
    entry_id: Mapped[int]


class ProgressEntry(Base):
    """One revision of an answer: `answers` as collected by the conversation. Never changed."""

    __tablename__ = "progress_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    month: Mapped[Month]
    revision: Mapped[int]
    answers: Mapped[dict[str, Any]]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]


class DecisionRow(Base):
    """A decision about an obligation: accept, return, waive, reopen, void; append-only. `asked` is a person's wish
    to have a locked one reopened, which decides nothing yet."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    month: Mapped[Month]
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class EvidenceRow(Base):
    """A photo, file or link that was sent. `state`: fetch, stored, same (as an earlier one of its measure),
    refused, gone, unsent, form (the agency's, models/forms.py). Without `next_try_at` it is fetched at once.

    A link has a `url` and nothing to fetch; `part` counts the links of one message. `set_id` and `set_total` name the
    photos that were sent together. An unsent row that still has its hash has a file that must go from the disk.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("organisation_id", "message_id", "part"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message_id: Mapped[str] = mapped_column(String(64))
    part: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    url: Mapped[str | None]
    set_id: Mapped[str | None] = mapped_column(String(64))
    set_total: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    content_type: Mapped[str | None]
    size: Mapped[int | None]
    error: Mapped[str | None]
    sent_at: Mapped[datetime]
    attached: Mapped[bool] = mapped_column(default=False)
