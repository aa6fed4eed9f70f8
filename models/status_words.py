"""What is said in each status (DOMAIN.md section 7): a grammar over whole replies, without their spaces.

A reply that says anything more is no status here, because one that is read wrongly ends or opens an obligation
without anybody noticing. Exact rules first, then known slips mended, then the closest known phrase.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.typos import closest, mended

if TYPE_CHECKING:
    from models.ledger import Status

_DO = (
    "(?:(?:ดำเนินการ|ดำเนินงาน|ดำเนินกิจกรรม|ดำเนินโครงการ|ดำเนิน|ปฏิบัติงาน|ปฏิบัติ|จัดกิจกรรม|จัดโครงการ|จัดทำ|จัด|"
    "ทำกิจกรรม|ทำงาน|ทำ)"
    "(?:จัดทำ|จัด)?(?:ตามแผน(?:งาน)?|ตามมาตรการ|ตามที่กำหนด|มาตรการ|โครงการ|กิจกรรม|เรื่อง|ข้อ|อัน)?(?:นี้)?)"
)
_WHO = "(?:ทาง)?(?:กองคลัง|กองช่าง|กองการศึกษา|กองสวัสดิการสังคม|กองสวัสดิการ|สำนักปลัด|กองสาธารณสุข|กอง|เรา|พวกเรา|หนู|ผม|พี่)"
_THIS = "(?:มาตรการ|โครงการ|กิจกรรม|ข้อ|เรื่อง|งาน|อัน)นี้"
_NOW = "(?:ตอนนี้|ขณะนี้|ปัจจุบัน|เดือนนี้|ในเดือนนี้|ของเดือนนี้|ณ?ตอนนี้|ล่าสุด)"
_BEFORE = rf"(?:{_NOW}|{_WHO}|{_THIS}|สถานะ|คือ|ก็|ได้|ถือว่า|อ๋อ|เอ่อ|เออ|โอเค|อันนี้|มันก็|ส่วน|รายงานว่า|แจ้งว่า|ว่า|[:\-•])*"
_AFTER = rf"(?:{_NOW}|{_THIS}|ตามแผน(?:ที่วางไว้|ที่กำหนด(?:ไว้)?|งาน)?|ตามปกติ|จริงๆ|ๆ|ด้วยดี|[.!\-])*"
_NOT_YET = r"(?:(?:ก็)?ยังไม่(?:ได้|มีการ|ทันได้|ทัน|เคย)?|ไม่ได้|ไม่มีการ|ยังมิได้|มิได้|ยังไม่ได้มีการ)"
_ALL = "(?:ทั้งหมด|ทุกอย่าง|หมดทุกอย่าง|ทุกข้อ|ทุกขั้นตอน|ทุกกิจกรรม|ครบทุกอย่าง|ครบทุกขั้นตอน|หมด)"
_FINISHED = (
    "(?:เสร็จเรียบร้อย|เสร็จสิ้นสมบูรณ์|เสร็จสมบูรณ์|เสร็จสิ้น|เสร็จครบ|แล้วเสร็จ|เสร็จ|เรียบร้อยดี|เรียบร้อย|สำเร็จลุล่วง|สำเร็จ|"
    "ลุล่วง|ครบถ้วนสมบูรณ์|ครบถ้วน|ครบ)"
)
# No word inside a free part may turn the meaning of the whole.
_STOP = "แล้ว|เสร็จ|แต่|เรียบร้อย|ยกเลิก|งด|ไม่มีปัญหา|คาด|จะ|หรือ|ไหม|มั้ย|%"
_PLAIN = rf"(?:(?!{_STOP}|ไม่|รอ(?![งบ])|ติด|ปัญหา|หยุด|เริ่ม|ต่อเนื่อง|ทุกเดือน|เป็นประจำ|ก่อน|หลัง|วันที่|\d).)"
_REASON = rf"(?:(?!{_STOP}).)"
_WAIT = r"รอ(?!บ(?!ริษัท|อร์ด|ุคลากร|ันทึก)|ง(?!บ)|ด(?:าว|พ้น|ู|ำเนิน|ชีวิต)?|ย|บด้าน)"
_GRAMMAR: tuple[tuple[Status, str], ...] = (
    (
        "not_started",
        rf"{_NOT_YET}(?:เริ่มต้น|เริ่ม|ลงมือ)?(?:ที่จะ)?(?:{_DO})?(?<!ได้)(?<!การ)(?<!ยังไม่)(?<!ทัน)(?<!เคย)(?:กัน)?(?:เลย|"
        rf"อะไรเลย|อะไร|สักอย่าง|ใดๆ|ทั้งสิ้น)*"
        rf"|{_NOT_YET}(?:เริ่ม)?(?:การ)?(?:ดำเนินการ|ดำเนินงาน|มีการดำเนินการ)(?:เลย|อะไรเลย|อะไร|ใดๆ|ทั้งสิ้น)*"
        r"|ยังไม่ถึง(?:เวลา|กำหนด|ช่วง|รอบ|กำหนดการ)(?:ที่จะ|ที่ต้อง|การ)?(?:ดำเนินการ|ดำเนินงาน|จัด|ทำ|จัดกิจกรรม)|"
        r"ยังไม่มีความคืบหน้าเพราะยังไม่เริ่ม",
    ),
    (
        "in_progress",
        rf"(?:ก็)?(?:ยัง)?(?:คง)?(?:กำลัง)?(?:อยู่)?(?:ใน)?ระหว่าง(?:การ|ขั้นตอน)?{_DO}(?:อยู่)?|"
        rf"(?:ก็)?(?:ยัง)?(?:คง)?กำลัง(?:เร่ง)?{_DO}(?:กัน)?(?:อยู่)?"
        rf"|(?:ก็)?(?:ยัง)?(?:คง)?{_DO}(?:กัน)?(?:ๆ)?อยู่"
        rf"|{_DO}?(?:ไป)?(?:ได้)?(?:แล้ว)?(?:เสร็จ)?(?:ไป)?(?:ได้)?(?:แล้ว)?(?:เป็น)?บาง(?:ส่วน|ขั้นตอน|กิจกรรม|"
        rf"เรื่อง)(?:แล้ว)?|(?:เสร็จ|ทำ)(?:ไป)?(?:ได้)?บ้างแล้ว"
        rf"|(?:เริ่ม|ลงมือ)(?:{_DO})?(?:ไป)?(?:บ้าง)?แล้ว"
        rf"|(?:ก็)?(?:ยัง)?{_DO}?(?:ก็)?(?:ยัง)?ไม่(?:ทัน)?(?:แล้ว)?(?:เสร็จ|เรียบร้อย|ครบ)(?:ดี|เลย|สิ้น|สมบูรณ์|"
        rf"เรียบร้อย|ถ้วน|ทั้งหมด|หมด|แต่กำลังทำ(?:อยู่)?)*"
        rf"|(?:ก็)?(?:ยัง)?{_DO}?(?:ใกล้|เกือบ)(?:จะ)?(?:แล้ว)?(?:เสร็จ|เรียบร้อย|ครบ)(?:แล้ว|สมบูรณ์|เรียบร้อย)*|"
        rf"กำลังเดินหน้า|กำลังคืบหน้า",
    ),
    (
        "done",
        rf"{_DO}?(?:กัน)?(?:ไป)?(?:ได้)?(?:ครบถ้วน|ครบ)?{_FINISHED}"
        rf"(?:ลง|ไป|สิ้น|ดี|แล้ว|เรียบร้อย|{_ALL}|สมบูรณ์|100%|นานแล้ว|ตามแผน|ตามกำหนด|ตามเป้าหมาย|เป็นที่|"
        rf"กระบวนการ|ตั้งแต่(?:เดือนที่แล้ว|เดือนก่อน|ต้นเดือน))*"
        rf"|(?:{_DO})(?:ไป)?ครบ(?:แล้ว|ถ้วน|{_ALL})*|{_DO}(?:ไป)?{_ALL}แล้ว|จบ(?:โครงการ|กิจกรรม|"
        rf"งาน)?(?:ไป)?แล้ว|ปิด(?:โครงการ|งาน|จ๊อบ)(?:ได้|ไป|นี้)*แล้ว|เสร็จ(?:ไป)?แล้วทั้งหมด|done|finish(?:ed)?",
    ),
    (
        "ongoing",
        rf"(?:ก็)?(?:ยัง)?(?:คง)?(?:มีการ)?(?:ได้)?{_DO}?(?:แล้ว)?(?:และ)?(?:ทำ|ดำเนินการ)?(?:อยู่)?(?:อย่าง|"
        rf"แบบ)?ต่อเนื่อง(?:กัน)?(?:เป็นประจำ)?(?:ทุกเดือน|ทุกสัปดาห์|ทุกวัน|ทุกปี|ตลอด(?:ทั้ง)?ปี(?:งบประมาณ)?|เรื่อยๆ|มาตลอด|ตลอด|อยู่|"
        rf"เหมือนเดิม)*"
        rf"|{_DO}?(?:อยู่)?(?:เป็น)?(?:ประจำ|ปกติ)?(?:ทุกเดือน|ทุกสัปดาห์|ทุกวัน|ทุกไตรมาส)(?:อยู่แล้ว|อยู่|ต่อเนื่อง|เป็นประจำ)*"
        rf"|(?:ยัง)?(?:คง)?{_DO}(?:มา)?(?:อยู่)?(?:เป็น)?(?:ประจำ|ตลอดปีงบประมาณ|ตลอดทั้งปี|ตลอดปี|ตลอดเวลา|ตลอด|เรื่อยๆ|เรื่อยมา|"
        rf"อย่างสม่ำเสมอ|สม่ำเสมอ)(?:ทุกเดือน|อยู่แล้ว|อยู่)*",
    ),
    (
        "blocked",
        rf"(?:ก็)?(?:ยัง)?(?:คง)?(?:พบ|เจอ|ประสบ|ติด|มี)(?:ปัญหา|อุปสรรค|ขัดข้อง|ขัด){_REASON}{{0,40}}|"
        rf"(?:ก็)?(?:ยัง)?ติด(?:เรื่อง|งบ|ที่|ขั้นตอน|ระเบียบ|น้ำท่วม|โควิด|ตรง){_REASON}{{0,40}}"
        rf"|(?:ยัง)?{_DO}ไม่ได้|(?:ยัง)?ไม่สามารถ(?:ที่จะ)?{_DO}(?:ต่อ)?(?:ได้)?|(?:ก็)?(?:ยัง|"
        rf"กำลัง)?(?:คง)?{_WAIT}{_REASON}{{1,40}}"
        r"|(?:ยัง)?(?:ขาด|ไม่มี)(?:งบประมาณ|งบ|คน|บุคลากร|เจ้าหน้าที่)|(?:งบประมาณ|งบ)(?:ยัง)?(?:ไม่พอ|ไม่เพียงพอ|"
        r"ไม่มี|หมด)|(?:ยัง)?มีข้อขัดข้อง",
    ),
    (
        "cancelled",
        rf"(?:จะ)?ไม่(?:ได้)?{_DO}(?:ต่อ)?แล้ว|(?:จะ)?ไม่{_DO}ต่อ|งด(?:จัด|ดำเนินการ|ทำ)?(?:กิจกรรม|โครงการ|"
        rf"มาตรการ|อบรม|ประชุม)?(?:นี้|แล้ว|ไปแล้ว)*"
        rf"|(?:ขอ|ถูก|ได้)?ยกเลิก(?:การ)?(?:ดำเนินการ|จัด|ทำ)?(?:มาตรการ|โครงการ|กิจกรรม|การจัด|อบรม)(?:นี้|ไป|"
        rf"แล้ว)*|(?:ถูก|ได้)?ยกเลิกไป(?:แล้ว)?|ถูกยกเลิก(?:แล้ว)?|ยกเลิกแล้ว"
        rf"|เลิก{_DO}(?:ไป)?แล้ว|(?:ขอ)?ยุติ(?:การ)?(?:ดำเนินการ|โครงการ|กิจกรรม|มาตรการ)(?:นี้|แล้ว)*",
    ),
)
_STATUS = tuple((status, re.compile(f"{_BEFORE}(?:{pattern}){_AFTER}")) for status, pattern in _GRAMMAR)
# The words say what goes on, so they are more than a status: they stay in the report.
_TELLING: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "in_progress",
        re.compile(rf"{_BEFORE}(?:(?:ยัง)?(?:อยู่)(?:ใน)?ระหว่าง|(?:ยัง)?กำลัง|(?:ยัง)?อยู่ในขั้นตอน)(?:การ)?{_PLAIN}{{2,60}}"),
    ),
)
_DONE_SOMETHING = re.compile(rf"{_BEFORE}(?:มีการ)?{_DO}(?:กัน)?(?:ไป)?(?:บ้าง)?แล้ว{_AFTER}")
_PENDING = re.compile(rf"{_BEFORE}(?:(?:ยัง|กำลัง)?รอ(?:การ)?{_DO}|รอคิว)(?:อยู่)?{_AFTER}")
_YET = re.compile(rf"{_BEFORE}ยัง(?:เลย|อยู่|จ้า)*{_AFTER}")
_NOT_FOR_EVER = re.compile("เดือนนี้|ตอนนี้|ขณะนี้|ชั่วคราว")  # งดเดือนนี้ may go on next month
_POSTPONED = re.compile(rf"{_BEFORE}(?:ขอ|ต้อง|ถูก)?(?:เลื่อน|ชะลอ|หยุด|ระงับ|พัก)(?:{_PLAIN}{{0,30}})")
_VERBS = ("ทำ", "จัดทำ", "ดำเนินการ", "ดำเนินงาน")
_FORMS: dict[Status, str] = {
    "not_started": "ยังไม่ได้{0} ยังไม่{0} ยังไม่ได้เริ่ม{0} ยังไม่เริ่ม{0} ยังไม่ได้เริ่ม ยังไม่เริ่ม",
    "in_progress": "กำลัง{0} กำลัง{0}อยู่ อยู่ระหว่าง{0} อยู่ระหว่างการ{0} {0}ไปแล้วบางส่วน {0}ได้บางส่วน ยัง{0}ไม่เสร็จ "
    "ยัง{0}ไม่แล้วเสร็จ ยังไม่เสร็จ ยังไม่แล้วเสร็จ ยังไม่เรียบร้อย",
    "done": "{0}แล้วเสร็จ {0}เสร็จแล้ว {0}เสร็จเรียบร้อยแล้ว {0}เสร็จสิ้นแล้ว {0}เรียบร้อยแล้ว เสร็จเรียบร้อยแล้ว เรียบร้อยแล้ว เสร็จสิ้นแล้ว",
    "ongoing": "{0}ต่อเนื่อง {0}อย่างต่อเนื่อง {0}ต่อเนื่องทุกเดือน {0}ทุกเดือน {0}เป็นประจำทุกเดือน {0}เป็นประจำ",
    "blocked": "{0}ไม่ได้ ไม่สามารถ{0}ได้ ติดปัญหา ติดปัญหางบประมาณ มีปัญหาอุปสรรค",
    "cancelled": "ยกเลิกมาตรการนี้ ยกเลิกโครงการ ยกเลิกกิจกรรม งดจัดกิจกรรม",
}
_KNOWN: tuple[tuple[Status, str], ...] = tuple(
    dict.fromkeys(
        (status, form.format(verb)) for status, forms in _FORMS.items() for form in forms.split() for verb in _VERBS
    )
)
_FINALS: frozenset[Status] = frozenset({"done", "cancelled"})
LONGEST = 80  # letters; a longer reply is no status, and must not be tried against every rule


def status_of(said: str) -> Status | None:
    """The status that a cleaned reply without spaces means; None when it means none, several, or says more."""
    found = statuses_of(said)
    return found[0] if len(found) == 1 else None


def statuses_of(said: str, *, near: bool = True) -> tuple[Status, ...]:
    """The statuses that a cleaned reply without spaces can mean: one when it is clear, several when it is not.

    `near`: also by the closest known phrase, which is for whole replies and whole phrases only.
    """
    if not said or len(said) > LONGEST:
        return ()
    for words in dict.fromkeys((said, mended(said))):
        if finished_or_ongoing(words):
            return ("done", "ongoing")
        if _PENDING.fullmatch(words):
            return ("not_started", "blocked")
        if _YET.fullmatch(words):
            return ("not_started", "in_progress")
        if found := tuple(status for status, pattern in _STATUS if pattern.fullmatch(words)):
            this_month = found == ("cancelled",) and _NOT_FOR_EVER.search(words)
            return ("not_started", "cancelled") if this_month else found
        if _POSTPONED.fullmatch(words):
            return ("not_started", "blocked", "cancelled")
        if found := tuple(status for status, pattern in _TELLING if pattern.fullmatch(words)):
            return found
    found_near = closest(mended(said), _KNOWN, _FINALS) if near else None
    return (found_near,) if found_near else ()


def tells_more(said: str) -> bool:
    """Whether a reply that is a status also tells what goes on or what is in the way: ติดปัญหางบ, กำลังจัดทำคู่มือ."""
    words = mended(said)
    if any(pattern.fullmatch(words) for status, pattern in _STATUS if status != "blocked"):
        return False
    if re.fullmatch(rf"{_BEFORE}(?:ยัง)?(?:ติดปัญหา|ติดขัด|มีปัญหา|มีอุปสรรค|{_DO}ไม่ได้|ไม่สามารถ{_DO}(?:ได้)?)", words):
        return False
    return status_of(said) is not None


def finished_or_ongoing(said: str) -> bool:
    """Whether a cleaned reply without spaces is ทำแล้ว or ดำเนินการแล้ว: finished, or going on."""
    return bool(_DONE_SOMETHING.fullmatch(said))
