"""The tables of a round's report: what was frozen, edited, waived, ordered, endorsed, published; forms and scores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, organisation
from models.calendar import Month


class ReportRow(Base):
    """A frozen round: `document` is the report's value (exports/report_value.py), `sha256` of its canonical JSON.

    Never changed but for `undone_at`, which takes the freeze back; the newest version that is not undone counts.
    `round` is a Round's key. person_id null: frozen by an operator."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("plan_id", "round", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    round: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    document: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class NarrativeRow(Base):
    """The secretary's own words for a field of a measure's round text; append-only, the newest counts.

    text null: the assembled text counts again. `basis` is the hash of the assembled text that was edited, by which a
    later change of the answers is noticed."""

    __tablename__ = "narrative"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    round: Mapped[str] = mapped_column(String(8))
    field: Mapped[str] = mapped_column(String(20))
    text: Mapped[str | None]
    basis: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class GapWaiver(Base):
    """That a gap of a round's report may stay, and why. `gap` is the gap's key (exports/gaps.py)."""

    __tablename__ = "gap_waiver"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    round: Mapped[str] = mapped_column(String(8))
    gap: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OrderRow(Base):
    """An executive's order (ข้อสั่งการ) to a division, about a measure and month when they are given.

    `message_id` is LINE's id of the message that the text was typed in; an order whose message was unsent has an
    empty text, and counts no more."""

    __tablename__ = "executive_order"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    month: Mapped[Month | None]
    text: Mapped[str]
    message_id: Mapped[str | None] = mapped_column(String(64))
    due_on: Mapped[date]
    at: Mapped[datetime]


class OrderEntry(Base):
    """What became of an order, append-only: `answer` by the division, `again` (with a new day) or `close` by an
    executive. `message_id` as of OrderRow; an entry whose message was unsent has an empty text, and counts no
    more."""

    __tablename__ = "order_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    order_id: Mapped[int] = mapped_column(ForeignKey("executive_order.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]
    message_id: Mapped[str | None] = mapped_column(String(64))
    due_on: Mapped[date | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Acknowledgement(Base):
    """That a person took note (รับทราบ) of something, and when: `month/2026-11`, `round/2570-6m`, `report/12`."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("person_id", "what"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class Post(Base):
    """A post of the endorsement chain, in order: prepare, comment or approve.

    A chain that is changed is a new `generation`, a row for each post, and the old ones end: what was endorsed is
    printed with the posts of its generation."""

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    position: Mapped[int]
    name: Mapped[str]
    action: Mapped[str] = mapped_column(String(10))
    generation: Mapped[int] = mapped_column(default=1)
    ended_at: Mapped[datetime | None]


class PostHolder(Base):
    """Who holds a post; `acting`: stands in (รักษาราชการแทน), to the end of the day `until` when it is given."""

    __tablename__ = "post_holder"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    acting: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date | None]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Endorsement(Base):
    """A post's word on a frozen report: `endorse` or `return`, with its comment; append-only.

    `skip`: nobody holds the post, and the secretary (`person_id`) says why it goes on without. `post_name` and
    `acting` are as they were then, because they are printed. Only a comment whose message is unsent is changed."""

    __tablename__ = "endorsement"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    post_name: Mapped[str]
    acting: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[str] = mapped_column(String(10))
    comment: Mapped[str]
    at: Mapped[datetime]


class Publishing(Base):
    """An item of the publishing check-list of a report: what was done (an address, a note) and on which day.

    Append-only, the newest of an item counts; an empty `value` takes the tick away."""

    __tablename__ = "publishing"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    item: Mapped[str] = mapped_column(String(20))
    value: Mapped[str]
    day: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FormRow(Base):
    """The agency's own form: the workbook as it was uploaded, and which column is which field.

    It is used from `confirmed_at` until `ended_at`, when another one took its place. One that was sent in the chat is
    empty until the file of `evidence_id` was fetched (scheduler/fetching.py)."""

    __tablename__ = "report_form"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    matching: Mapped[dict[str, Any]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), index=True)


class AssessmentRow(Base):
    """The scores of an ITA year as they were imported; `document` is an Analysis (models/plan.py)."""

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("organisation_id", "ita_year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    ita_year: Mapped[int]
    document: Mapped[dict[str, Any]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
