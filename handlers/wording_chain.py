"""Thai sentences of the chain: the posts and who holds them, proposing, endorsing, sending back, the circular.

As in handlers/wording.py: polite, short, one idea, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.wording_closing import CLOSE_VERSION, changes
from models.calendar import Round, bangkok_date
from models.thai import long_date, short_date, thai_digits

# --- Words
CHAIN, CHAIN_TOO = "สายการเสนอ", "ผู้ลงนาม"
PROPOSE, PROPOSE_TOO = "เสนอรายงาน", "เสนอ"
WHERE, WHERE_TOO = "อยู่ที่ใคร", "สถานะรายงาน"
CHASE = "ตามความเห็น"
AGREE, SEND_BACK = "เห็นชอบ", "ส่งกลับ"
ALSO_AGREE, ALSO_SEND_BACK = ("อนุมัติ", "เห็นด้วย"), ("ไม่เห็นชอบ", "ไม่อนุมัติ", "ไม่เห็นด้วย")

# --- Buttons
CONFIRM = {"endorse": "ยืนยันเห็นชอบ", "return": "ยืนยันส่งกลับ", "skip": "ยืนยันข้าม"}
CONFIRM_PROPOSE, NOT_YET = "ยืนยันเสนอ", "ยังไม่เสนอ"
LATER = "ไว้ก่อน"
SKIP_POST, NAME_HOLDER, AGAIN = "ข้ามตำแหน่งนี้", "ตั้งผู้ดำรงตำแหน่ง", "เสนออีกครั้ง"
CHOOSE, OWN, ACTING, NOBODY_BUTTON = "เลือก", "ดำรงตำแหน่ง", "รักษาราชการแทน", "ไม่มีผู้ดำรงตำแหน่ง"
PICK_DATE, NO_END = "เลือกวันที่", "ไม่กำหนดวันสิ้นสุด"
NO_END_HOW = f"ถ้ายังไม่ทราบวันสิ้นสุด กดหรือพิมพ์ {NO_END}"


def short_round(round: Round) -> str:
    """รอบ ๖ เดือน ปีงบประมาณ ๒๕๗๐"""
    name = f"ไตรมาส {round.quarter}" if round.quarter else f"รอบ {round.code.removesuffix('m')} เดือน"
    return thai_digits(f"{name} ปีงบประมาณ {round.fiscal_year.number}")


def report_name(round: Round, version: int) -> str:
    """รายงานรอบ ๖ เดือน ปีงบประมาณ ๒๕๗๐ (ฉบับที่ ๒)"""
    return f"รายงาน{short_round(round)}" + (f" (ฉบับที่ {thai_digits(version)})" if version > 1 else "")


# --- The posts and who holds them
CHAIN_TITLE = "สายการเสนอรายงาน"
CHAIN_HOW = f"แตะ {CHOOSE} เพื่อตั้งผู้ดำรงตำแหน่ง หรือพิมพ์เลขหน้าตำแหน่ง\nเปลี่ยนสาย พิมพ์ {CHAIN} ตามด้วยตำแหน่งคั่นด้วยจุลภาค"
NO_HOLDER = "ยังไม่มีผู้ดำรงตำแหน่ง"
MAKER = "ผู้ที่กดเสนอรายงาน"
NO_CANDIDATE = "ยังไม่มีผู้บริหารหรือหัวหน้ากองเข้าร่วมค่ะ ขอรหัสเชิญจากผู้ดูแลระบบก่อน"
CHAIN_SAME = "สายการเสนอเป็นตามนี้อยู่แล้วค่ะ"
CHAIN_CHANGED = "เปลี่ยนสายการเสนอแล้วค่ะ"
CHAIN_REFUSED = {
    "few": "สายการเสนอต้องมีอย่างน้อย ๒ ตำแหน่งค่ะ คั่นแต่ละตำแหน่งด้วยจุลภาค",
    "many": "สายการเสนอมีได้ไม่เกิน ๑๒ ตำแหน่งค่ะ",
    "empty": "มีตำแหน่งที่ว่างอยู่ค่ะ ขอพิมพ์ใหม่อีกครั้ง",
    "long": "ชื่อตำแหน่งยาวเกิน ๑๒๐ ตัวอักษรค่ะ ขอพิมพ์ให้สั้นลง",
    "twice": "มีตำแหน่งซ้ำกันค่ะ ขอพิมพ์ใหม่อีกครั้ง",
}


def holder(name: str, acting: bool, until: date | None) -> str:
    """สมหญิง รักษาราชการแทน ถึง ๓๐ พ.ย. ๖๙"""
    if not acting:
        return name
    return f"{name} {ACTING}" + (f" ถึง {short_date(until)}" if until else "")


def post_of(post: str, acting: bool) -> str:
    """A post as it is said of who speaks for it."""
    return f"{ACTING} {post}" if acting else post


def who_holds(post: str) -> str:
    return f"ใครดำรงตำแหน่ง {post} คะ"


def how_held(name: str, post: str) -> str:
    return f"{name} ดำรงตำแหน่ง {post} เอง หรือรักษาราชการแทนคะ"


def acting_until(name: str, post: str, example: str) -> str:
    return f"ให้ {name} รักษาราชการแทน {post} ถึงวันที่เท่าไรคะ เช่น {example}"


def now_holds(name: str, post: str, acting: bool, until: date | None) -> str:
    held = f"{ACTING} {post}" if acting else f"ดำรงตำแหน่ง {post}"
    return f"บันทึกแล้วค่ะ {name} {held}" + (f" ถึง {short_date(until)}" if until else "")


def you_hold(post: str, acting: bool) -> str:
    return f"ผู้ดูแลรายงานบันทึกว่าท่าน{'รักษาราชการแทน' if acting else 'ดำรงตำแหน่ง'} {post} ในสายการเสนอรายงานแล้วค่ะ"


def now_vacant(post: str) -> str:
    return f"บันทึกแล้วค่ะ ตำแหน่ง {post} ไม่มีผู้ดำรงตำแหน่ง"


# --- Proposing
NOTHING_FROZEN = "ยังไม่มีรายงานที่ปิดรอบแล้วให้เสนอค่ะ ปิดรอบรายงานก่อน"
WHICH_TO_PROPOSE = "จะเสนอรายงานฉบับใดคะ"
ALL_UNDER_WAY = f"รายงานที่ปิดรอบเสนอครบแล้วค่ะ พิมพ์ {WHERE} เพื่อดูว่าอยู่ที่ใคร"


def sure_to_propose(report: str, post: str, *, held: bool, changed: int) -> str:
    nobody = "" if held else f"\nตำแหน่งนี้ยังไม่มีผู้ดำรงตำแหน่ง ตั้งได้ก่อนหรือหลังเสนอ พิมพ์ {CHAIN}"
    later = f"\n{changes(changed)} ซึ่งไม่อยู่ในฉบับนี้ ถ้าต้องการให้อยู่ด้วย พิมพ์ {CLOSE_VERSION} ก่อน" if changed else ""
    return f"เสนอ{report} ต่อ {post} ใช่ไหมคะ เมื่อมีผู้ให้ความเห็นแล้วจะยกเลิกการปิดรอบไม่ได้{nobody}{later}"


def proposed(report: str) -> str:
    return f"เสนอ{report}แล้วค่ะ"


def already_under_way(report: str) -> str:
    return f"{report} เสนอไปแล้วค่ะ"


# --- To who holds the post whose turn it is
def please_endorse(report: str, post: str) -> str:
    return f"โปรดพิจารณา{report} ในตำแหน่ง {post} ค่ะ"


def waits_for_you(report: str) -> str:
    """Under the summary of who holds the post whose turn it is."""
    return f"{report} รอความเห็นของท่านค่ะ พิมพ์ {WHERE} เพื่อเปิดดู"


HOW_TO_ENDORSE = f"กดปุ่มในการ์ด หรือพิมพ์ {AGREE} หรือ {SEND_BACK} ตามด้วยความเห็น"
REMINDED = "ผู้ดูแลรายงานฝากขอความเห็นค่ะ"


def said_before(post: str, verdict: str, comment: str) -> str:
    """What an earlier post said: ปลัดเทศบาล เห็นชอบ: “…”"""
    return f"{post} {VERDICTS[verdict]}" + (f": “{comment}”" if comment else "")


VERDICTS = {"prepare": "เสนอ", "endorse": "เห็นชอบ", "return": "ส่งกลับ", "skip": "ข้าม (ไม่มีผู้ดำรงตำแหน่ง)"}

NOTHING_WAITS = "ตอนนี้ไม่มีรายงานที่รอความเห็นของท่านค่ะ"
WHICH_REPORT = "รายงานฉบับใดคะ"
TOO_LONG = "ความเห็นยาวเกิน ๑,๐๐๐ ตัวอักษรค่ะ ขอข้อความที่สั้นลง"
COMMENT_AGAIN = "ขอข้อความอีกครั้งค่ะ"


def ask_comment(verdict: str, report: str, post: str) -> str:
    """The question after a button: what to type, and what to press when nothing is to be said."""
    if verdict == "endorse":
        return f"{AGREE}{report} ในตำแหน่ง {post}\nถ้ามีความเห็น พิมพ์มาได้เลยค่ะ ถ้าไม่มี กดหรือพิมพ์ {CONFIRM['endorse']}"
    if verdict == "return":
        return f"{SEND_BACK}{report} ให้ผู้จัดทำ\nขอเหตุผลหรือสิ่งที่ให้แก้ไขค่ะ พิมพ์มาได้เลย"
    return f"ข้ามตำแหน่ง {post} เพราะไม่มีผู้ดำรงตำแหน่ง\nขอเหตุผลค่ะ เช่น ตำแหน่งว่าง ข้อความนี้จะพิมพ์ในบันทึกข้อความ"


def check_comment(verdict: str, report: str, post: str, comment: str, warned: str) -> str:
    """What will be stored, shown before it is."""
    what = f"ข้ามตำแหน่ง {post}" if verdict == "skip" else f"{VERDICTS[verdict]}{report} ในตำแหน่ง {post}"
    label = "เหตุผล" if verdict == "skip" else "ความเห็น"
    lines = [what, f"{label}: “{comment}”", warned, f"ถูกต้องไหมคะ กดหรือพิมพ์ {CONFIRM[verdict]} หรือพิมพ์ข้อความใหม่"]
    return "\n".join(line for line in lines if line)


NOTED = "บันทึกแล้วค่ะ"


def passed_on(post: str, *, reached: bool) -> str:
    told = "" if reached else f"\n{post} อาจไม่ได้รับข้อความ เพราะบล็อกบัญชีนี้ไว้ โปรดแจ้งด้วยวิธีอื่น"
    return f"บันทึกแล้วค่ะ ส่งต่อให้ {post} แล้ว{told}"


SENT_BACK = "บันทึกแล้วค่ะ ส่งกลับให้ผู้จัดทำพร้อมความเห็นแล้ว"
SENT_TO_SECRETARY = "บันทึกแล้วค่ะ ตำแหน่งถัดไปยังไม่มีผู้ดำรงตำแหน่ง แจ้งผู้ดูแลรายงานแล้ว"


def returned(report: str, post: str, comment: str) -> str:
    """Pushed to who prepared it."""
    return (
        f"{post} ส่งกลับ{report} ค่ะ\n“{comment}”\n"
        f"แก้ไขแล้วกดหรือพิมพ์ {PROPOSE} ถ้าต้องแก้ตัวเลขหรือข้อความในตาราง ปิดรอบเป็นฉบับใหม่ก่อนเสนอ"
    )


def vacant(report: str, post: str) -> str:
    return f"{report} รอตำแหน่ง {post} ซึ่งยังไม่มีผู้ดำรงตำแหน่งค่ะ ตั้งผู้ดำรงตำแหน่ง หรือข้ามตำแหน่งนี้"


def vacant_last(report: str, post: str) -> str:
    return f"{report} รอตำแหน่ง {post} ซึ่งยังไม่มีผู้ดำรงตำแหน่งค่ะ ตั้งผู้ดำรงตำแหน่งหรือผู้รักษาราชการแทน"


# --- Buttons that came too late
def old_version(report: str) -> str:
    return f"ปุ่มนี้เป็นของฉบับก่อนค่ะ ฉบับล่าสุดคือ{report}"


UNDONE = "การปิดรอบฉบับนี้ถูกยกเลิกแล้วค่ะ ปุ่มนี้จึงใช้ไม่ได้"
NOT_YOUR_TURN = f"รายงานนี้ไม่ได้รอความเห็นของท่านในขณะนี้ค่ะ พิมพ์ {WHERE} เพื่อดูว่าอยู่ที่ใคร"
SAID_ALREADY = f"ท่านให้ความเห็นรายงานนี้แล้วค่ะ พิมพ์ {WHERE} เพื่อดูว่าอยู่ที่ใคร"
NOT_VACANT = "ตำแหน่งนี้ไม่ได้ว่างหรือไม่ถึงลำดับแล้วค่ะ จึงข้ามไม่ได้"
LAST_STAYS = "ตำแหน่งสุดท้ายเป็นผู้อนุมัติ จึงข้ามไม่ได้ค่ะ ตั้งผู้รักษาราชการแทนก่อน"

# --- Where it is
WHERE_TITLE = "รายงานอยู่ที่ใคร"
NOTHING_THERE = "ยังไม่มีรายงานที่ปิดรอบค่ะ"


def endorsed_again(state: str, reports: Sequence[str]) -> str:
    """To who opens a month of a report that is endorsed, or on its way."""
    stands = "ได้รับความเห็นชอบครบแล้ว" if state == "complete" else "อยู่ระหว่างขอความเห็นชอบ"
    return f"{' และ'.join(reports)} {stands} ถ้ามีการแก้ไข ต้องปิดเป็นฉบับใหม่และเสนอขอความเห็นชอบอีกครั้งค่ะ"


STATES = {"new": "ยังไม่ได้เสนอ", "returned": "ถูกส่งกลับ รอผู้จัดทำแก้ไข", "complete": "ได้รับความเห็นชอบครบแล้ว"}
NOT_YET_THERE, TO_PROPOSE = "ยังไม่ถึง", "รอเสนอ"
UNREACHABLE = "ติดต่อไม่ได้ (บล็อกบอท)"


def waits_at(post: str) -> str:
    return f"รอความเห็นของ {post}"


def waiting(days: int) -> str:
    return f"รอมา {thai_digits(days)} วันทำการ" if days else "รอความเห็น"


def verdict_on(verdict: str, at: datetime) -> str:
    return f"{VERDICTS[verdict]} {short_date(bangkok_date(at))}"


# --- Chasing
CHASED_TODAY = "วันนี้ขอความเห็นไปแล้วค่ะ ตามได้อีกครั้งพรุ่งนี้"
NOTHING_TO_CHASE = f"ตอนนี้ไม่มีรายงานที่รอความเห็นค่ะ พิมพ์ {WHERE} เพื่อดู"


def chased(post: str) -> str:
    return f"ส่งขอความเห็นถึง {post} แล้วค่ะ"


# --- After the last
def circular(report: str, post: str, at: datetime) -> str:
    return (
        f"หนังสือเวียนถึงทุกกอง\n{report} ตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส "
        f"ได้รับความเห็นชอบจาก {post} เมื่อวันที่ {long_date(bangkok_date(at))} แล้วค่ะ\n"
        "เมื่อเผยแพร่แล้ว พิมพ์ เผยแพร่ เพื่อดูที่อยู่เว็บไซต์"
    )


def approved(people: int, later: int) -> str:
    """To who approved."""
    return f"บันทึกแล้วค่ะ รายงานได้รับความเห็นชอบครบทุกตำแหน่ง {_told(people, later)}"


def approved_for_secretary(report: str, post: str, comment: str, people: int, later: int, cost: int) -> str:
    said = f"\nความเห็น: “{comment}”" if comment else ""
    return (
        f"{report} ได้รับความเห็นชอบจาก {post} แล้วค่ะ{said}\n"
        f"{_told(people, later)} ใช้ {thai_digits(cost)} ข้อความในโควตา\nขั้นต่อไป เผยแพร่รายงาน กดหรือพิมพ์ เผยแพร่"
    )


def _told(people: int, later: int) -> str:
    if later:
        return f"โควตาข้อความไม่พอ ทุกกอง {thai_digits(later)} คนจะเห็นหนังสือเวียนเมื่อเปิดแชตครั้งถัดไป"
    return f"แจ้งเวียนทุกกองแล้ว {thai_digits(people)} คน"


def for_webkeeper(report: str) -> str:
    return f"{report} ได้รับความเห็นชอบครบแล้วค่ะ โปรดเผยแพร่ และบันทึกที่อยู่เว็บไซต์ กดหรือพิมพ์ เผยแพร่"
