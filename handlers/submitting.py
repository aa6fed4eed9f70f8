"""Writing an answer down: a new revision of what a division reports, and the head that points at it."""

from __future__ import annotations

from typing import Any

from handlers.drafts import head_of
from handlers.incoming import Visit
from handlers.owed import Owed
from models.tables import ConversationRow, DecisionRow, Person, Progress, ProgressEntry


def submit(visit: Visit, person: Person, owed: Owed, answers: dict[str, Any]) -> tuple[ProgressEntry, Progress]:
    """Append a revision for one obligation; gives it and the obligation's head.

    `answers` is what `models.conversation.collected` gives. The time is that of the person's own event; the first
    submission never moves (DESIGN.md section 2). The caller has made sure that the month takes answers.
    """
    head = head_of(visit, owed.key)
    entry = ProgressEntry(
        organisation_id=person.organisation_id,
        measure_id=owed.key.measure_id,
        division_id=owed.key.division_id,
        month=owed.key.month,
        revision=(head.revision if head else 0) + 1,
        answers=answers,
        person_id=person.id,
        submitted_at=visit.incoming.at,
    )
    visit.session.add(entry)
    visit.session.flush()
    if head is None:
        head = Progress(
            organisation_id=person.organisation_id,
            measure_id=owed.key.measure_id,
            division_id=owed.key.division_id,
            month=owed.key.month,
            first_submitted_at=visit.incoming.at,
            revision=entry.revision,
            entry_id=entry.id,
        )
        visit.session.add(head)
    else:
        head.revision, head.entry_id = entry.revision, entry.id
    visit.session.flush()
    return entry, head


def ask_to_reopen(visit: Visit, person: Person, owed: Owed, draft: ConversationRow) -> None:
    """After the lock the draft is kept, and the wish is written down once for the secretary to see."""
    draft.open = False
    if draft.answers.get("_asked"):
        return
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
