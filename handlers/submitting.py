"""Writing an answer down: a new revision of what a division reports, and the head that points at it."""

from __future__ import annotations

from typing import Any

from handlers.drafts import head_of
from handlers.incoming import Visit
from handlers.owed import Owed
from models import audit
from models.ledger import Key
from models.tables import ConversationRow, DecisionRow, Person, Progress, ProgressEntry


def submit(visit: Visit, person: Person, owed: Owed, answers: dict[str, Any]) -> tuple[ProgressEntry, Progress]:
    """Append a revision for one obligation; gives it and the obligation's head.

    `answers` is what `models.conversation.collected` gives. The time is that of the person's own event; the first
    submission never moves (DESIGN.md section 2). The caller has made sure that the month takes answers.
    """
    head = head_of(visit, owed.key)
    before = {"entry": head.entry_id} if head else {}
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
    note(visit, owed.key, audit.ANSWER, entry.id, before, {"entry": entry.id})
    visit.session.flush()
    return entry, head


def note(visit: Visit, key: Key, what: str, entry_id: int | None, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Write in the audit what was done with an obligation."""
    audit.record(
        visit.session,
        visit.desk.organisation_id,
        visit.incoming.at,
        what,
        about="entry",
        about_id=entry_id,
        place=audit.place_of(visit.session, key.measure_id, key.division_id, key.month),
        measure_id=key.measure_id,
        division_id=key.division_id,
        old=old,
        new=new,
    )


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
    note(visit, owed.key, f"{audit.DECISION}asked", None, {}, {})
