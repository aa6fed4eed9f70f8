"""Whatever was said, in whatever order: once a message is unsent, no word that stood only in it is kept anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models import organisations, people
from models.calendar import Month
from models.database import Database
from models.tables import MeasureRow, Progress, ProgressEntry
from tests import cast
from tests.desk import FakeDesk
from tests.stores import Store
from tests.test_unsent import exported, stored

FIRST, FOURTH = datetime(2026, 10, 26, 3, 0, tzinfo=UTC), datetime(2027, 1, 26, 3, 0, tzinfo=UTC)
# {m} is a word that no other message has
TOLD = """ข้อ 1 ต่อเนื่อง อบรมบ้านนาง{m} 7 ต.ค. 69 ผู้เข้าร่วม 24 คน ไม่มีปัญหา
ข้อ 1 เสร็จแล้ว อบรมบ้าน{m} 7 ต.ค. 69 / ข้อ 2 ต่อเนื่อง ประชุมบ้านนาย{m} 8 ต.ค. 69 ผู้เข้าร่วม 10 คน ติดปัญหา{m}
ข้อ 2 กำลังทำ 60% แจกคู่มือของ{m} 5 เล่ม|ประชุมเรื่อง{m} 7 ต.ค. 69 ผู้เข้าร่วม 24 คน|ต่อเนื่อง อบรม{m} 10 คน
อบรมบ้าน{m}ในหมู่บ้าน|{m}|ดำเนินการตามแผน|แจก{m} 3 ชิ้น|รอ{m}อนุมัติ|โทรหา{m} 081-234-5678
ข้อ 1 อบรมบ้านนาง{m} 7 ม.ค. 70 ผู้เข้าร่วม 24 คน ข้อ 2 แจกเอกสาร{m} 8 ม.ค. 70 จำนวน 55 เล่ม
เดือนนี้ไม่มีกิจกรรม เพราะรอ{m}|สม  {m}|เสร็จแล้ว 30% {m}|ติดปัญหา{m}|ข้อ 9 เสร็จแล้ว {m}|31 ก.พ. {m}""".replace("|", "\n")
WORDS = """รายงาน|ข้อ 1|ข้อ 2|ข้อ 1|1|2|ส่ง|ส่ง|ส่ง|ใช่|ไม่ใช่|ข้าม|ไม่มี|ย้อน|แก้ไข|แก้ข้อ 1|แก้ผลผลิต|ยกเลิก
ทำต่อเนื่อง|ทำต่อเนื่อง|เหมือนเดือนก่อน|เหมือนเดือนก่อน|ไม่มีการดำเนินการ|ไม่มีอะไรใหม่|เก็บตามที่พิมพ์
เพิ่มต่อจากเดิม|ส่งแทนคำตอบเดิม|ใช้|แก้ชื่อ|บุคลากร|สถานะ|สรุป|7 ต.ค. 69""".replace("\n", "|").split("|")
TOLD_ALL = [line.replace(" / ", "\n") for line in TOLD.splitlines()]
doing = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(TOLD_ALL)),
    st.tuples(st.just("say"), st.sampled_from(TOLD_ALL)),
    st.tuples(st.just("say"), st.sampled_from(WORDS)),
    st.tuples(st.just("say"), st.sampled_from(WORDS)),
    st.tuples(st.just("tap"), st.integers(0, 12)),
    st.tuples(st.just("tap"), st.integers(0, 12)),
    st.tuples(st.just("late"), st.sampled_from(TOLD_ALL)),
)
who = st.sampled_from(["สมชาย"] * 5 + ["สมหญิง"] * 2 + ["มาลี", "มาลี", "นิภา"])


@contextmanager
def at_work(store: Store, folder: Path, *, repeated: bool) -> Iterator[FakeDesk]:
    """The desk with a second reporter of กองช่าง; `repeated`: its first three months say the same."""
    db = Database(store.fresh(folder, with_cast=True))
    with db.write() as session:
        organisation = organisations.choose(session, None)
        person = cast.join(session, organisation, "สมหญิง", "reporter", "กองช่าง")
        (division_id,) = people.divisions(session, person)
        for measure in session.scalars(select(MeasureRow).where(MeasureRow.position <= 2)) if repeated else ():
            for n in range(3):
                of: dict[str, Any] = {
                    "organisation_id": organisation.id,
                    "measure_id": measure.id,
                    "division_id": division_id,
                    "month": Month(2026, 10).plus(n),
                    "revision": 1,
                }
                said: dict[str, Any] = {"status": "ongoing", "activity": "อบรมเด็กในหมู่บ้าน", "evidence": []}
                said["flags"] = {"status": ["repeated"]} if n else {}
                sent = FIRST + timedelta(days=30 * n)
                entry = ProgressEntry(**of, answers=said, person_id=person.id, submitted_at=sent)
                session.add(entry)
                session.flush()
                session.add(Progress(**of, first_submitted_at=sent, entry_id=entry.id))
    yield FakeDesk(db)
    db.close()
    store.close()


def marker(number: int) -> str:
    """A word of six letters that nothing else says, the same in every digit's form and in every reader's copy."""
    return "ฌ" + "".join("ฎฏฐฑ"[number // 4**place % 4] for place in range(4)) + "ฬ"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.booleans(), st.lists(st.tuples(who, doing), min_size=1, max_size=16), st.data())
def test_nothing_is_left_of_an_unsent_message(
    tmp_path: Path, store: Store, repeated: bool, doings: list[Any], data: st.DataObject
) -> None:
    with at_work(store, tmp_path, repeated=repeated) as desk:
        now = FOURTH if repeated else FIRST
        desk.tick(now)
        said: list[tuple[str, str, str]] = []
        for number, (name, (kind, what)) in enumerate(doings):
            now += timedelta(seconds=40)
            if kind == "tap":
                seen = [c for c in desk.seen.get(name, []) if c.send and c.kind == "tap"]
                if seen:
                    desk.event(name, now, "postback", postback={"data": seen[-1 - what % len(seen)].send})
                continue
            at = now - timedelta(seconds=60) if kind == "late" else now
            desk.say(name, what.replace("{m}", marker(number)), at, message_id=str(9000 + number))
            if "{m}" in what:
                said.append((name, str(9000 + number), marker(number)))
        if not said:
            return
        name, message_id, word = data.draw(st.sampled_from(said))
        desk.unsend(name, message_id, now + timedelta(seconds=40))
        held = stored(desk)
        assert word not in held, [line for line in held.splitlines() if word in line]
        assert word not in exported(desk, tmp_path)


def test_news_of_the_third_month(tmp_path: Path, store: Store) -> None:
    news = "ข้อ 1 อบรมบ้านนางลับ 7 ม.ค. 70 ผู้เข้าร่วม 24 คน ข้อ 2 เสร็จแล้ว แจกเอกสารนายแอบ 8 ม.ค. 70 จำนวน 55 เล่ม"
    with at_work(store, tmp_path, repeated=True) as desk:
        for said in ("เหมือนเดือนก่อน", news, "ส่ง"):
            desk.say("สมชาย", said, FOURTH, message_id="900" if said == news else "")
        with desk.db.read() as session:
            first, second = (row.answers for row in list(session.scalars(select(ProgressEntry)))[-2:])
        assert first["sources"] == {"activity": ["900"], "output": ["900"], "dates": ["900"]}
        assert second["sources"].keys() == {"activity", "output", "dates", "status"}
        assert ["นายแอบ" in str(first["said"]), "นายแอบ" in str(second["said"])] == [False, True]
        desk.unsend("สมชาย", "900", FOURTH)
        held = stored(desk)
        assert [word for word in ("นางลับ", "นายแอบ", "2027-01-07", "2027-01-08") if word in held] == []
