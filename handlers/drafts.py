"""Drafts: the rows in which a person's open conversations are kept at every step.

All drafts of a person stay; one is open, and typed text goes to it. The conversation itself is pure
(models/conversation.py).
"""

from __future__ import annotations

from sqlalchemy import select, update

from handlers.incoming import Visit
from handlers.owed import Owed, find, read_tag, tag
from models import people
from models.conversation import ask
from models.form import Context
from models.ledger import Key
from models.plan import Measure
from models.say import Message
from models.tables import ConversationRow, EvidenceRow, Person, Progress

BASE = "_base"  # in a draft: the revision that it started from, to notice somebody else's newer answer


def open_draft(visit: Visit, person: Person) -> ConversationRow | None:
    """The draft that typed text goes to."""
    return visit.session.scalar(
        select(ConversationRow).where(ConversationRow.person_id == person.id, ConversationRow.open)
    )


def paused(visit: Visit, person: Person) -> ConversationRow | None:
    """The report that was left last, when it has answers, is still wanted, and still the person's to answer."""
    own = people.divisions(visit.session, person)
    rows = visit.session.scalars(
        select(ConversationRow)
        .where(ConversationRow.person_id == person.id, ConversationRow.division_id.in_(own))
        .order_by(ConversationRow.moved_at.desc())
        .limit(5)
    )
    for draft in rows:
        owed = owed_of(visit, draft) if "status" in draft.answers and not draft.answers.get("_asked") else None
        if owed and owed.missing and not owed.obligation.locked(visit.incoming.at):
            return draft
    return None


def asked_again(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The open question once more, after something else was answered in between; () when none is open."""
    draft = open_draft(visit, person)
    owed = owed_of(visit, draft) if draft else None
    return ask(draft.answers, context_of(visit, person, owed)) if draft and owed else ()


def expects_no_words(visit: Visit, person: Person) -> bool:
    """Whether `ข้อ 3` can only name a measure now: no report is open, or its first question is."""
    draft = open_draft(visit, person)
    return draft is None or "status" not in draft.answers


def make_open(visit: Visit, person: Person, draft: ConversationRow) -> None:
    """One draft of a person is open; the others are kept."""
    visit.session.flush()
    visit.session.execute(
        update(ConversationRow)
        .where(ConversationRow.person_id == person.id, ConversationRow.id != draft.id, ConversationRow.open)
        .values(open=False)
    )
    draft.open, draft.moved_at = True, max(visit.incoming.at, draft.moved_at)


def draft_of(visit: Visit, person: Person, key: Key) -> ConversationRow | None:
    return visit.session.scalar(
        select(ConversationRow).where(
            ConversationRow.person_id == person.id,
            ConversationRow.measure_id == key.measure_id,
            ConversationRow.division_id == key.division_id,
            ConversationRow.month == key.month,
        )
    )


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
    waiting = visit.session.scalars(
        select(EvidenceRow.id)
        .where(
            EvidenceRow.person_id == person.id,
            ~EvidenceRow.attached,
            EvidenceRow.state.in_(("fetch", "stored")),
        )
        .order_by(EvidenceRow.id)
    ).all()
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
        waiting_files=tuple(waiting),
    )
