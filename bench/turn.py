"""What one turn of a conversation costs when much is stored, as a ratio to the same turn in a new agency.

    python -m bench.turn [--rounds 9]

The floor is the first month of 60 measures × 8 divisions with nothing stored; against it the tenth month of the
same plan with 4,300 answers. Rounds alternate, medians count: absolute figures drift, the ratio does not.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot import schema
from models import organisations
from models.calendar import Month, at
from models.database import Database
from models.plan import DivisionName
from models.plan_store import save_plan
from models.tables import Person, Progress, ProgressEntry
from tests import cast
from tests.desk import FakeDesk

DIVISIONS, MEASURES = 8, 60
SAID = ("10", "ทำต่อเนื่อง", "ประชุม", "ข้าม", "ข้าม", "ไม่มี", "ต่อไป", "ส่ง")


def agency(folder: Path, name: str, months: int) -> FakeDesk:
    """An agency with so many months answered by every division."""
    db = Database(f"sqlite:///{folder / name}.db")
    schema.migrate(db)
    divisions = tuple(DivisionName(f"d{n}", f"กอง {n}") for n in range(DIVISIONS))
    one = cast.PLAN.measures[0]
    measures = tuple(replace(one, code=f"M{n}", order=n, divisions=("all",)) for n in range(1, MEASURES + 1))
    with db.write() as session:
        organisation = organisations.choose(session, None)
        save_plan(session, organisation, replace(cast.PLAN, divisions=divisions, measures=measures), cast.START)
        for division in divisions:
            cast.join(session, organisation, division.code, "reporter", division.name)
        person = session.query(Person).first()
        assert person is not None
        for n in range(months):
            for measure_id in range(1, MEASURES + 1):
                for division_id in range(1, DIVISIONS + 1):
                    _answer(session, person.id, measure_id, division_id, Month(2026, 10).plus(n))
    return FakeDesk(db)


def _answer(session: Session, person: int, measure: int, division: int, month: Month) -> None:
    answers: dict[str, Any] = {"status": "ongoing", "activity": "ทำ", "dates": [], "evidence": [], "flags": {}}
    where: dict[str, Any] = {"organisation_id": 1, "measure_id": measure, "division_id": division, "month": month}
    entry = ProgressEntry(**where, revision=1, answers=answers, person_id=person, submitted_at=cast.START)
    session.add(entry)
    session.flush()
    session.add(Progress(**where, first_submitted_at=cast.START, revision=1, entry_id=entry.id))


def turns(desk: FakeDesk, who: str, now: datetime) -> float:
    """Milliseconds of a turn, the median over one report."""
    took = []
    for said in SAID:
        start = time.perf_counter()
        desk.say(who, said, now)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, choices=range(1, DIVISIONS))
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        new, old = agency(Path(name), "new", 0), agency(Path(name), "old", 9)
        first, tenth = at(date(2026, 10, 28), clock(10)), at(date(2027, 7, 28), clock(10))
        pairs = [(turns(new, f"d{n}", first), turns(old, f"d{n}", tenth)) for n in range(rounds)]
    floor, found = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    ratios = sorted(b / a for a, b in pairs)
    print(f"turn, nothing stored: {floor:.1f} ms; with 4,320 answers: {found:.1f} ms")
    print(f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})")


if __name__ == "__main__":
    main()
