"""Thai sentences about people: groups, leave, moving, standing in, leaving, one's own data, the monthly meeting.

As in handlers/wording.py: polite, short, one idea, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from models.calendar import Deadlines, Month, bangkok_date
from models.thai import arabic_digits, short_date, short_month, thai_digits

PICK_DATE = "เลือกวันที่"
UNCHANGED = "ไม่มีอะไรเปลี่ยนแปลงค่ะ"  # where what is asked next follows
AS_IT_WAS = f"{UNCHANGED} พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"


def _and(names: Sequence[str]) -> str:
    return " และ ".join(names)


def type_either(one: str, other: str) -> str:
    return f"พิมพ์ {one} หรือ {other}"


def say_which(one: str, other: str) -> str:
    """A confirmation once more, after a reply that meant nothing."""
    return f"ยังไม่เข้าใจคำตอบค่ะ {type_either(one, other)}"


def still_asked(one: str, other: str) -> str:
    """A confirmation once more, under what a word in between showed."""
    return f"คำถามก่อนหน้ายังรอคำตอบค่ะ {type_either(one, other)}"


def say_number(last: int) -> str:
    """A list once more, after a reply that is none of it."""
    return f"ไม่พบในรายการด้านบนค่ะ พิมพ์เลข ๑ ถึง {thai_digits(last)} หรือ ยกเลิก"


def say_word(label: str) -> str:
    return f"ยังไม่เข้าใจคำตอบค่ะ พิมพ์ {label} หรือ ยกเลิก"


def _typed(day: date) -> str:
    """A day as it is typed in an example: 30 พ.ย. 69."""
    return arabic_digits(short_date(day))


def _in_a_week(today: date) -> str:
    """An example of a day to come."""
    return _typed(today + timedelta(days=7))


# --- Groups
GROUP_WORD = "สถานะรายงาน"
GROUP_HELLO = (
    f"สวัสดีค่ะ พิมพ์ {GROUP_WORD} หรือเอ่ยถึงบัญชีนี้ เพื่อดูจำนวนรายงานที่ส่งแล้ว\nตอบรายงานได้ในแชตส่วนตัวกับบัญชีนี้ ข้อความในกลุ่มไม่ถูกเก็บค่ะ"
)
GROUP_CODE = "รหัสเชิญเป็นความลับ ใช้ในกลุ่มไม่ได้ค่ะ กรุณาลบข้อความ แล้วส่งรหัสในแชตส่วนตัวกับบัญชีนี้"
GROUP_PRIVATE = "ตอบรายงานได้ในแชตส่วนตัวกับบัญชีนี้ค่ะ"
GROUP_NOTHING = f"ตอนนี้ยังไม่มีเดือนที่เปิดรับรายงานค่ะ\n{GROUP_PRIVATE}"


def group_counts(month: Month, sent: int, whole: int, complete: int, divisions: int, deadlines: Deadlines) -> str:
    """Counts only, for a group: never a name, never a content."""
    reports = f"ส่งแล้ว {thai_digits(sent)} จาก {thai_digits(whole)} ข้อ"
    done = f"ครบแล้ว {thai_digits(complete)} จาก {thai_digits(divisions)} กอง"
    due = f"กำหนดส่ง {short_date(bangkok_date(deadlines.due))}"
    return f"รายงานเดือน {short_month(month)}: {reports} {done} {due}\n{GROUP_PRIVATE}"


# --- On leave
LEAVE, BACK_AT_WORK, END_LEAVE = "ลา", "กลับมาแล้ว", "ยกเลิกการลา"
LEAVE_STARTS_LATER = "แจ้งลาได้ตั้งแต่วันแรกที่ลาค่ะ เมื่อถึงวันนั้น พิมพ์ ลาถึง ตามด้วยวันที่"
LEAVE_COUNTS_NOW = "ระบบเริ่มนับการลาตั้งแต่วันนี้ จนถึงวันสุดท้ายที่ลา"
NOT_AWAY = "ตอนนี้ไม่ได้แจ้งลาไว้ค่ะ"
BACK_AGAIN = "ยินดีต้อนรับกลับมาค่ะ การแจ้งเตือนจะส่งถึงท่านตามเดิม"


def ask_leave(today: date) -> str:
    return f"ลาถึงวันที่เท่าไรคะ เช่น {_in_a_week(today)}\nระหว่างลา การแจ้งเตือนจะส่งถึงผู้รายงานสำรองแทน"


def leave_unread(today: date) -> str:
    return f"ขอเป็นวันสุดท้ายที่ลาค่ะ เช่น ลาถึง {_in_a_week(today)}\nหากไม่แจ้งลา พิมพ์ ยกเลิก"


def day_has_passed(day: date) -> str:
    return f"วันที่ {short_date(day)} ผ่านไปแล้วค่ะ ขอวันที่อีกครั้ง"


def day_is_far(day: date, most: int) -> str:
    return f"วันที่ {short_date(day)} ไกลกว่า {thai_digits(most)} วันค่ะ ขอวันที่อีกครั้ง"


def away_now(until: date) -> str:
    return f"ท่านแจ้งลาถึง {short_date(until)} ไว้ค่ะ\nถ้ากลับมาแล้ว พิมพ์ {BACK_AT_WORK} ถ้าจะเปลี่ยนวัน พิมพ์วันใหม่"


def leave_noted(first: date, until: date, today: date, lines: Sequence[str]) -> str:
    """That the leave is noted, who gets the reminders meanwhile, and how to end it. The reminders turn at once, which
    is said where the leave begins later."""
    on = f"วันที่ {short_date(first)} " if first > today else ""
    to = "" if on and first == until else f"ถึงวันที่ {short_date(until)}"
    return "\n".join(
        [
            f"บันทึกแล้วค่ะ ท่านลา{on}{to}".rstrip(),
            *([LEAVE_COUNTS_NOW] if on else []),
            *lines,
            f"ถ้ากลับก่อน พิมพ์ {BACK_AT_WORK} ระหว่างลายังตอบรายงานได้ค่ะ",
        ]
    )


def reminders_go_to(division: str, name: str) -> str:
    return f"ระหว่างนี้การแจ้งเตือนของ{division}ส่งถึง {name}"


def no_deputy(division: str) -> str:
    return f"ยังไม่มีผู้รายงานสำรองของ{division} ผู้ดูแลรายงานจะเห็นว่าท่านลา"


def standing_in(divisions: Sequence[str]) -> str:
    """Above a card that goes to a deputy or to who acts for the post."""
    return f"ผู้รายงานหลักของ{_and(divisions)}ลาหรือติดต่อไม่ได้ จึงขอแจ้งท่านแทนค่ะ"


# --- The secretary's view of people
STAFF = "บุคลากร"
SEE, MOVE, END, MAKE_FIRST, ACT = "ดู", "ย้ายกอง", "พ้นหน้าที่", "ให้เป็นผู้รายงานหลัก", "ให้รักษาราชการแทน"
CONFIRM_END, CONFIRM_MOVE, KEEP_ROLE = "ยืนยันพ้นหน้าที่", "ยืนยันย้ายกอง", "ไม่เปลี่ยน"
FIRST_REPORTER = "ผู้รายงานหลัก"
NO_ROLE = "ไม่มีหน้าที่ในขณะนี้"
STAFF_HOW = f"พิมพ์เลขหน้าชื่อ หรือ {STAFF} ตามด้วยชื่อคนหรือชื่อกอง เพื่อดูสิ่งที่ทำได้"
NOBODY_JOINED = "ยังไม่มีผู้เข้าร่วมค่ะ"
NO_REPORTER = "ยังไม่มีผู้รายงาน"
NO_SUCH_PERSON = f"ไม่พบชื่อนี้ค่ะ พิมพ์ {STAFF} เพื่อดูทั้งหมด"
WHAT_TO_DO = "จะทำอะไรคะ"
LAST_SECRETARY = "เป็นผู้ดูแลรายงานคนเดียว จึงให้พ้นหน้าที่ไม่ได้ค่ะ เพิ่มผู้ดูแลรายงานอีกคนก่อน"
HAS_IT_ALREADY = "มีหน้าที่นี้ในกองนั้นอยู่แล้วค่ะ"
NO_OTHER_DIVISION = "ไม่มีกองอื่นให้เลือกค่ะ"


def nameless(number: int) -> str:
    """What a person who gave no name is called in the secretary's list."""
    return f"ไม่ระบุชื่อ (คนที่ {thai_digits(number)})"


def staff_title(part: int, parts: int) -> str:
    return STAFF if parts == 1 else f"{STAFF} ({thai_digits(part)}/{thai_digits(parts)})"


def shown_of(shown: int, whole: int) -> str:
    return f"แสดง {thai_digits(shown)} จาก {thai_digits(whole)} คน"


def unreachable(since: datetime) -> str:
    return f"ติดต่อไม่ได้ตั้งแต่ {short_date(bangkok_date(since))}"


def away(until: date) -> str:
    return f"ลาถึง {short_date(until)}"


def since(day: datetime) -> str:
    return f"ตั้งแต่ {short_date(bangkok_date(day))}"


STAFF_BY_SECRETARY = f"การย้ายและการรักษาราชการแทน ผู้ดูแลรายงานเป็นผู้เปลี่ยนค่ะ แจ้งให้พิมพ์ {STAFF}\nถ้าท่านลา พิมพ์ {LEAVE}"


def staff_how(name: str) -> str:
    """`name`: who was named, or ""."""
    whom = f"{STAFF} {name}" if name else f"{STAFF} ตามด้วยชื่อคน"
    return f"ถ้าจะ{MOVE} {ACT} หรือให้{END} พิมพ์ {whom} แล้วเลือกจากการ์ดค่ะ"


def move_where(name: str) -> str:
    return f"ย้าย {name} ไปกองไหนคะ"


def act_where(name: str) -> str:
    return f"ให้ {name} รักษาราชการแทนผู้รายงานของกองไหนคะ"


def act_until_when(name: str, division: str, today: date) -> str:
    return f"ให้ {name} รักษาราชการแทนผู้รายงานของ{division} ถึงวันที่เท่าไรคะ เช่น {_in_a_week(today)}"


def until_unread(today: date) -> str:
    return f"ขอเป็นวันสุดท้ายที่รักษาราชการแทนค่ะ เช่น {_in_a_week(today)}\nหากไม่เปลี่ยน พิมพ์ ยกเลิก"


def sure_to_end(name: str, role: str) -> str:
    return f"ให้ {name} พ้นหน้าที่ {role} ใช่ไหมคะ คำตอบที่ส่งไว้ยังอยู่"


def sure_to_move(name: str, before: str, role: str) -> str:
    return f"ย้าย {name} จาก{before} ไปเป็น{role} ใช่ไหมคะ"


def without_reporter(division: str) -> str:
    """Before the last reporter of a division is moved, or the role is ended."""
    return f"{division}จะไม่มีผู้รายงาน จึงไม่มีใครได้รับการแจ้งเตือนของกองค่ะ"


def moved(name: str, role: str) -> str:
    return f"ย้ายแล้วค่ะ {name} เป็น{role} คำตอบเดิมยังอยู่กับกองเดิม"


def ended(name: str, role: str) -> str:
    return f"บันทึกแล้วค่ะ {name} พ้นหน้าที่ {role}"


def now_first(name: str, division: str) -> str:
    return f"บันทึกแล้วค่ะ {name} เป็นผู้รายงานหลักของ{division}"


def now_acts(name: str, role: str) -> str:
    return f"บันทึกแล้วค่ะ {name} เป็น{role}"


def you_have(role: str) -> str:
    return f"ผู้ดูแลรายงานให้ท่านเป็น{role} แล้วค่ะ พิมพ์ รายงาน เพื่อดูข้อที่ต้องรายงาน"


def you_moved(before: str, role: str) -> str:
    return f"ผู้ดูแลรายงานย้ายท่านจาก{before} ไปเป็น{role} แล้วค่ะ พิมพ์ รายงาน เพื่อดูข้อที่ต้องรายงาน"


def you_lost(role: str) -> str:
    return f"ผู้ดูแลรายงานบันทึกว่าท่านพ้นหน้าที่ {role} แล้วค่ะ คำตอบที่ส่งไว้ยังอยู่"


def unreached(names: Sequence[str]) -> str:
    """Under สรุป: people whom no message reaches."""
    return f"ติดต่อไม่ได้ {thai_digits(len(names))} คน: {', '.join(names)}"


def nobody_asked(divisions: Sequence[str]) -> str:
    """Under สรุป: divisions in which nobody gets the reminders."""
    return f"ไม่มีผู้รับการแจ้งเตือน {thai_digits(len(divisions))} กอง: {', '.join(divisions)}"


NOBODY_BECAUSE = {"no_reporter": NO_REPORTER, "away": "ผู้รายงานลา", "unreachable": "ติดต่อผู้รายงานไม่ได้"}
STAFF_POINTER = f"พิมพ์ {STAFF} เพื่อดูและแก้ไข"

# --- One's own data, leaving
MY_DATA, RENAME, LEAVE_SYSTEM = "ข้อมูลของฉัน", "แก้ชื่อ", "ออกจากระบบ"
CONFIRM_LEAVE, STAY = "ยืนยันออกจากระบบ", "ไม่ออก"
ACCOUNT, NAME, ON_LEAVE, ANSWERS, FILES, NOTICES = (
    "บัญชี LINE",
    "ชื่อ",
    "การลา",
    "คำตอบที่ส่ง",
    "รูปและไฟล์",
    "การแจ้งเตือนที่ได้รับ",
)
MY_DATA_TITLE = "ข้อมูลของท่านในระบบ"
MY_DATA_WHY = (
    "เก็บเพื่อแจ้งเตือนและจัดทำรายงานตามหน้าที่ รายงานแสดงเฉพาะตำแหน่ง ไม่แสดงชื่อ\n"
    "บัญชี LINE และชื่อเก็บจนกว่าท่านออกจากระบบ ข้อความในแชตเก็บไม่เกิน ๓๐ วัน\n"
    "คำตอบและไฟล์เป็นของกอง เก็บไว้กับรายงาน\n"
    "สอบถามได้ที่สำนักปลัด"
)
ASK_NEW_NAME = "ขอชื่อที่ใช้ในที่ทำงานค่ะ หากไม่เปลี่ยน พิมพ์ ยกเลิก"
SURE_TO_LEAVE = "ออกจากระบบแล้วจะไม่ได้รับการแจ้งเตือน และตอบรายงานไม่ได้ค่ะ ชื่อและบัญชี LINE จะถูกลบ คำตอบของกองยังอยู่"
NOBODY_WOULD_BE_LEFT = "ท่านเป็นผู้ดูแลรายงานคนเดียว ถ้าออกจะไม่มีใครดูแลรายงาน ควรเพิ่มผู้ดูแลรายงานอีกคนก่อนค่ะ"
GONE = "ออกจากระบบแล้วค่ะ ขอบคุณที่ร่วมงานกัน ถ้ากลับมาใช้อีก ขอรหัสใหม่ได้ที่สำนักปลัด"
STAYED = "ยังอยู่ในระบบตามเดิมค่ะ"


def somebody_left(name: str, roles: Sequence[str]) -> str:
    return f"{name} ({', '.join(roles)}) ออกจากระบบแล้วค่ะ พิมพ์ {STAFF} เพื่อดูว่ากองใดขาดผู้รายงาน"


def times(count: int) -> str:
    return f"{thai_digits(count)} ครั้ง"


def pieces(count: int) -> str:
    return f"{thai_digits(count)} รายการ"


# --- The monthly meeting
MEETING = "ประชุม"
RIGHT_DAY, OTHER_DAY = "ใช่วันประชุม", "เปลี่ยนวัน"
MEETING_READY = "ผู้รายงานจะเลือกวันประชุมนี้ได้ทันที"
MEETING_LATER = "ผู้รายงานจะเลือกวันประชุมนี้ได้เมื่อถึงวัน"


def days(dates: Sequence[date]) -> str:
    return _and([short_date(d) for d in dates])


def ask_meeting(known: Sequence[tuple[Month, Sequence[date]]], example: date) -> str:
    """What is announced for the months that can be reported now, and the question for the date."""
    lines = [f"เดือน {short_month(m)}: {f'ประชุมวันที่ {days(d)}' if d else 'ยังไม่แจ้งวันประชุม'}" for m, d in known]
    return "\n".join([*lines, f"ประชุมประจำเดือนวันที่เท่าไรคะ เช่น {_typed(example)} หลายวันก็ได้"])


def meeting_unread(today: date) -> str:
    """Examples of one day, and of two of a month."""
    week = timedelta(days=7)
    other = today - week if (today - week).month == today.month else today + week
    first, last = sorted((today, other))
    return f"ขอเป็นวันที่ประชุมค่ะ เช่น {_typed(today)} หรือ {first.day} และ {_typed(last)}\nหากไม่แจ้ง พิมพ์ ยกเลิก"


def meeting_noted(dates: Sequence[date], before: Sequence[date], *, held: bool) -> str:
    """That the days are noted, which ones they replace, and from when reporters can choose them."""
    instead = f" แทนวันเดิม {days(before)}" if before else ""
    ready = MEETING_READY if held else MEETING_LATER
    return f"บันทึกแล้วค่ะ ประชุมประจำเดือนวันที่ {days(dates)}{instead}\n{ready}"


def meeting_in_future(dates: Sequence[date]) -> str:
    return f"วันที่ {days(dates)} ยังมาไม่ถึง ใช่วันประชุมไหมคะ"


def meeting_outside(dates: Sequence[date]) -> str:
    return f"วันที่ {days(dates)} ไม่อยู่ในเดือนที่เปิดรับรายงาน ใช่วันประชุมไหมคะ"
