"""Thai sentences of the word ประวัติ: who changed what, when, from what to what. Short lines; texts are shortened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.wording import ROLE_NAMES
from handlers.wording_chain import VERDICTS
from models import audit
from models.audit_reading import Change, Value
from models.calendar import Month
from models.form import BY_NAME
from models.thai import short_date, short_moment, short_month, shorten, thai_digits, thai_digits_on_paper

HISTORY = "ประวัติ"
TITLE = "ประวัติการเปลี่ยนแปลง"
NOTHING = "ยังไม่มีการเปลี่ยนแปลงใน ๓๐ วันที่ผ่านมาค่ะ"
HOW = f"ดูเฉพาะเรื่อง พิมพ์ {HISTORY} ข้อ 3 หรือ {HISTORY} ตามด้วยชื่อกอง"
NO_SUCH = f"ไม่พบข้อหรือกองนี้ค่ะ พิมพ์ {HISTORY} เพื่อดูทั้งหมด"
TAKEN_BACK = "ถูกยกเลิกการส่ง"
EMPTY = "–"
LETTERS = 40  # of a value in the chat; the whole text stands in the report

AUTHORS = {"operator": "ผู้ดูแลระบบ", "clock": "ระบบ"}
SOMEBODY, WHO_LEFT = "ผู้ใช้ที่ไม่ระบุชื่อ", "ผู้ที่ออกจากระบบแล้ว"

DONE = {
    audit.ANSWER: "ส่งรายงาน",
    audit.ANSWER_UNSENT: "ยกเลิกการส่งข้อความ",
    audit.PLAN: "นำเข้าแผน",
    audit.DIVISION: "แก้ข้อมูลกอง",
    audit.MEASURE: "แก้มาตรการ",
    audit.OWNER: "เปลี่ยนกองที่รับผิดชอบ",
    audit.ROLE_GIVEN: "ให้หน้าที่",
    audit.ROLE_ENDED: "พ้นหน้าที่",
    audit.ROLE_MOVED: "ย้ายหน้าที่",
    audit.FIRST: "เปลี่ยนผู้รายงานหลัก",
    audit.LEAVE: "แจ้งลา",
    audit.LEFT: "ออกจากระบบ",
    audit.INVITATION: "ทำรหัสเชิญ",
    audit.MEETING: "แจ้งวันประชุม",
    audit.REPORT: "ออกรายงาน",
    audit.FROZEN: "ปิดรอบรายงาน",
    audit.UNDONE: "ยกเลิกการปิดรอบ",
    audit.EDITED: "แก้ข้อความในรายงาน",
    audit.WAIVED: "ยกเว้นจุดที่ขาดในรายงาน",
    audit.ORDERED: "ข้อสั่งการ",
    audit.ENDORSED: "ให้ความเห็นรายงาน",
    audit.PUBLISHED: "บันทึกการเผยแพร่",
    audit.POSTS: "เปลี่ยนสายการเสนอรายงาน",
    audit.FORM: "เปลี่ยนแบบรายงานของหน่วยงาน",
    audit.SCORES: "นำเข้าคะแนน ITA",
    audit.WORDING: "เปลี่ยนถ้อยคำในหนังสือ",
    audit.RULES: "เปลี่ยนกำหนดส่ง",
    audit.HOLIDAYS: "เปลี่ยนวันหยุด",
    audit.DATE: "เปลี่ยนกำหนดการ",
    f"{audit.DECISION}accept": "รับรายงาน",
    f"{audit.DECISION}return": "ส่งคืนให้แก้",
    f"{audit.DECISION}waive": "ยกเว้นการรายงาน",
    f"{audit.DECISION}reopen": "เปิดรับรายงานอีกครั้ง",
    f"{audit.DECISION}void": "ยกเลิกการรับผิดชอบ",
    f"{audit.DECISION}asked": "ขอเปิดรับรายงานอีกครั้ง",
}
ANSWER_CHANGED = "แก้รายงาน"
CHANGED = "เปลี่ยนข้อมูล"  # something newer than these words
LABELS = {
    "reason": "เหตุผล",
    "role": "หน้าที่",
    "acting_until": "รักษาราชการแทนถึง",
    "until": "ลาถึง",
    "dates": "วันที่",
    "uses": "จำนวนครั้งที่ใช้ได้",
    "fiscal_year": "ปีงบประมาณ",
    "owed_from": "เริ่มรายงาน",
    "measures": "จำนวนมาตรการ",
    "divisions": "จำนวนกอง",
    "name": "ชื่อ",
    "title": "มาตรการ",
    "owners": "กองที่รับผิดชอบ",
    "responsible_text": "ช่องผู้รับผิดชอบ",
    "removed": "ตัดออกจากแผน",
    "position": "ลำดับ",
    "ita_year": "ปีประเมิน",
    "overall_score": "คะแนนรวม",
    "level": "ระดับ",
    "questions": "จำนวนข้อคำถาม",
    "score_threshold": "เกณฑ์คะแนน",
    "oit": "ข้อ OIT",
    "round": "รอบ",
    "said": "ข้อความเดิม",
    "division": "กอง",
    "person": "คน",
    "text": "ข้อความ",
    "post": "ตำแหน่ง",
    "posts": "ตำแหน่งตามลำดับ",
    "verdict": "ความเห็น",
    "acting": "รักษาราชการแทน",
    "value": "ที่บันทึก",
    "day": "วันที่",
    "step": "ขั้นตอน",
}
STEPS = {
    "order": "สั่งการ",
    "answer": "ตอบ",
    "again": "สั่งเพิ่ม",
    "close": "ปิดเรื่อง",
    "unsent": "ยกเลิกข้อความ",
}
HIDDEN = frozenset({"sha256", "code", "order", "round", "version"})  # for the command, not for the chat


def line(change: Change, divisions: Mapping[int, str], people: Mapping[int, str]) -> tuple[str, str]:
    """One change in two parts: เมื่อ ใคร, and อะไร จาก → เป็น. `divisions` and `people` are names by id."""
    names = _Names(divisions, people)
    whom = people.get(change.whom.id, WHO_LEFT) if change.whom and change.whom != change.person else ""
    shown = [value for value in change.values if value.name not in HIDDEN and not _is_the_place(change, value)]
    again = change.what == audit.ANSWER and any(value.old is not None for value in shown)
    if change.what == audit.ANSWER and not again:
        shown = [value for value in shown if value.name == "status"]  # the first answer: it stands in the report
    done = ANSWER_CHANGED if again else DONE.get(change.what, CHANGED)
    what = " ".join(part for part in (done, whom, change.place) if part)
    values = [names.change(change, value) for value in shown]
    return f"{short_moment(change.at)} {_author(change, people)}", " · ".join([what, *values])


def _is_the_place(change: Change, value: Value) -> bool:
    """Whether the division of a role is said already, as what the change is about."""
    return value.name == "division" and change.what in (audit.ROLE_GIVEN, audit.ROLE_ENDED, audit.INVITATION)


def _author(change: Change, people: Mapping[int, str]) -> str:
    if change.author != "person":
        return AUTHORS.get(change.author, AUTHORS["operator"])
    return people.get(change.person.id, WHO_LEFT) if change.person else WHO_LEFT


class _Names:
    """How values are shown whose stored form is an id or a key."""

    def __init__(self, divisions: Mapping[int, str], people: Mapping[int, str]) -> None:
        self._divisions, self._people = divisions, people

    def change(self, change: Change, value: Value) -> str:
        label = LABELS.get(value.name, value.name)
        if change.what in (audit.ANSWER, audit.ANSWER_UNSENT) and value.name in BY_NAME:
            label = BY_NAME[value.name].label
        if change.what == audit.ANSWER_UNSENT:
            return f"{label}: {TAKEN_BACK}"
        old, new = (self._shown(change, value.name, one) for one in (value.old, value.new))
        if change.what == audit.ROLE_ENDED:
            return f"{label}: {old}"
        return f"{label}: {new}" if value.old is None else f"{label}: {old} → {new}"

    def _shown(self, change: Change, name: str, value: Any) -> str:
        if value is None or value in ("", []):
            return EMPTY
        if change.what == audit.ANSWER and name != "evidence":
            return shorten(str(BY_NAME[name].show(value)).replace("\n", " "), LETTERS)
        return shorten(self._plain(name, value), LETTERS)

    def _plain(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "ใช่" if value else "ไม่ใช่"
        match name, value:
            case "step", str():
                return STEPS.get(value, EMPTY)
            case "role", str():
                return ROLE_NAMES.get(value, value)
            case "division", int():
                return self._divisions.get(value, EMPTY)
            case "person", int():
                return self._people.get(value, WHO_LEFT)
            case "owed_from", str():
                return short_month(Month.parse(value))
            case "verdict", str():
                return VERDICTS.get(value, value)
            case "posts", list():
                return " → ".join(map(str, value))
            case (("until" | "acting_until" | "day"), str()):
                return short_date(date.fromisoformat(value))
            case (("overall_score" | "score_threshold" | "oit"), str()):
                return thai_digits_on_paper(value)
            case "dates", list():
                return ", ".join(short_date(date.fromisoformat(one)) for one in value)
            case "owners", list():
                return ", ".join(self._divisions.get(one[0], "ทุกกอง") for one in value if not one[2]) or EMPTY
            case _, int():
                return thai_digits(value)
            case _, str():
                return value.replace("\n", " ")
        return "…"
