"""Fetching the photos and files that people sent, outside any transaction, and checking what they are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from exports.form_file import FormRefused
from exports.own_form import Proposal, proposed
from handlers import own_forms
from handlers import wording_evidence as words
from models import evidence, forms, organisations, outbox
from models.calendar import Month
from models.database import Database
from models.records import load_plan
from models.say import Text
from models.shown import brief
from models.tables import ConversationRow, EvidenceRow, Person, Progress, ProgressEntry

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=120)
GIVE_UP_AFTER = 12  # tries, spread over some hours; LINE keeps content for an undisclosed time
SAID_ONCE = timedelta(hours=1)  # so long several photos of a report that cannot be kept cost one push
BACKOFF = (2, 5, 15, 60, 300, 900, 1800)  # seconds


@dataclass(frozen=True)
class Fetched:
    """What LINE gave: the content, that it is gone for ever, or that it may come later."""

    state: Literal["here", "gone", "later"]
    content: bytes = b""
    error: str = ""


Fetch = Callable[[str], Fetched]


def fetch_next(db: Database, organisation_id: int, folder: Path, fetch: Fetch, now: datetime) -> bool:
    """Fetch one file that is due; gives whether there was one. `now` is real time (leases)."""
    with db.write() as session:
        row = session.scalar(
            select(EvidenceRow)
            .where(
                EvidenceRow.organisation_id == organisation_id,
                EvidenceRow.state == "fetch",
                or_(EvidenceRow.next_try_at.is_(None), EvidenceRow.next_try_at <= now),
            )
            .order_by(EvidenceRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return False
        row.attempts += 1
        row.next_try_at = now + LEASE
        row_id, message_id = row.id, row.message_id
        is_form = forms.brought_by(session, row_id) is not None
    if is_form:
        _record_form(db, organisation_id, row_id, fetch(message_id), now)
        return True
    _record(db, folder, organisation_id, row_id, _bring(folder, organisation_id, fetch(message_id)), now)
    return True


@dataclass(frozen=True)
class _Brought:
    state: Literal["stored", "refused", "gone", "later"]
    file: evidence.StoredFile | None = None
    error: str = ""
    sentence: str = ""


def _bring(folder: Path, organisation_id: int, fetched: Fetched) -> _Brought:
    if fetched.state == "gone":
        return _Brought("gone", error=fetched.error, sentence=words.FILE_GONE)
    if fetched.state == "later":
        return _Brought("later", error=fetched.error)
    try:
        return _Brought("stored", evidence.store(folder, organisation_id, [fetched.content]))
    except evidence.TooBig as problem:
        return _Brought("refused", error=str(problem), sentence=words.FILE_TOO_BIG)
    except evidence.WrongKind as problem:
        return _Brought("refused", error=str(problem), sentence=words.FILE_WRONG_KIND[problem.why])
    except OSError as problem:
        log.error("evidence cannot be written", extra={"error": problem.strerror})
        return _Brought("later", error=f"cannot be written: {problem.strerror}")


def _record(db: Database, folder: Path, organisation_id: int, row_id: int, brought: _Brought, now: datetime) -> None:
    with db.write() as session:
        organisations.take_turn(session, organisation_id)  # the person may be unsending it
        row = session.get_one(EvidenceRow, row_id)
        person = session.get_one(Person, row.person_id, with_for_update=True)
        if row.state != "fetch":  # unsent meanwhile: the hash orders the file's deletion
            row.sha256 = brought.file.sha256 if brought.file and row.state == "unsent" else row.sha256
            return
        if brought.file and not evidence.place(folder, organisation_id, brought.file.sha256).exists():
            row.next_try_at = None  # it was deleted meanwhile, as an unsent one of the same content: fetched again
            return
        row.error = brought.error or None
        if brought.state == "later" and row.attempts < GIVE_UP_AFTER:
            row.next_try_at = now + _wait(row.attempts)
            return
        row.state = "gone" if brought.state == "later" else brought.state
        if brought.file:
            row.sha256, row.size = brought.file.sha256, brought.file.size
            row.content_type = brought.file.content_type
            if not _came_before(session, row):
                return
            row.state = "same"
        sentence = words.FILE_TWICE if brought.file else brought.sentence or words.FILE_GONE
        said = words.file_sent(brief(row.name, 60), row.sent_at, sentence)
        sent = [] if row.state == "same" else _sent_with(session, row)
        if sent:  # who has sent the report has nothing more to say, and would not hear it with a reply
            told = (Text(f"{said}\n{words.not_counted(sent)}"),)
            if not outbox.pushed(session, row.organisation_id, person.line_id, told, now - SAID_ONCE):
                outbox.push(session, row.organisation_id, person.line_id, person.id, told, now)
        elif not outbox.waits(session, row.organisation_id, person.line_id, told := (Text(said),)):
            outbox.reply(session, row.organisation_id, person.line_id, person.id, None, told, now)  # of a set once
        _leave_drafts(session, row)


def _record_form(db: Database, organisation_id: int, row_id: int, fetched: Fetched, now: datetime) -> None:
    """A form that the secretary sent for the report: it is read here, and kept with the form and not as evidence."""
    found: Proposal | FormRefused | None = None
    if fetched.state == "here":
        try:
            found = proposed(fetched.content)
        except FormRefused as why:
            found = why
    with db.write() as session:
        organisations.take_turn(session, organisation_id)
        row = session.get_one(EvidenceRow, row_id)
        form = forms.brought_by(session, row_id)
        if row.state != "fetch" or form is None:  # unsent meanwhile
            return
        if fetched.state == "later" and row.attempts < GIVE_UP_AFTER:
            row.error, row.next_try_at = fetched.error, now + _wait(row.attempts)
            return
        row.state = "gone" if found is None else "form"
        own_forms.read(session, form, fetched.content, found, now)


def _wait(attempts: int) -> timedelta:
    return timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF)) - 1])


def _sent_with(session: Session, row: EvidenceRow) -> list[tuple[int, Month]]:
    """The reports that are in with this as evidence: the number of the measure and the month of each."""
    newest = (
        select(ProgressEntry)
        .join(Progress, Progress.entry_id == ProgressEntry.id)
        .where(ProgressEntry.organisation_id == row.organisation_id, ProgressEntry.submitted_at >= row.sent_at)
        .order_by(ProgressEntry.id)
    )
    found: list[tuple[int, Month]] = []
    for entry in session.scalars(newest):
        stored = load_plan(session, row.organisation_id, entry.month.fiscal_year.number)
        if row.id in entry.answers["evidence"] and stored and entry.measure_id in stored.measures:
            found.append((stored.measures[entry.measure_id].order, entry.month))
    return found


def _leave_drafts(session: Session, row: EvidenceRow) -> None:
    """What does not count is no longer in drafts, where it would be counted: in those of the person, and what is no
    evidence at all in those of colleagues who change the report."""
    theirs = ConversationRow.organisation_id == row.organisation_id
    own = ConversationRow.person_id == row.person_id
    for draft in session.scalars(select(ConversationRow).where(own if row.state == "same" else theirs)):
        files = draft.answers.get("_files", [])
        if row.id in files:
            draft.answers = {**draft.answers, "_files": [i for i in files if i != row.id]}


def _came_before(session: Session, row: EvidenceRow) -> bool:
    """Whether the same content is already evidence of the same measure, or waits like it for a measure."""
    equal = session.scalars(
        select(EvidenceRow).where(
            EvidenceRow.organisation_id == row.organisation_id,
            EvidenceRow.sha256 == row.sha256,
            EvidenceRow.state == "stored",
            EvidenceRow.id < row.id,
        )
    ).all()
    if not equal:
        return False
    if not row.attached:
        return any(e.person_id == row.person_id and not e.attached for e in equal)
    drafts = select(ConversationRow.answers).where(ConversationRow.person_id == row.person_id)
    sent = (
        select(ProgressEntry.answers)
        .join(Progress, Progress.entry_id == ProgressEntry.id)
        .where(ProgressEntry.organisation_id == row.organisation_id, ProgressEntry.submitted_at >= row.sent_at)
    )
    held = [a.get("_files", []) for a in session.scalars(drafts)] + [a["evidence"] for a in session.scalars(sent)]
    return any(row.id in files and any(e.id in files for e in equal) for files in held)


def delete_next(db: Database, organisation_id: int, folder: Path) -> bool:
    """Delete the file of one unsent message, unless something else holds the same content; gives whether there was
    one to look at.

    An unsent row with a hash is the work: it loses the hash after the file is gone, so that a kill at any line is
    made good by the next call.
    """
    with db.read() as session:
        row = session.scalar(
            select(EvidenceRow)
            .where(
                EvidenceRow.organisation_id == organisation_id,
                EvidenceRow.state == "unsent",
                EvidenceRow.sha256.is_not(None),
            )
            .limit(1)
        )
        if row is None or row.sha256 is None:
            return False
        row_id, sha256 = row.id, row.sha256
        holds = _holding(organisation_id, sha256)
        kept = session.scalar(holds.limit(1)) is not None
    if not kept:
        evidence.place(folder, organisation_id, sha256).unlink(missing_ok=True)
    with db.write() as session:
        organisations.take_turn(session, organisation_id)
        session.get_one(EvidenceRow, row_id).sha256 = None
        if not kept:  # the same content may have been stored by another process meanwhile: fetch it again
            for other in session.scalars(holds):
                other.state, other.sha256, other.next_try_at = "fetch", None, None
    return True


def _holding(organisation_id: int, sha256: str) -> Select[EvidenceRow]:
    return select(EvidenceRow).where(
        EvidenceRow.organisation_id == organisation_id,
        EvidenceRow.sha256 == sha256,
        EvidenceRow.state.in_(("stored", "same")),
    )
