"""Dates inside a longer text, with their places; and a date of any time, for leave.

Stricter than `models/thai_dates.py`, whose text is the answer to a question for dates: here a number is a date only
with a month, a whole d/m/y, or the words that announce a day; never the number of a document, a law or a telephone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from models import date_phrases as phrases
from models import thai_dates as dates
from models.amounts import CLASSIFIERS, UNIT
from models.calendar import Month
from models.thai import WEEKDAYS, fold
from models.thai_dates import Trouble

_DAYS = rf"\d{{1,2}}(?:(?:{phrases.TO}|\s*(?:,|และ|กับ|&|แล้วก็)\s*(?:วันที่\s*)?)\d{{1,2}})*"
_INTRO = (
    rf"(?:(?:เมื่อ|(?<!ภาย)ใน|ของ)?\s*(?:{phrases.ON_DAY}|วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)(?:\s*ที่)?)|เมื่อ|"
    r"ระหว่าง(?:วันที่)?|ตั้งแต่(?:วันที่)?)"
)
_NAMED = re.compile(phrases.named(_DAYS, "on"))
_DAY_MONTH_AFTER = re.compile(r"(?:วันที่|เมื่อ|ประชุม|อบรม|จัด|ทำ|กิจกรรม|ประกาศ|เผยแพร่|ลงพื้นที่|แล้ว|และ|กับ|,|-)\s*$")
_DAY_AFTER_WORD = re.compile(
    rf"(?:เมื่อ\s*)?(?:{phrases.ON_DAY}|(?P<weekday>วัน(?:{'|'.join(WEEKDAYS)}|พฤหัสฯ?)\s*ที่))\s*(?P<days>{_DAYS})(?![\d/.:%]|\s*(?:ของทุก|ของเดือน|เดือน|คน|ราย|ครั้ง))"
)
# The number of a document, meeting or group just before: what follows is no day.
_NUMBERED = re.compile(
    r"(?:เลขที่|ครั้งที่|คำสั่งที่|(?<!พื้น)(?<!หน้า)(?<!สถาน)(?<!เคลื่อน)ที่|ฉบับที่|รุ่นที่|ข้อ|มาตรา|(?<![ก-๙])ว\.?|ลำดับที่|หมู่|หมู่ที่|ชั้น|ห้อง|"
    r"โทร\.?|เบอร์|(?<!\d)(?<!\d )(?:รุ่น|ครั้ง|กลุ่ม))\s*$"
)
# The words before a date that make it another day than that of the activity.
_OTHER_DAY = re.compile(
    r"(?:ลง|ภายใน|ก่อน|หลัง(?:จาก)?|ไม่ใช่|ยกเว้น|เว้น|จะ[^\n]{0,25}|กำหนด[^\n]{0,15}|นัด[^\n]{0,15}|"
    r"เลื่อน[^\n]{0,20}|(?:วาง|มี|ตาม)แผน[^\n]{0,10}|แผน(?:จะ|ว่า)[^\n]{0,10}|คาดว่า[^\n]{0,20}|ไม่เกิน|จนถึง|ถึง|"
    r"เอ้ย|เอ๊ย|อุ๊ย|อุ้ย|ผิด|ประมาณ|ราวๆ?|ไม่ได้[^\n]{0,20}|"
    r"พ\.?ร\.?บ\.?[^\n]{0,20}(?:ฉบับ|ประกาศ|ราชกิจจา)[^\n]{0,10}|ครบกำหนด|อีกครั้ง|หมดเขต|สิ้นสุด|ตั้งแต่)\s*$"
)
_TO_BE_DONE = re.compile(r"(?:จะ(?!ง)|คาด|น่าจะ|ต้อง|กำหนด|แผน|ให้)[^\n\0]{0,20}$")  # จะเสร็จ 30 พ.ย.
# เบิกจ่ายตามแผน 25 พ.ย. เรียบร้อย: done as planned, on that day.
_AS_PLANNED = re.compile(r"(?<!แต่)ตามแผน(?:งาน)?\s*$")
_ENDS = re.compile(r"\s*(?:แล้วเสร็จ|เสร็จ|เรียบร้อย)(?!ไม่)")
_BARE_BEFORE = re.compile(
    r"(?<![\d.,/])(?<!รุ่น)(?<!รุ่น )(?<!ครั้ง)(?<!ครั้ง )(?<!รอบ)(?<!รอบ )(?<!กลุ่ม)(?<!กลุ่ม )"
    r"(?<!หมู่)(?<!หมู่ )(?<!หมู่ที่)(?<!หมู่ที่ )(?<!ชั้น )(?<!ม\.)(?<!ซอย )(?<!รุ่นที่)(?<!รุ่นที่ )(?<!ครั้งที่)(?<!ครั้งที่ )\d{1,2}\s+$"
)
_BULLET = re.compile(r"(?<=\n)[ \t]*[-–—•*][ \t]*(?=\d)")  # of a list: no span with the day of the line above


@dataclass(frozen=True)
class Found:
    """A date phrase in the folded text with the words that announce it, and the dates; or the trouble with it."""

    start: int
    end: int
    dates: tuple[date, ...] = ()
    trouble: Trouble = ""


# 8/11 of what was done, and not a day: เสร็จ 8/11, 8/11 หมู่บ้าน, ผ่าน 10/12 ข้อ.
_OF_ALL_BEFORE = re.compile(r"(?:เสร็จ|ได้|ครบ|ผ่าน|แล้ว|ไป|ส่ง|เหลือ|คะแนน|สัดส่วน|คืบหน้า|จำนวน|รวม|ขาด|เพียง|แค่|ประมาณ)\s*$")
_LABEL_BEFORE = re.compile(
    r"(?:(?<![ก-๙])(?!(?:คน|รถ|ถนน|ฝน|ผล|ลม)\s*$)[ก-ฮ]{1,3}\.?|สาย|ฉบับ|คำสั่ง|หนังสือ|ทะเบียน|รหัส|เลข|บ้าน|ซอย|ชั้น|ห้อง|ป\.|ม\.|แค่|ประมาณ|เหลือ|[0-9/.:,-])\s*$"
)
_OF_ALL_AFTER = re.compile(rf"\s*(?:[0-9%/]|ข้อ|คะแนน|ส่วน|ของ|{UNIT}|{'|'.join(CLASSIFIERS)}|หมู่)")


def _is_alone(match: re.Match[str], left: str, month: Month) -> bool:
    """Whether d/m that no word announces is a day: of the month reported, or no possible share (25/10)."""
    day, number = int(match["day"]), int(match["month"])
    before, after = left[: match.start()], left[match.end() :]
    if before[-1:] not in " \n\0" or _OF_ALL_AFTER.match(after) or _LABEL_BEFORE.search(before[-12:]):
        return False
    if day <= number and _OF_ALL_BEFORE.search(before[-12:]):
        return False
    return number == month.month or (day > 12 and number in (month.month, month.plus(-1).month))


def find_dates(folded: str, month: Month, today: date) -> tuple[Found, ...]:
    """Every date phrase of a folded text, in order; a phrase that is no sure date carries its trouble."""
    found: list[Found] = []
    left = dates.TIME.sub(lambda m: "\0" * len(m.group()), folded)
    left = _BULLET.sub(lambda m: " " * (len(m.group()) - 1) + "\n", left)

    def take(start: int, end: int, days: tuple[date, ...], trouble: Trouble = "") -> None:
        nonlocal left
        intro = re.search(rf"{_INTRO}\s*$", left[max(0, start - 40) : start])
        begin = max(0, start - 40) + intro.start() if intro else start
        if after := re.match(r"\s*(?:(?:ที่ผ่านมา|ที่แล้ว)(?:นี้)?|(?:นี้)?เอง)", left[end : end + 20]):
            end += after.end()
        before = left[max(0, begin - 40) : begin]
        since_done = re.search(r"(?:เสร็จ|เรียบร้อย|สิ้น|แล้ว)\s*$", before) and not _TO_BE_DONE.search(before)
        if (
            not trouble
            and not since_done
            and _OTHER_DAY.search(
                left[max(0, begin - 40) : begin]
                + ("ตั้งแต่" if intro and "ตั้งแต่" in intro.group() and len(days) == 1 else "")
            )
        ):
            trouble = "" if _AS_PLANNED.search(before) and _ENDS.match(left[end:]) else "leftover"
        if not trouble and _BARE_BEFORE.search(left[max(0, begin - 12) : begin]) and not intro:
            trouble = "leftover"
        found.append(Found(begin, end, () if trouble else days, trouble))
        left = left[:begin] + "\0" * (end - begin) + left[end:]

    for match in list(phrases.DAYS_OF_A_MONTH.finditer(left)):
        before = left[: match.start()]
        months = {int(m) for m in (match["month"], match["from_month"], match["to_month"]) if m}
        near = months <= {month.month, month.plus(-1).month}
        if near and not _LABEL_BEFORE.search(before[-12:]) and not _NUMBERED.search(before[-12:]):
            read = dates.read_dates(match.group(), month, today)
            take(*match.span(), read.dates, read.trouble)
        elif near:
            left = left[: match.start()] + "\0" * len(match.group()) + left[match.end() :]
    for pattern in (
        phrases.SPAN,
        phrases.SPAN_OF_NUMBERS,
        phrases.DAYS_OF_NUMBERS,
        _NAMED,
        phrases.WITH_YEAR,
        phrases.ISO,
    ):
        for match in list(pattern.finditer(left)):
            before = left[: match.start()]
            if _NUMBERED.search(before[-12:]) and not re.search(rf"{_INTRO}\s*$", before[-40:]):
                continue
            read = dates.read_dates(match.group(), month, today)
            take(*match.span(), read.dates, read.trouble)
    for match in list(phrases.WITHOUT_YEAR.finditer(left)):
        before = left[: match.start()]
        announced = _DAY_MONTH_AFTER.search(before[-20:]) or not before.strip("\0 \n")
        if not announced and not _is_alone(match, left, month):
            continue
        if re.match(r"\s*(?:ข้อ|คน|คะแนน|ครั้ง)", left[match.end() :]) or (
            _NUMBERED.search(before[-12:]) and "วันที่" not in before[-9:]
        ):
            continue
        read = dates.read_dates(match.group(), month, today)
        take(*match.span(), read.dates, read.trouble)
    for match in list(_DAY_AFTER_WORD.finditer(left)):
        if re.search(r"(?:ลง|ประกาศณ)\s*$", left[: match.start()][-6:]):
            continue
        read = dates.read_dates((match["weekday"] or "") + match["days"], month, today)
        take(match.start("days"), match.end("days"), read.dates, read.trouble)
    for pattern, days in phrases.RELATIVE:
        for match in list(pattern.finditer(left)):
            read = dates.read_dates(match.group(), month, today)
            if days is not None and not re.match(r"\s*(?:จะ|ไม่|ยัง)", left[match.end() :]):
                take(*match.span(), read.dates, read.trouble)
    for match in list(dates.LAST_WEEKDAY.finditer(left)):
        read = dates.read_dates(match.group(), month, today)
        take(*match.span(), read.dates, read.trouble)
    for match in dates.NO_DAY.finditer(left):
        if not match.group().startswith(("เดือน", "ทุก")):  # a month without a day is told of many things
            take(*match.span(), (), "which_day")
    return tuple(sorted(found, key=lambda f: f.start))


def dates_in(text: str, month: Month, today: date) -> tuple[date, ...]:
    """The dates inside a longer text when they are read surely, in order without repeats; else ()."""
    found = find_dates(fold(text)[0][: dates.LONGEST], month, today)
    if any(f.trouble for f in found):
        return ()
    return tuple(sorted({day for f in found for day in f.dates}))


def read_any_date(words: str, today: date) -> tuple[date, date] | None:
    """One day or one span typed alone, past or future, as its first and last day; None when it is not that.

    Without a year, or without a month, it is the next such day from today on: leave lies ahead.
    """
    said = words.strip()
    read = dates.read_dates(said, Month.of(today), today)
    if read.trouble or not read.dates:
        return None
    days = read.dates
    years = re.search(r"\d{4}|[./ ]\d{2}\s*$|\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2}", said)
    if not years or re.fullmatch(r"(?:วันที่\s*)?\d{1,2}(?:\s*(?:-|ถึง)\s*\d{1,2})?", said):
        days = tuple(sorted(_ahead(day, today, said) for day in days))
    if (days[-1] - days[0]).days + 1 != len(days):
        return None
    return days[0], days[-1]


def _ahead(day: date, today: date, said: str) -> date:
    """The same day and month, from today on; a day without a month in this month or the next."""
    if re.fullmatch(r"(?:วันที่\s*)?\d{1,2}(?:\s*(?:-|ถึง)\s*\d{1,2})?", said):
        month = Month.of(today) if day.day >= today.day else Month.of(today).plus(1)
        return date(month.year, month.month, min(day.day, month.last_day.day))
    for year in (today.year, today.year + 1):
        if (day.month, day.day) != (2, 29) and (again := day.replace(year=year)) >= today:
            return again
    return day
