"""Whatever people type, tap or send, at the real desk: nothing raises, nobody is stranded, no answer that was sent is
lost or changed behind anybody's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.database import Database
from models.say import Card, as_text
from models.tables import ProgressEntry
from tests.desk import FakeDesk
from tests.stores import Store

START = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
WORDS = """รายงาน|สถานะ|เมนู|ช่วยเหลือ|ยกเลิก|ย้อน|ข้าม|ส่ง|แก้ไข|ใช่|ไม่ใช่|ไม่มี|คงเดิม|หลักฐาน
เหมือนเดือนก่อน|ทุกข้อเหมือนเดิม ยกเว้น 2|ไม่มีการดำเนินการ|เดือนนี้ไม่มีกิจกรรม เพราะน้ำท่วม
ยกเว้น 1|ข้อ 1|ข้อ 2|1|2|3|9|แก้ข้อ 1|แก้ผลผลิต|ลบรูป|สรุป|ลา|ลาถึง 30 พ.ย. 69|กลับมาแล้ว
ข้อมูลของฉัน|ออกจากระบบ|ไม่ออก|ประชุม|บุคลากร|รายงานทีละข้อ|ไม่มีอะไรใหม่|ไม่ใช้
เพิ่มต่อจากเดิม|ส่งแทนคำตอบเดิม|เก็บตามที่พิมพ์|เสร็จแล้ว|ทำต่อเนื่อง|กำลังทำ 60%|เสร็จแล้ว 30%
ดำเนินการแล้ว|ยังไม่เริ่ม รองบ|ติดปัญหา|5 ต.ค. 69|7 ม.ค. 63|31 ก.พ.
ประชุม 7 ต.ค. 69 ผู้เข้าร่วม 24 คน
ข้อ 1 ประชุม 7 ต.ค. 69 ผู้เข้าร่วม 24 คน ต่อเนื่อง ไม่มีปัญหา|โทร 081-234-5678
ข้อ 1 เสร็จแล้ว ข้อ 2 กำลังทำ|ข้อ 9 เสร็จแล้ว|ข้ออื่นเสร็จแล้ว|https://example.go.th/a|=1+1
{0} %s <b>|ขอบคุณค่ะ 🙏""".replace("\n", "|").split("|")
doing = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(WORDS)),
    st.tuples(st.just("say"), st.text(min_size=1, max_size=40)),
    st.tuples(st.just("tap"), st.integers(0, 400)),
    st.tuples(st.just("tap"), st.integers(0, 400)),
    st.tuples(st.just("photo"), st.none()),
    st.tuples(st.just("sticker"), st.none()),
    st.tuples(st.just("days"), st.sampled_from([0, 1, 8, 30])),
    st.tuples(st.just("late"), st.sampled_from(WORDS)),
)
who = st.sampled_from(["สมชาย", "สมชาย", "สมชาย", "มาลี", "นิภา"])


@contextmanager
def at_work(store: Store, folder: Path) -> Iterator[FakeDesk]:
    db = Database(store.fresh(folder, with_cast=True))
    yield FakeDesk(db)
    db.close()
    store.close()


def sent(desk: FakeDesk) -> dict[int, Any]:
    with desk.db.read() as session:
        return {row.id: row.answers for row in session.scalars(select(ProgressEntry))}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(who, doing), max_size=18))
def test_no_sequence_loses_strands_or_raises(tmp_path: Path, store: Store, doings: list[Any]) -> None:
    with at_work(store, tmp_path) as desk:
        now, before = START, sent(desk)
        for name, (kind, what) in doings:
            now += timedelta(seconds=40)
            if kind == "say":
                assert desk.say(name, what, now) or not what.strip(), f"no answer to {what!r}"
            elif kind == "late":
                desk.say(name, what, now - timedelta(seconds=30))
            elif kind == "photo":
                desk.photo(name, now)
            elif kind == "sticker":
                assert desk.sticker(name, now)
            elif kind == "days":
                now += timedelta(days=what)
                desk.tick(now)
            elif seen := [c for c in desk.seen.get(name, []) if c.send and c.kind == "tap"]:
                choice = seen[what % len(seen)]
                desk.event(name, now, "postback", postback={"data": choice.send})
            after = sent(desk)
            assert {id_: after[id_] for id_ in before} == before, (
                f"an answer that was sent changed after {kind} {what}"
            )
            before = after
        _can_still_report(desk, now + timedelta(minutes=1))


def _can_still_report(desk: FakeDesk, now: datetime) -> None:
    """From wherever a person is, รายงาน and then sensible replies lead to a sent report or to nothing owed."""
    name = "มาลี"
    desk.say(name, "ยกเลิก", now)
    shown = desk.say(name, "รายงาน", now)
    for _ in range(40):
        text = as_text(shown[-1])
        if "เข้าร่วม" in text or "รหัสเชิญ" in text or "ส่งครบ" in text or "ไม่มีข้อที่ต้องรายงาน" in text:
            return
        if any("บันทึกรายงาน" in as_text(m) for m in shown):
            return
        shown = desk.say(name, _reply(shown[-1], text), now)
    raise AssertionError(f"stranded at: {as_text(shown[-1])}")


def _reply(last: Any, text: str) -> str:
    if isinstance(last, Card):
        labels = [c.label for c in last.buttons]
        wanted = ("ส่งรายงาน", "ส่งแทนคำตอบเดิม", "รายงานทีละข้อ")
        return next((w for w in wanted if w in labels), labels[0] if labels else "รายงาน")
    if "สถานะใด" in text:
        return "ยังไม่ดำเนินการ"
    labels = [c.label for c in last.choices]
    return next(
        (w for w in ("ข้าม", "ไม่มี", "ใช่ ถูกต้อง", "ไม่ใช้", "ต่อไป") if w in labels), labels[0] if labels else "รายงาน"
    )
