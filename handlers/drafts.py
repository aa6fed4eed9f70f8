"""Drafts: the rows in which a person's open conversations are kept at every step.

All drafts of a person stay; one is open, and typed text goes to it. The conversation itself is pure
(models/conversation.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.incoming import Visit
from handlers.owed import Owed, find, read_tag, tag
from models import meetings, people
from models.calendar import Month, Round, bangkok_date
from models.draft import REPEATED, open_question, reopened
from models.form import FREE_TEXT
from models.ledger import Answer, Key
from models.plan import Measure
from models.question import Context
from models.reading import read_report
from models.records import LIVE, counted
from models.sources import SOURCES
from models.tables import BundleRow, ConversationRow, EvidenceRow, Person, Progress, ProgressEntry

BASE = "_base"  # in a draft: the revision that it started from, to notice somebody else's newer answer
LATELY = timedelta(hours=12)  # so long รายงาน goes on with a change of a sent report, or a report without answers
LEFT = "_left"  # in a draft: it was left before anything was answered
THEN = "_then"  # in a draft: the tags of the measures to be asked after it is sent


def open_draft(visit: Visit, person: Person) -> ConversationRow | None:
    """The draft that typed text goes to."""
    return visit.session.scalar(
        select(ConversationRow).where(ConversationRow.person_id == person.id, ConversationRow.open)
    )


def paused(visit: Visit, person: Person) -> ConversationRow | None:
    """The report that was left last, when it is still wanted, and still the person's to answer; one without answers
    only when it was left lately."""
    own = people.divisions(visit.session, person)
    rows = visit.session.scalars(
        select(ConversationRow)
        .where(ConversationRow.person_id == person.id, ConversationRow.division_id.in_(own))
        .order_by(ConversationRow.moved_at.desc(), ConversationRow.id.desc())
        .limit(5)
    )
    for draft in rows:
        lately = visit.incoming.at - draft.moved_at < LATELY
        begun = "status" in draft.answers or (lately and draft.answers.get(LEFT))
        owed = owed_of(visit, draft) if begun and not draft.answers.get("_asked") else None
        if owed and (owed.missing or lately) and not owed.obligation.locked(visit.incoming.at):
            return draft
    return None


def expects_no_words(visit: Visit, person: Person) -> bool:
    """Whether `ข้อ 3` can only name a measure now: no report is open, or its first question is."""
    draft = open_draft(visit, person)
    return draft is None or "status" not in draft.answers


def asks_for_words(visit: Visit, person: Person, draft: ConversationRow) -> bool:
    """Whether any words can be the answer to what is asked of a draft."""
    owed = owed_of(visit, draft)
    asked = open_question(draft.answers, context_of(visit, person, owed)) if owed else None
    return asked is not None and asked.name in FREE_TEXT


def make_open(visit: Visit, person: Person, draft: ConversationRow) -> None:
    """One draft of a person is open; the others are kept, and so are bundles."""
    close_all(visit, person)
    draft.open, draft.moved_at = True, max(visit.incoming.at, draft.moved_at)
    visit.session.flush()


def close_all(visit: Visit, person: Person) -> None:
    """Let typed text go to no draft and no bundle."""
    visit.session.flush()
    for table in (ConversationRow, BundleRow):
        visit.session.execute(update(table).where(table.person_id == person.id, table.open).values(open=False))


def lay_aside(session: Session, person_id: int, month: Month) -> None:
    """Let typed text go to no draft or bundle of another month; they are kept."""
    for table in (ConversationRow, BundleRow):
        theirs = (table.person_id == person_id, table.open, table.month != month)
        session.execute(update(table).where(*theirs).values(open=False))


def key_of(draft: ConversationRow) -> Key:
    return Key(draft.measure_id, draft.division_id, draft.month)


def of_owed(visit: Visit, person_id: int, key: Key) -> ConversationRow | None:
    """A person's draft of one report."""
    return visit.session.scalar(
        select(ConversationRow).where(
            ConversationRow.person_id == person_id,
            ConversationRow.measure_id == key.measure_id,
            ConversationRow.division_id == key.division_id,
            ConversationRow.month == key.month,
        )
    )


def days_of(answers: Mapping[str, Any]) -> list[date]:
    """The stored dates of an answer."""
    return [date.fromisoformat(day) for day in answers.get("dates", [])]


def no_context(visit: Visit, month: Month) -> Context:
    """What checking words needs where no single report is meant."""
    round = Round.of(month.fiscal_year, "12m")
    return Context("", 0, "", "", "", month, round, visit.incoming.today)


def new_draft(visit: Visit, person: Person, owed: Owed, *, empty: bool = False) -> ConversationRow:
    """A draft for an obligation that the person has none of, not open: what was submitted last, unless `empty`."""
    head = head_of(visit, owed.key)
    answers: dict[str, Any] = {BASE: head.revision if head else 0}
    if head and owed.obligation.answer and not empty:
        answers |= reopened(visit.session.get_one(ProgressEntry, head.entry_id).answers)
    draft = ConversationRow(
        organisation_id=person.organisation_id,
        person_id=person.id,
        measure_id=owed.key.measure_id,
        division_id=owed.key.division_id,
        month=owed.key.month,
        answers=answers,
        open=False,
        moved_at=visit.incoming.at,
    )
    visit.session.add(draft)
    visit.session.flush()
    return draft


def draft_of(visit: Visit, person: Person, key: Key) -> ConversationRow | None:
    return of_owed(visit, person.id, key)


def waiting_files(visit: Visit, person: Person) -> tuple[int, ...]:
    """The evidence that the person has sent and that belongs to no report yet, in the order in which it was sent."""
    found = visit.session.scalars(
        select(EvidenceRow.id)
        .where(EvidenceRow.person_id == person.id, ~EvidenceRow.attached, EvidenceRow.state.in_(LIVE))
        .order_by(EvidenceRow.id)
    )
    return tuple(counted(visit.session, person.organisation_id, found.all()))


def head_of(visit: Visit, key: Key) -> Progress | None:
    return visit.session.scalar(
        select(Progress)
        .where(
            Progress.measure_id == key.measure_id,
            Progress.division_id == key.division_id,
            Progress.month == key.month,
        )
        .with_for_update()
    )


def find_owed(visit: Visit, tag_text: str) -> Owed | None:
    key = read_tag(tag_text)
    return find(visit.session, visit.desk.organisation_id, key) if key else None


def owed_of(visit: Visit, draft: ConversationRow) -> Owed | None:
    return find_owed(visit, tag(Key(draft.measure_id, draft.division_id, draft.month)))


def _step(measure: Measure) -> str:
    """The first step of a measure whose title is a question of the survey, and so does not say what to do."""
    asks = measure.issue is not None and measure.issue.text == measure.title
    return measure.steps[0] if asks and measure.steps else ""


def context_of(visit: Visit, person: Person, owed: Owed) -> Context:
    return Context(
        tag=tag(owed.key),
        order=owed.measure.order,
        title=owed.measure.title,
        division=owed.division,
        step=_step(owed.measure),
        month=owed.month,
        round=owed.stored.round_of(owed.month),
        today=visit.incoming.today,
        ask_outcome=owed.obligation.last_owed_in_round,
        waiting_files=waiting_files(visit, person),
        previous=repeatable(owed.previous, owed.previous_month or owed.month) if owed.previous else None,
        previous_month=owed.previous_month,
        missed_before=owed.missed_before,
        meetings=tuple(
            day
            for day in meetings.dates_of(visit.session, person.organisation_id, owed.month)
            if day <= visit.incoming.today  # announced before it is held
        ),
    )


def repeatable(answer: Answer, month: Month) -> dict[str, Any]:
    """What of a month's answer เหมือนเดือนก่อน uses again: status and texts, but no dates, also not those in the words
    of what was done. An outcome that was not given is still to be asked. Their messages go along."""
    found = {name: getattr(answer, name) for name in REPEATED}
    parts = read_report(answer.activity, month, bangkok_date(answer.submitted_at), ())
    if len(parts) == 1 and parts[0].dates and parts[0].activity:
        found["activity"] = parts[0].activity
    kept = {n: v for n, v in found.items() if v is not None and not (n == "outcome" and v == "")}
    noted = {n: answer.sources[n] for n in kept if n in answer.sources}
    return kept | ({SOURCES: noted} if noted else {})
