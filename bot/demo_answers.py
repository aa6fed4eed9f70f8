"""Six months of answers for the demo, in the words of the sample agency, so that a round can be closed at once.

Only the demo uses this. One division has not sent the last month and a photo is lacking: something is to be chased.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import evidence
from models.calendar import Round
from models.evidence import StoredFile
from models.ledger import Obligation
from models.people import HELD
from models.records import StoredPlan, ledger
from models.tables import EvidenceRow, Progress, ProgressEntry, RoleRow

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "replay" / "kudjok-2566.json"
PICTURE = Path(__file__).resolve().parent / "menu_images"
MEETING_DAY = 10


def fill(session: Session, stored: StoredPlan, round: Round, folder: Path) -> None:
    """Answer the months of a round; `folder` is where evidence is kept. The reporters must have joined."""
    script = json.loads(SAMPLE.read_text(encoding="utf-8"))["answers"]
    texts = {(a["measure"], a["division"]): a["activity"] for a in script}
    roles = session.execute(select(RoleRow.division_id, RoleRow.person_id).where(RoleRow.name == "reporter", HELD))
    reporters = {division_id: person_id for division_id, person_id in roles if division_id}
    codes = {id_: code for code, id_ in stored.division_codes.items()}
    picture = evidence.store(folder, stored.organisation_id, [sorted(PICTURE.glob("*.png"))[0].read_bytes()])
    owed = [o for o in ledger(session, stored) if o.month in round.months and o.key.division_id in reporters]
    silent, without_photo = owed[-1].key.division_id, (owed[0].key.measure_id, owed[0].key.division_id)
    for one in owed:
        key = one.key
        if key.division_id == silent and one.month == round.last:
            continue
        person_id = reporters[key.division_id]
        text = texts.get((stored.measures[key.measure_id].code, codes[key.division_id]), script[0]["activity"])
        photo = one.month == round.first and (key.measure_id, key.division_id) != without_photo
        files = [_photo(session, stored, one, person_id, picture)] if photo else []
        _send(session, stored, one, person_id, _answers(one, text, files))


def _answers(one: Obligation, text: str, files: list[int]) -> dict[str, Any]:
    return {
        "status": "ongoing",
        "activity": text,
        "dates": [one.month.first_day.replace(day=MEETING_DAY).isoformat()],
        "output": "รายงานการประชุม ๑ ฉบับ",
        "outcome": "เจ้าหน้าที่ปฏิบัติงานตามมาตรฐานที่กำหนด" if one.last_owed_in_round else "",
        "problem": "",
        "evidence": files,
        "flags": {},
    }


def _photo(session: Session, stored: StoredPlan, one: Obligation, person_id: int, file: StoredFile) -> int:
    row = EvidenceRow(
        organisation_id=stored.organisation_id,
        person_id=person_id,
        message_id=f"demo-{one.key.measure_id}-{one.key.division_id}",
        name="",
        state="stored",
        sha256=file.sha256,
        content_type=file.content_type,
        size=file.size,
        sent_at=one.deadlines.opens,
        attached=True,
    )
    session.add(row)
    session.flush()
    return row.id


def _send(session: Session, stored: StoredPlan, one: Obligation, person_id: int, answers: dict[str, Any]) -> None:
    at = one.deadlines.opens + timedelta(hours=2)
    of = {
        "organisation_id": stored.organisation_id,
        "measure_id": one.key.measure_id,
        "division_id": one.key.division_id,
        "month": one.month,
        "revision": 1,
    }
    entry = ProgressEntry(**of, answers=answers, person_id=person_id, submitted_at=at)
    session.add(entry)
    session.flush()
    session.add(Progress(**of, first_submitted_at=at, entry_id=entry.id))
