"""Photos and files that are sent: written down at once, tied to a report, fetched by the delivery threads."""

from __future__ import annotations

from pathlib import PurePath

from sqlalchemy import select

from handlers import answering, drafts, resuming, wording
from handlers.incoming import Visit
from models import people
from models.conversation import Said
from models.evidence import MOST_BYTES, SUFFIXES
from models.say import Message, Text
from models.tables import EvidenceRow, Person


def receive(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A photo or file: refused at once when its name or size says so, else kept for the open report or the next."""
    incoming = visit.incoming
    if not people.divisions(visit.session, person):
        return (Text(wording.NOT_YOURS),)
    if incoming.file_name and PurePath(incoming.file_name).suffix.lower() not in SUFFIXES:
        return (Text(wording.FILE_WRONG_KIND), *resuming.asked_again(visit, person))
    if incoming.file_size is not None and incoming.file_size > MOST_BYTES:
        return (Text(wording.FILE_TOO_BIG), *resuming.asked_again(visit, person))
    known = visit.session.scalar(
        select(EvidenceRow).where(
            EvidenceRow.organisation_id == person.organisation_id, EvidenceRow.message_id == incoming.message_id
        )
    )
    row = known or EvidenceRow(
        organisation_id=person.organisation_id,
        person_id=person.id,
        message_id=incoming.message_id,
        name=incoming.file_name,
        state="fetch",
        sent_at=incoming.at,
    )
    visit.session.add(row)
    visit.session.flush()
    if drafts.open_draft(visit, person):
        return answering.say(visit, person, Said(files=(row.id,)))
    return (Text(wording.FILE_KEPT),)
