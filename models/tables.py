"""The tables. Every one carries its organisation; instants are UTC, months are CE keys (DESIGN.md section 2).

Answers and decisions are append-only; `Progress` is the head row that keeps history cheap and the first
submission time still. Obligations are not here: they are computed (models/ledger.py).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.calendar import Month
from models.database import Instant, MonthKey


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={  # constraints need names, or a later migration on SQLite cannot change them
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it from the class)
        datetime: Instant,
        Month: MonthKey,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }


def _organisation() -> Mapped[int]:
    return mapped_column(ForeignKey("organisation.id"), index=True)


class Organisation(Base):
    """An agency. `rules` overrides defaults of DeadlineRules."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Division(Base):
    __tablename__ = "division"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    position: Mapped[int]
    sections: Mapped[list[Any]] = mapped_column(default=list)


class PlanRow(Base):
    """The plan of a fiscal year. `document` is the plan's value without its measures (models/plan.py)."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("organisation_id", "fiscal_year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    fiscal_year: Mapped[int]
    owed_from: Mapped[Month]
    document: Mapped[dict[str, Any]]
    imported_at: Mapped[datetime]


class MeasureRow(Base):
    """A measure; `document` is its value. `removed`: no longer in the plan; kept for drafts that name it."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
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
    organisation_id: Mapped[int] = _organisation()
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    first: Mapped[Month]
    last: Mapped[Month | None]
    by_plan: Mapped[bool]


class Person(Base):
    """A LINE user who has joined. `asking` is a small question outside the form (`name`), `asking_about` what it
    is about (handlers/asking.py). `away_until`: on leave up to that day. Who left keeps the row, without its LINE
    id (`left-<id>`) and without a name, because answers point to it.

    `menu` is LINE's id of the rich menu that was linked, null for the default; scheduler/menus.py compares it with
    the one that the roles want. `menu_try_at`: not tried before (a lease, or a failure). `menu_line_id`: the LINE id
    of who left, kept only until the menu is unlinked.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("organisation_id", "line_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    line_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str | None]
    asking: Mapped[str | None] = mapped_column(String(20))
    asking_about: Mapped[dict[str, Any] | None]
    away_until: Mapped[date | None]
    unreachable_since: Mapped[datetime | None]
    joined_at: Mapped[datetime]
    menu: Mapped[str | None] = mapped_column(String(100))
    menu_try_at: Mapped[datetime | None]
    menu_line_id: Mapped[str | None] = mapped_column(String(64))


class RichMenu(Base):
    """A rich menu at LINE. A changed design has another digest and is another menu: LINE replaces no picture.

    `menu_id` is LINE's, once it was created; `ready` when it has its picture and is in use.
    """

    __tablename__ = "rich_menu"
    __table_args__ = (UniqueConstraint("organisation_id", "digest"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    name: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    menu_id: Mapped[str | None] = mapped_column(String(100))
    ready: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RoleRow(Base):
    """A role of a person; roles add up. `asked_first`: the division's primary reporter.

    A role that ended stays as history; only those with `ended_at` null are held. `acting`: for the holder of the
    post, until the end of the day `until`."""

    __tablename__ = "role"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
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
    organisation_id: Mapped[int] = _organisation()
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
    organisation_id: Mapped[int] = _organisation()
    line_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]


class Meeting(Base):
    """The monthly staff meeting of a month: its days (ISO dates), and who gave them last."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("organisation_id", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    month: Mapped[Month]
    dates: Mapped[list[Any]]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ConversationRow(Base):
    """A person's draft of one report; `open` is the one that typed text goes to."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("person_id", "measure_id", "division_id", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
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
    organisation_id: Mapped[int] = _organisation()
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
    organisation_id: Mapped[int] = _organisation()
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
    organisation_id: Mapped[int] = _organisation()
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
    organisation_id: Mapped[int] = _organisation()
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    month: Mapped[Month]
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class EvidenceRow(Base):
    """A photo, file or link that was sent. `state`: fetch, stored, same (as an earlier one of its measure),
    refused, gone, unsent. Without `next_try_at` it is fetched at once.

    A link has a `url` and nothing to fetch; `part` counts the links of one message. `set_id` and `set_total` name the
    photos that were sent together. An unsent row that still has its hash has a file that must go from the disk.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("organisation_id", "message_id", "part"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
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


class Reminder(Base):
    """The mark that a step was done for a person; its unique row claims the step (DESIGN.md section 4).

    One push may carry the cards of several divisions: a row each. division_id 0 is the whole organisation.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("organisation_id", "step", "period", "person_id", "division_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    step: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    division_id: Mapped[int]
    outgoing_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime]


class InboundEvent(Base):
    """A webhook event as it came. `state`: new, done, failed (parked with its error).

    `message_id` is the message that it brings, or that it takes back when `kind` is unsend.
    """

    __tablename__ = "inbound_event"
    __table_args__ = (Index("inbound_due", "state", "occurred_at"),)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    kind: Mapped[str | None] = mapped_column(String(40))
    message_id: Mapped[str | None] = mapped_column(String(64), index=True)
    body: Mapped[str]
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    done_at: Mapped[datetime | None]


class Outgoing(Base):
    """A message to deliver. `id` is LINE's retry key; `body` is rendered before the first try and never again.

    `state`: pending, sent, waiting (a reply whose token died; rides on the next reply), merged (it rode), held
    (quota used up), dead (a permanent error), unknown (unclear for longer than the key lives; a person decides).
    """

    __tablename__ = "outgoing"
    __table_args__ = (Index("outgoing_due", "state", "next_try_at"),)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    line_id: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    reply_token: Mapped[str | None]
    messages: Mapped[list[Any]]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    first_try_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    request_id: Mapped[str | None]
    error: Mapped[str | None]


class SentMessage(Base):
    """The id that LINE gave a message of ours, by which a person quotes it. `position` counts within its Outgoing."""

    __tablename__ = "sent_message"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    outgoing_id: Mapped[str] = mapped_column(ForeignKey("outgoing.id"))
    position: Mapped[int]


class FileLink(Base):
    """What a signed address opens. The address holds only this random id (DESIGN.md section 8, "Pushes")."""

    __tablename__ = "file_link"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    organisation_id: Mapped[int] = _organisation()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
