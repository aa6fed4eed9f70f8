"""A whole agency for the ladder: eight divisions, each with a reporter, a deputy and a head; three executives."""

from __future__ import annotations

from models import organisations
from models.database import Database
from models.plan import plan_from_json
from tests import cast

DIVISIONS = tuple(f"กองที่ {n}" for n in range(1, 9))
REPORTERS = tuple(f"{n} ผู้รายงาน" for n in range(1, 9))
DEPUTIES = tuple(f"{n}ผู้ช่วย" for n in range(1, 9))
HEADS = tuple(f"{n}-หัวหน้า" for n in range(1, 9))
EXECUTIVES = ("นายก", "ปลัด", "รองปลัด")

PLAN = plan_from_json(
    {
        "organisation": {"name": "เทศบาลตัวอย่าง"},
        "fiscal_year": 2570,
        "divisions": [{"code": f"d{n}", "name": name} for n, name in enumerate(DIVISIONS, 1)],
        "measures": [
            {
                "code": f"M{n}",
                "order": n,
                "title": f"มาตรการที่ {n}",
                "period": {"text": "ปีงบประมาณ พ.ศ. ๒๕๗๐", "start": "2026-10-01", "end": "2027-09-30"},
                "divisions": ["all"],
                "responsible_text": "ทุกกอง",
                "follow_up": {
                    "items": [],
                    "deadline": {"text": "ภายในเดือนมกราคม", "date": "2027-01-31"} if n == 2 else None,
                },
            }
            for n in (1, 2)
        ],
    }
)


def people_of(db: Database) -> None:
    """Publish the plan and let everybody join."""
    with db.write() as session:
        organisation = cast.publish(session, PLAN)
        for division, reporter, deputy, head in zip(DIVISIONS, REPORTERS, DEPUTIES, HEADS, strict=True):
            cast.join(session, organisation, reporter, "reporter", division)
            cast.join(session, organisation, deputy, "reporter", division)
            cast.join(session, organisation, head, "head", division)
        for name in EXECUTIVES:
            cast.join(session, organisation, name, "executive", None)
        cast.join(session, organisation, "นิภา", "secretary", None)


def organisation_id(db: Database) -> int:
    """The one organisation's id."""
    with db.read() as session:
        return organisations.choose(session, None).id
