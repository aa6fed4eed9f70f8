"""Sending a bundle: each report that still waits is written as its own revision, as if it had been sent alone."""

from __future__ import annotations

from datetime import date

from handlers import drafts, receipts, reporting, wording
from handlers import wording_together as words
from handlers.bundle_answers import (
    answers_of,
    owed_in,
)
from handlers.incoming import Visit
from handlers.owed import Owed
from handlers.submitting import ask_to_reopen, submit
from models import people
from models.draft import complete, reopened
from models.say import Choice, Message, Text
from models.tables import BundleRow, ConversationRow, Person


def send(visit: Visit, person: Person, bundle: BundleRow, *, with_meeting: bool) -> tuple[Message, ...]:
    sent: list[Owed] = []
    left_out: list[int] = []
    locked: list[Owed] = []
    days: list[date] = []
    begun = False
    for owed in owed_in(visit, bundle):
        draft = drafts.of_owed(visit, bundle.person_id, owed.key)
        ready = bundle.kind != "told" or (draft and complete(draft.answers, drafts.context_of(visit, person, owed)))
        wanted = owed.missing or _told_anew(visit, bundle, owed, draft)
        allowed = owed.key.division_id in people.divisions(visit.session, person)
        if ready and allowed and wanted and owed.obligation.locked(visit.incoming.at):
            _keep_locked(visit, person, bundle, owed)
            locked.append(owed)
            continue
        if not (ready and allowed and wanted):
            left_out.append(owed.measure.order)
            continue
        answers = answers_of(visit, bundle, owed, with_meeting=with_meeting)
        submit(visit, person, owed, answers)
        days += [date.fromisoformat(day) for day in answers.get("dates", [])]
        begun = begun or answers["status"] not in ("not_started", "cancelled")
        if draft:
            visit.session.delete(draft)
        sent.append(owed)
    bundle.open, bundle.state = False, {**bundle.state, "done": True}
    visit.session.flush()
    if not sent and locked:
        return (Text(wording.locked(locked[0].month, locked[0].obligation.deadlines)),)
    if not sent:
        return (Text(words.NOTHING_SENT, (Choice(wording.STATUS, f"word/{wording.STATUS}"),)),)
    following = reporting.next_of(visit, person, bundle.state["then"])
    on = sorted(set(days)) if begun and bundle.kind != "none" else None
    return (
        receipts.several(visit, sent, visit.incoming.at, left_out, on, goes_on=bool(following)),
        *following,
    )


def _told_anew(visit: Visit, bundle: BundleRow, owed: Owed, draft: ConversationRow | None) -> bool:
    """Whether a report that was sent is told of again, by somebody who knew its newest answer."""
    head = drafts.head_of(visit, owed.key)
    return bundle.kind == "told" and bool(draft and head and draft.answers.get(drafts.BASE) == head.revision)


def _keep_locked(visit: Visit, person: Person, bundle: BundleRow, owed: Owed) -> None:
    """After the lock what would have been sent stays as a draft, and is a wish to reopen (DESIGN.md section 8)."""
    answers = reopened(answers_of(visit, bundle, owed, with_meeting=False))
    draft = drafts.of_owed(visit, person.id, owed.key) or drafts.new_draft(visit, person, owed, empty=True)
    draft.answers = {**draft.answers, **answers}
    ask_to_reopen(visit, person, owed, draft)
