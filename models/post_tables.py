"""The tables of the post: what came in, what goes out, the steps that were sent, what LINE was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, organisation


class RichMenu(Base):
    """A rich menu at LINE. A changed design has another digest and is another menu: LINE replaces no picture.

    `menu_id` is LINE's, once it was created; `ready` when it has its picture and is in use.
    """

    __tablename__ = "rich_menu"
    __table_args__ = (UniqueConstraint("organisation_id", "digest"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    name: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    menu_id: Mapped[str | None] = mapped_column(String(100))
    ready: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Reminder(Base):
    """The mark that a step was done for a person; its unique row claims the step (DESIGN.md section 4).

    One push may carry the cards of several divisions: a row each. division_id 0 is the whole organisation.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("organisation_id", "step", "period", "person_id", "division_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    step: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    division_id: Mapped[int]
    outgoing_id: Mapped[str] = mapped_column(String(36), index=True)
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
    (quota used up), dropped (nobody wanted it any more), dead (a permanent error), unknown (unclear for longer than
    the key lives; a person decides).
    """

    __tablename__ = "outgoing"
    __table_args__ = (Index("outgoing_due", "state", "next_try_at"),)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[int] = organisation()
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
    organisation_id: Mapped[int] = organisation()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
