"""What is kept about a round's report: frozen versions, the secretary's own words, gaps that may stay.

Building and freezing the value itself is exports/freezing.py's; a frozen document never changes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer

from models import audit
from models.redaction import typed_in
from models.report_tables import Endorsement, GapWaiver, NarrativeRow, Post, ReportRow
from models.tables import MeasureRow, Person


def standing(session: Session, plan_id: int, round_key: str) -> ReportRow | None:
    """The frozen report of a round that counts: the newest version that was not undone."""
    return session.scalar(
        select(ReportRow)
        .where(ReportRow.plan_id == plan_id, ReportRow.round == round_key, ReportRow.undone_at.is_(None))
        .order_by(ReportRow.version.desc())
        .limit(1)
    )


def all_standing(session: Session, organisation_id: int) -> list[ReportRow]:
    """The frozen report of every round that has one, newest first, without their documents."""
    query = select(ReportRow).where(ReportRow.organisation_id == organisation_id, ReportRow.undone_at.is_(None))
    rows = session.scalars(query.options(defer(ReportRow.document)).order_by(ReportRow.version, ReportRow.id))
    newest = {(row.plan_id, row.round): row for row in rows}
    return sorted(newest.values(), key=lambda row: (row.frozen_at, row.id), reverse=True)


def versions(session: Session, plan_id: int, round_key: str) -> list[ReportRow]:
    """Every version of a round that was frozen, undone ones too, oldest first."""
    query = select(ReportRow).where(ReportRow.plan_id == plan_id, ReportRow.round == round_key)
    return list(session.scalars(query.order_by(ReportRow.version)))


def frozen_at(session: Session, plan_id: int) -> dict[str, datetime]:
    """By round key: since when the plan's rounds are frozen. A later version does not move it."""
    query = select(ReportRow.round, ReportRow.frozen_at).where(
        ReportRow.plan_id == plan_id, ReportRow.undone_at.is_(None)
    )
    found: dict[str, datetime] = {}
    for key, at in session.execute(query.order_by(ReportRow.version)):
        found.setdefault(key, at)
    return found


def endorsed(session: Session, report_id: int) -> bool:
    """Whether a post has said a word on a frozen report, endorsing, returning or being passed over; then it cannot be
    undone. That it was proposed is no such word: who prepared it may think again until somebody has answered."""
    query = (
        select(Endorsement.id)
        .join(Post, Post.id == Endorsement.post_id)
        .where(Endorsement.report_id == report_id, Post.action != "prepare")
        .limit(1)
    )
    return session.scalar(query) is not None


# --- The secretary's own words -------------------------------------------------------------------------------


def own_words(session: Session, plan_id: int, round_key: str) -> dict[tuple[int, str], NarrativeRow]:
    """The edits of a round that count, by measure id and field."""
    query = (
        select(NarrativeRow)
        .join(MeasureRow, MeasureRow.id == NarrativeRow.measure_id)
        .where(MeasureRow.plan_id == plan_id, NarrativeRow.round == round_key)
        .order_by(NarrativeRow.id)
    )
    newest = {(row.measure_id, row.field): row for row in session.scalars(query)}
    return {key: row for key, row in newest.items() if row.text is not None}


def say_instead(
    session: Session,
    organisation_id: int,
    measure_id: int,
    round_key: str,
    field: str,
    text: str | None,
    basis: str,
    person_id: int | None,
    now: datetime,
) -> None:
    """Put one's own words in the place of a measure's assembled text, or (None) take them away again.

    `basis` is the hash of the text that was assembled then."""
    row = NarrativeRow(
        organisation_id=organisation_id,
        measure_id=measure_id,
        round=round_key,
        field=field,
        text=text,
        basis=basis,
        person_id=person_id,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        organisation_id,
        now,
        audit.EDITED,
        about="report",
        place=audit.place_of(session, measure_id, None),
        measure_id=measure_id,
        new={field: text or ""},
    )


# --- Gaps that may stay --------------------------------------------------------------------------------------


def waived(session: Session, plan_id: int, round_key: str) -> dict[str, GapWaiver]:
    """By the gap's key: why it may stay."""
    query = select(GapWaiver).where(
        GapWaiver.plan_id == plan_id, GapWaiver.round == round_key, GapWaiver.ended_at.is_(None)
    )
    return {row.gap: row for row in session.scalars(query.order_by(GapWaiver.id))}


def waive(
    session: Session,
    organisation_id: int,
    plan_id: int,
    round_key: str,
    gap: str,
    reason: str,
    person_id: int | None,
    now: datetime,
) -> None:
    """Let a gap stay, with the reason; an earlier reason for it is replaced."""
    end_waiver(session, plan_id, round_key, gap, now)
    row = GapWaiver(
        organisation_id=organisation_id,
        plan_id=plan_id,
        round=round_key,
        gap=gap,
        reason=reason,
        person_id=person_id,
        at=now,
    )
    session.add(row)
    audit.record(session, organisation_id, now, audit.WAIVED, about="report", new={"gap": gap, "reason": reason})


def end_waiver(session: Session, plan_id: int, round_key: str, gap: str, now: datetime) -> bool:
    """Take a waiver back; gives whether there was one."""
    query = (
        update(GapWaiver)
        .where(
            GapWaiver.plan_id == plan_id,
            GapWaiver.round == round_key,
            GapWaiver.gap == gap,
            GapWaiver.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    return session.connection().execute(query).rowcount > 0


# --- What was unsent -----------------------------------------------------------------------------------------


def unsend(session: Session, person: Person, message: str, since: datetime, now: datetime) -> list[str]:
    """Take own words and reasons that were typed in a message away: the assembled text counts again, and the gap
    stands. Gives the texts that went. What was frozen stays."""
    gone: list[str] = []
    theirs = (NarrativeRow.person_id == person.id, NarrativeRow.at >= since, NarrativeRow.text.is_not(None))
    for story in session.scalars(select(NarrativeRow).where(*theirs)):
        if story.text and typed_in(story.text, message):
            gone.append(story.text)
            story.text = None
    for waiver in session.scalars(
        select(GapWaiver).where(GapWaiver.person_id == person.id, GapWaiver.at >= since, GapWaiver.reason != "")
    ):
        if typed_in(waiver.reason, message):
            gone.append(waiver.reason)
            waiver.reason, waiver.ended_at = "", waiver.ended_at or now
    return gone
