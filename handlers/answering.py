"""Answering: what is said to an open report, and what is written when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from handlers import bundles, receipts, reporting, resuming, telling, wording
from handlers.drafts import (
    BASE,
    THEN,
    context_of,
    draft_of,
    find_owed,
    head_of,
    make_open,
    open_draft,
    owed_of,
)
from handlers.incoming import Visit
from handlers.owed import Owed, tag
from handlers.submitting import submit
from models import people
from models.conversation import Said, ask, take
from models.draft import collected, complete, open_question
from models.ledger import Key
from models.question import Context
from models.say import Choice, Message, Text
from models.shown import brief, theirs
from models.tables import ConversationRow, DecisionRow, EvidenceRow, Person, ProgressEntry


def say(visit: Visit, person: Person, said: Said, tag_text: str = "") -> tuple[Message, ...]:
    """Something said to a report: to the one that a button names, else to the open one."""
    if tag_text:
        owed = find_owed(visit, tag_text)
        if owed is None:
            return (Text(wording.OLD_BUTTON),)
        draft = draft_of(visit, person, owed.key)
        if draft is None:  # sent already, or a button of another day: show how it stands
            return reporting.open_report(visit, person, tag_text)
    else:
        draft = open_draft(visit, person)
        owed = owed_of(visit, draft) if draft else None
        if draft is None:
            return (Text(wording.OLD_BUTTON),)
        if owed is None:
            return _not_owed_any_more(draft, said)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if visit.incoming.at < draft.moved_at and said.text:
        return _came_late(visit, draft, said)
    if visit.incoming.at < draft.moved_at and said.question:  # a late button: what it answered was asked again since
        return resuming.asked_again(visit, person)
    make_open(visit, person, draft)
    context = context_of(visit, person, owed)
    turn = take(_without_lost_files(visit, draft.answers), replace(said, message=visit.incoming.message_id), context)
    draft.answers = turn.answers
    _attach(visit, turn.answers.get("_files", []))
    if not turn.outcome and complete(turn.answers, context) and bundles.is_told(visit, person, tag(owed.key)):
        return telling.go_on(visit, person)
    if turn.outcome == "cancel":
        return _leave(draft, context)
    if turn.outcome == "submit":
        return _submit(visit, person, owed, draft, context)
    return turn.replies


def _not_owed_any_more(draft: ConversationRow, said: Said) -> tuple[Message, ...]:
    """The plan changed, or a colleague finished the measure: the draft is closed, and what was typed stays in it."""
    draft.open = False
    if said.text:
        draft.answers = {**draft.answers, "_unsent": [*draft.answers.get("_unsent", []), said.text]}
    return (Text(wording.NO_LONGER_OWED, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)


def _came_late(visit: Visit, draft: ConversationRow, said: Said) -> tuple[Message, ...]:
    """An event that happened before the draft's last move is shown back with ใช้ and ไม่ใช้; it never overwrites
    (DESIGN.md section 8, "Stored bodies")."""
    draft.answers = {**draft.answers, "_late": said.text}
    choices = (Choice(wording.USE, "late/use"), Choice(wording.DROP, "late/drop"))
    return (Text(wording.came_late(brief(said.text), visit.incoming.at), choices, numbered=0),)


def settle_late(visit: Visit, person: Person, *, use: bool) -> tuple[Message, ...]:
    """The buttons ใช้ and ไม่ใช้ of a message that came late."""
    draft = open_draft(visit, person)
    if draft is None or "_late" not in draft.answers:
        return (Text(wording.OLD_BUTTON),)
    text = draft.answers["_late"]
    kept = {name: value for name, value in draft.answers.items() if name != "_late"}
    draft.answers = kept if use else kept | {"_unsent": [*kept.get("_unsent", []), text]}
    return say(visit, person, Said(text=text)) if use else resuming.asked_again(visit, person)


def _without_lost_files(visit: Visit, answers: dict[str, Any]) -> dict[str, Any]:
    """The draft without files that turned out to be none that are kept, or that LINE no longer had."""
    files = answers.get("_files", [])
    if not files:
        return answers
    good = visit.session.scalars(
        select(EvidenceRow.id).where(EvidenceRow.id.in_(files), EvidenceRow.state.in_(("fetch", "stored")))
    ).all()
    return {**answers, "_files": [f for f in files if f in good]}


def _attach(visit: Visit, files: Sequence[int]) -> None:
    if files:
        visit.session.execute(update(EvidenceRow).where(EvidenceRow.id.in_(files)).values(attached=True))


def _leave(draft: ConversationRow, context: Context) -> tuple[Message, ...]:
    draft.open = False
    question = open_question(draft.answers, context)
    if question and question.name == "status":
        cancelled = Choice(wording.MEASURE_CANCELLED, f"say/{context.tag}/status/cancelled")
        return (Text(wording.LEFT_AT_STATUS, (cancelled, Choice(wording.MENU, f"word/{wording.MENU}"))),)
    again = Choice(wording.REPORT, f"open/{context.tag}")
    return (Text(wording.LEFT, (again, Choice(wording.MENU, f"word/{wording.MENU}"))),)


def cancel_measure(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words ยกเลิกมาตรการนี้ typed after leaving a report at its first question."""
    draft = visit.session.scalar(
        select(ConversationRow)
        .where(ConversationRow.person_id == person.id)
        .order_by(ConversationRow.moved_at.desc())
        .limit(1)
    )
    if draft is None or "status" in draft.answers:
        return (Text(wording.OLD_BUTTON),)
    key = Key(draft.measure_id, draft.division_id, draft.month)
    return say(visit, person, Said(question="status", value="cancelled"), tag(key))


def _submit(
    visit: Visit, person: Person, owed: Owed, draft: ConversationRow, context: Context
) -> tuple[Message, ...]:
    """Send the report, unless the month is locked or somebody else of the division sent a newer one meanwhile."""
    at = visit.incoming.at
    if owed.obligation.locked(at):
        return _ask_to_reopen(visit, person, owed, draft)
    head = head_of(visit, owed.key)
    revision = head.revision if head else 0
    if head and draft.answers.get(BASE, 0) != revision:
        sent = visit.session.get_one(ProgressEntry, head.entry_id).answers
        draft.answers = {**draft.answers, BASE: revision, "_theirs": sent}
        return (*theirs(sent, context), *ask(draft.answers, context))
    entry, head = submit(visit, person, owed, collected(draft.answers, context))
    after = draft.answers.get(THEN, [])
    visit.session.delete(draft)
    visit.session.flush()
    following = telling.go_on(visit, person) if bundles.latest_told(visit, person) else ()
    following = following or reporting.next_of(visit, person, after)
    return (receipts.one(visit, owed, entry, head, goes_on=bool(following)), *following)[:5]


def _ask_to_reopen(visit: Visit, person: Person, owed: Owed, draft: ConversationRow) -> tuple[Message, ...]:
    """After the lock the draft is kept and the wish is written down once, for the secretary to see."""
    draft.open = False
    answer = (Text(wording.locked(owed.month, owed.obligation.deadlines)),)
    if draft.answers.get("_asked"):
        return answer
    draft.answers = {**draft.answers, "_asked": True}
    visit.session.add(
        DecisionRow(
            organisation_id=person.organisation_id,
            measure_id=owed.key.measure_id,
            division_id=owed.key.division_id,
            month=owed.key.month,
            kind="asked",
            reason="",
            person_id=person.id,
            at=visit.incoming.at,
        )
    )
    return answer
