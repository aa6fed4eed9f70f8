"""The cast of the tests: เทศบาลตัวอย่าง with กองช่าง (สมชาย), กองคลัง (มาลี), ปลัด, นิภา, and three measures."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models import organisations, people
from models.plan import Plan, plan_from_json
from models.plan_store import find_division, save_plan
from models.tables import Organisation, Person

PLAN: Plan = plan_from_json(
    {
        "organisation": {"name": "เทศบาลตัวอย่าง", "short_name": "ทต.ตัวอย่าง", "type": "เทศบาล"},
        "fiscal_year": 2570,
        "divisions": [
            {"code": "works", "name": "กองช่าง"},
            {"code": "finance", "name": "กองคลัง", "sections": ["งานพัสดุ"]},
        ],
        "measures": [
            {
                "code": "M1",
                "order": 1,
                "title": "ประกาศนโยบายไม่รับของขวัญ (No Gift Policy)",
                "period": {"text": "ปีงบประมาณ พ.ศ. ๒๕๗๐", "start": "2026-10-01", "end": "2027-09-30"},
                "divisions": ["works", "finance"],
                "responsible_text": "กองช่าง\nกองคลัง",
            },
            {
                "code": "M2",
                "order": 2,
                "title": "ประชุมเน้นย้ำมาตรฐานการให้บริการประชาชน",
                "period": {"text": "ปีงบประมาณ พ.ศ. ๒๕๗๐", "start": "2026-10-01", "end": "2027-09-30"},
                "divisions": ["all"],
                "responsible_text": "ทุกกอง",
            },
            {
                "code": "M3",
                "order": 3,
                "title": "เปิดเผยแผนการจัดซื้อจัดจ้างบนเว็บไซต์",
                "period": {"text": "ต.ค. ๒๕๖๙ - มี.ค. ๒๕๗๐", "start": "2026-10-01", "end": "2027-03-31"},
                "divisions": ["finance"],
                "section": "งานพัสดุ",
                "responsible_text": "กองคลัง/งานพัสดุ",
            },
        ],
    }
)
START = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
LINE_IDS = {"สมชาย": "U" + "1" * 32, "มาลี": "U" + "2" * 32, "ปลัด": "U" + "3" * 32, "นิภา": "U" + "4" * 32}
CAST = (
    ("สมชาย", "reporter", "กองช่าง"),
    ("มาลี", "reporter", "กองคลัง"),
    ("ปลัด", "executive", None),
    ("นิภา", "secretary", None),
)


def line_id(name: str) -> str:
    """The LINE id of one of the cast, or a made-up one for anybody else, always the same."""
    return LINE_IDS.get(name) or "U" + name.encode().hex()[:32].ljust(32, "0")


def publish(session: Session, plan: Plan = PLAN) -> Organisation:
    """Store the plan, owed from its first month."""
    organisation = organisations.choose(session, None)
    save_plan(session, organisation, plan, START)
    return organisation


def join(session: Session, organisation: Organisation, name: str, role: str, division: str | None) -> Person:
    """Make a person with a role, as joining does."""
    person = people.find(session, organisation.id, line_id(name))
    if person is None:
        person = Person(organisation_id=organisation.id, line_id=line_id(name), name=name, joined_at=START)
        session.add(person)
        session.flush()
    division_id = find_division(session, organisation.id, division).id if division else None
    people.give(session, person, role, division_id, START)
    return person
