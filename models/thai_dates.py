"""Dates as people type them in Thai, read as CE dates (DOMAIN.md section 8).

Always day/month/year. A year from 2400 on is BE, 1900-2200 is CE, two digits are BE 25xx; without a year it is
the latest such date not after today within the fiscal year. What cannot be read is said, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from models import date_phrases as phrases
from models import speech
from models.amounts import counts_of
from models.calendar import Month, be_year
from models.month_names import MONTH
from models.thai import MONTHS, WEEKDAYS, arabic_digits, clean, word_number

Trouble = Literal["", "none", "impossible", "which_day", "leftover"]


@dataclass(frozen=True)
class DatesRead:
    """What was read: the dates in order without repeats, or the trouble with them and the words it lies in."""

    dates: tuple[date, ...] = ()
    trouble: Trouble = ""
    words: str = ""


# Ordinals and counts are no days: ครั้งที่ 2, คนมา 35 คน.
_ORDINAL = re.compile(
    rf"(?:(?:ครั้ง|รุ่น|รอบ|ชุด|กลุ่ม|หมู่)ที่|หมู่|ม\.)\s*\d{{1,2}}(?:/(?:25)?[67]\d)?(?![/\d])|(?:ครั้ง|รุ่น|รอบ|กลุ่ม)\s*\d{{1,2}}(?!\d|\s*(?:{MONTH}|[/.,–-]|และ|กับ|ถึง|เดือน))|(?<!\d)\d{{1,2}}\s*วัน\s*(?=คือ|ได้แก่|:|\()"
    r"|(?<!ตามหนังสือ)(?<!ตามคำสั่ง)(?<!ตามประกาศ)(?:ที่|เลขที่)\s*(?:[ก-ฮ]{1,4}\.?\s*)?\d{1,6}(?:[./]\d+)*\s*(?=ลง(?:วันที่)?\s*\d)|(?:จำนวน|เป็นเงิน|รวม|\s)*[\d,]{2,}(?:\.\d+)?\s*บาท"
)
# อบรม 2 วัน 19-20 พ.ย., 2 วันติด: how many days they are.
_HOW_MANY_DAYS = re.compile(
    r"(?:รวม|เป็นเวลา|ทั้งหมด|จำนวน|\s)*(?<![\d/.-])(?P<count>\d{1,2})\s*วัน(?:ติดต่อกัน|ติดกัน|ติด|เต็ม|รวด|ซ้อน)?(?=\s|$|วันที่|ค|จ)(?!\s*(?:ก่อน|ที่แล้ว|ที่ผ่าน))"
)
# 26 ค่ะพี่ ทำคนเดียวเลย: a day, and words that have no date in them.
_DAY_AND_WORDS = re.compile(
    rf"\s*(?P<days>\d{{1,2}})\s*(?:{speech.POLITE}|{speech.VOCATIVE})+\s(?P<words>\D{{1,80}})"
)
_OF_A_LETTER = re.compile(
    r"ตาม(?:หนังสือ|คำสั่ง|ประกาศ|บันทึก|ฎีกา)[^\n]{0,60}?ลง\s*วันที่\s*"
    rf"\d{{1,2}}(?:\s*(?:เดือน)?\s*(?:{MONTH})\s*(?:\d{{4}}|\d{{2}})?|/\d{{1,2}}/\d{{2,4}})(?!\d)"
)
_LAST_YEAR = re.compile(rf"(?P<month>{MONTH})\s*(?:ของ)?ปี(?:ที่แล้ว|ก่อน)")
_ON_DAY = re.compile(rf"(?:\D{{0,40}}วันที่\s*{phrases.DAYS}){{1,4}}\D{{0,20}}")
TIME = re.compile(
    r"(?:ตั้งแต่\s*(?=\d)|ตอน|ช่วง|เวลา|\s)*+(?:เช้า|สาย|เที่ยง|บ่าย|เย็น|ค่ำ|ตี)?\s*+(?<!\d)\d{1,2}(?:[.:]\d{2})?\s*(?:โมง(?:เช้า|เย็น|ครึ่ง)*|ทุ่ม(?:ครึ่ง)?)|(?:ตี|บ่าย)\s*[1-5](?!\d)|(?:ตอน|ช่วง|เวลา)?\s*(?:บ่ายโมง|เที่ยง)(?:ครึ่ง|ตรง|วัน)?|"
    r"(?:(?:ตั้งแต่|เวลา|ถึง)\s*)*\d{1,2}[.:]\d{2}(?:\s*(?:-|–|ถึง)\s*\d{1,2}[.:]\d{2})?\s*(?:น\.|น(?=\s|$|-)|นาฬิกา)|"
    r"(?:ตั้งแต่\s*)?(?<![\d.:/])\d{1,2}[.:](?:00|15|30|45)\s*(?:-|–|ถึง)\s*\d{1,2}[.:](?:00|15|30|45)(?![.\d])|"
    r"เวลา\s*\d{1,2}[.:]\d{2}"
)
NO_DAY = re.compile(
    rf"(?:ต้น|กลาง|ปลาย|ช่วง)\s?ๆ?\s?(?:เดือน|{MONTH})|(?<!วัน)สิ้นเดือน(?!ที่แล้ว|ที่ผ่านมา|ก่อน|{MONTH})|(?:(?<!วัน)อาทิตย์|สัปดาห์)(?:ที่|ก่อน|แรก|สุดท้าย|นี้)"
    rf"|(?:{'|'.join(WEEKDAYS)}|พฤหัส)(?:ที่แล้ว|ก่อน|ที่ผ่านมา|นี้)|ทุกวัน(?:{'|'.join(WEEKDAYS)}|พฤหัส)|เมื่อคืน"
    rf"|วัน(?:{'|'.join(WEEKDAYS)}|พฤหัส)(?!บดี)(?!\s*(?:ที่\s*)?\d)(?=\s|$)|"
    rf"(?<!\d)(?<!\d\s)(?<!สิ้น)(?<!ของ)เดือน(?:ที่แล้ว|ก่อน|นี้|หน้า)$"
)
# What turns a date into something else; the person is asked to write the date alone.
_TWISTED = re.compile(
    "วางแผน|มีแผน|ไม่|ยกเว้น|เว้น|ทุก|ก่อน|หลัง|ภายใน|กำหนด|พรุ่งนี้|มะรืน|ประมาณ|ราว|ทุกวัน|ปีที่แล้ว|ปีก่อน|ปีหน้า|เดือนหน้า|ถึงปัจจุบัน|เป็นต้น|ถึงตอนนี้|หรือ|จะ|นัด|เลื่อน|อาจ|น่าจะ|กว่า|แถวๆ|สัก|เอ้ย|เอ๊ย|อุ๊ย|อุ้ย"
)
LONGEST = 300  # letters; a longer text is no answer to a question for dates


# ไม่ใช่วันที่ 10 ค่ะ เป็นวันที่ 11, วันที่ 10 เอ้ย 11: the day that is denied, just before the one that is meant.
_DENIED = re.compile(
    rf"ไม่ใช่\s*(?:วันที่\s*)?\d{{1,2}}(?P<month>\s*(?:เดือน)?\s*(?:{MONTH})(?:\s*(?:25)?\d{{2}}(?!\d))?)?(?:\s*(?:นะ)?(?:ค่ะ|คะ|ครับ|คับ|จ้า))?"
    r"[\s,]*(?:(?:แต่)?(?:ต้อง)?(?:เป็น|คือ)\s*(?=\d|วันที่)|(?=วันที่))"
)
_TAKEN_BACK = re.compile(
    rf"\D{{0,20}}\d{{1,2}}(?P<month>\s*(?:เดือน)?\s*(?:{MONTH}))?\s*(?:เอ้ย|เอ๊ย|อุ๊ย|อุ้ย)\s*(?:ไม่ใช่|ผิด)?[\s,]*(?=\d|วันที่)"
)
_EXCEPT = re.compile(rf"(?P<all>.*\d.*?)\s*\(?(?:ยก)?เว้น\s*(?:วันที่\s*)?(?P<days>{phrases.DAYS})\)?")
_ALMOST = re.compile("เกือบ(?:จะ)?ไม่(?:ได้|ทัน)[ก-๙]{0,12}")  # and yet it was
_SUNDAY = re.compile(r"(?<!วัน)(?=อาทิตย์ที่\s*(?:[6-9]|[12]\d|3[01])(?!\d))")  # อาทิตย์ที่ 2 may be a week
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)}|พฤหัสฯ?)"
_EACH_WEEKDAY = re.compile(rf"(?:วัน)?(?P<name>{_WEEKDAY})\s*ที่\s*(?P<day>\d{{1,2}})(?!\d)")
LAST_WEEKDAY = re.compile(rf"(?:เมื่อ)?(?:วัน|(?!อาทิตย์))(?P<name>{_WEEKDAY})(?:ที่ผ่านมา|ที่เพิ่งผ่าน(?:ไป|มา)?)(?:นี้)?")
_EVERY = re.compile(rf"\(?ทุก(?:วัน)?(?P<day>{'|'.join(WEEKDAYS)}|พฤหัส)\)?")


def _without_denied(text: str) -> str:
    """The text without a day that is denied; a month told only with that day is kept, and asked back."""
    match = _TAKEN_BACK.match(text) or _DENIED.search(text)
    if match is None or (match["month"] and not re.search(MONTH, text[match.end() :])):
        return text
    return text[: match.start()] + text[match.end() :]


def _but(text: str, month: Month, today: date) -> DatesRead | None:
    """24-26 พ.ย. เว้นวันที่ 25; 1 8 15 พ.ย. (ทุกวันอาทิตย์), when each is one. None when the text is not that."""
    if match := _EXCEPT.fullmatch(text):
        dates = read_dates(match["all"], month, today).dates
        kept = tuple(d for d in dates if d.day not in (out := set(phrases.days_in(match["days"]))))
        return DatesRead(kept) if kept and len(kept) + len(out) == len(dates) else None
    if match := _EVERY.search(text):
        dates = read_dates(_EVERY.sub(" ", text), month, today).dates
        alike = all(WEEKDAYS[d.weekday()].startswith(match["day"]) for d in dates)
        return DatesRead(dates) if len(dates) > 1 and alike else None
    return None


def _so_many(text: str, month: Month, today: date) -> DatesRead | None:
    """เมื่อวานกับวันนี้ 2 วันติด, when they are as many; None when the text does not say how many."""
    match = _HOW_MANY_DAYS.search(text)
    if match is None:
        return None
    read = read_dates(f"{text[: match.start()]} {text[match.end() :]}", month, today)
    as_many = len(read.dates) == int(match["count"])
    return read if read.trouble or as_many else DatesRead(trouble="leftover", words=match.group().strip())


def read_dates(text: str, month: Month, today: date) -> DatesRead:
    """The dates in a text. `month` is the reporting month (a day alone lies in it), `today` the day it was said.

    Trouble `none`: no date there; `impossible`: such a day does not exist; `which_day`: a part of a month
    without a day; `leftover`: words or digits remain that may change the meaning. Then no date is given at all.
    """
    if len(text) > LONGEST:
        return DatesRead(trouble="leftover", words=text[:30] + "…")
    text = re.sub(phrases.ON_DAY, "วันที่", _without_bullets(text))
    said = _SUNDAY.sub("วัน", _ALMOST.sub(" ", _without_denied(speech.without_small_talk(clean(text)))))
    if letter := _OF_A_LETTER.search(said):  # a date of its own must stand beside it
        said = f"{said[: letter.start()]} {said[letter.end() :]}"
        if not re.search(r"\d", said):
            return DatesRead(trouble="leftover", words=letter.group().strip())
    said = _LAST_YEAR.sub(lambda m: f"{m['month']} {be_year(today.year - 1)}", said)
    if read := _but(said, month, today) or _on_weekdays(said, month, today) or _so_many(said, month, today):
        return read
    if (alone := _DAY_AND_WORDS.fullmatch(arabic_digits(text))) and not re.search(
        rf"{MONTH}|วัน|เดือน|ยัง|\?|ไหม", alone["words"]
    ):
        said = alone["days"] if not _TWISTED.search(alone["words"]) else said
    rest = LAST_WEEKDAY.sub(lambda m: _last(m["name"], today) or m.group(), said)
    rest = phrases.DAYS_OF_A_MONTH.sub(_in_names, _ORDINAL.sub(" ", _without_counts(rest)))
    rest = TIME.sub(" ", _DAY_AND_MONTH_IN_DIGITS.sub(_in_digits, _days_in_digits(rest)))
    if half := _HALF_A_LIST.search(text) or _OF_GROUPS.search(rest):
        return DatesRead(trouble="leftover", words=half.group().strip())
    if wrong := _wrong_weekday(rest, month, today):
        return DatesRead(trouble="impossible", words=wrong)
    if vague := NO_DAY.search(phrases.END_OF_LAST_MONTH.sub(" ", rest)):
        return DatesRead(trouble="which_day", words=vague.group())
    steps: tuple[phrases.Step, ...] = (
        phrases.iso,
        phrases.days_ago,
        phrases.last_or_this,
        phrases.span,
        phrases.span_of_numbers,
        phrases.days_of_numbers,
    )
    steps += (phrases.on_named, phrases.with_year, phrases.relative)
    if _only_without_years(rest):
        steps = (phrases.without_year,)
    elif phrases.WITH_YEAR.search(rest):
        pass
    elif phrases.DAY_ONLY.fullmatch(rest) or (_ON_DAY.fullmatch(rest) and not re.search(rf"เดือน|ปี|{MONTH}", rest)):
        steps = (phrases.day_only, phrases.relative)
    found: list[date] = []
    for take in steps:
        rest, dates, bad = take(rest, month, today)
        two = take is phrases.relative and found and not set(dates) <= set(found) and not _TOGETHER.search(said)
        if bad or two:  # เมื่อวาน วันที่ 25, said on the 28th
            return DatesRead(trouble="impossible", words=bad or text)
        found += dates
    if found and len({Month.of(d) for d in found}) == 1:  # ลงนามวันที่ 2 ประกาศวันที่ 4 พ.ย.
        rest, more, _ = phrases.same_month(rest, Month.of(found[0]), today)
        found += more
    if not found:
        return DatesRead(trouble="none", words=text)
    corrected = len(set(found)) > 1 and "ผิด" in rest  # 5 พ.ย. พิมพ์ผิด 6 พ.ย.
    open_end = len(set(found)) == 1 and re.search(r"ตั้งแต่|(?:^|\s)(?:จน)?ถึง(?=\s|$)|ช่วง(?!เช้า|บ่าย|เย็น|สาย|ค่ำ)", rest)
    if re.search(r"\d", rest) or _TWISTED.search(rest) or open_end or corrected:
        return DatesRead(trouble="leftover", words=" ".join(rest.split()))
    return DatesRead(tuple(sorted(set(found))))


_TOGETHER = re.compile(r"และ|กับ|กะ|แล้วก็|[,&+\n]")


# "- 4 พ.ย." and "1) 4 พ.ย.", each on a line of its own: the dash and the number are of the list, and no span.
_BULLET = re.compile(r"^[ \t]*(?:[-–—•*·][ \t]*|\(?\d{1,2}[)][ \t]*|\d{1,2}\.[ \t]+)(?=\S)")


# A list of which one line has no mark, or a span: 4 พ.ย. and below it "- 11 พ.ย."; รุ่น 1, 2 พ.ย.
_HALF_A_LIST = re.compile(r"\d[^\n]*\n\s*[-–—•]\s*\d[^\n]*")
_OF_GROUPS = re.compile(r"(?:ครั้ง|รุ่น|รอบ|กลุ่ม)(?:ที่)?\s*\d{1,2}\s*(?:[,–-]|และ|กับ|ถึง)\s*\d")


_OF_DATES = re.compile(
    rf"{phrases.ISO.pattern}|{MONTH}|{phrases.ERA}|(?:วัน)?(?:{'|'.join(WEEKDAYS)}|พฤหัสฯ?)(?:ที่(?:แล้ว|ผ่านมา)?)?|"
    rf"{'|'.join(p.pattern for p, _ in phrases.RELATIVE)}|{phrases.DAYS_AGO.pattern}|เดือน(?:ที่แล้ว|ที่ผ่านมา|ก่อน|นี้)?|"
    rf"{phrases.LAST_DAY}|"
    r"วัน(?:ที่|ดำเนินการ)?|เมื่อ|ระหว่าง|ตั้งแต่|จนถึง|ถึง|และ|กับ|กะ|แล้วก็|ของ|คือ|ใน|ขอ|เพิ่ม|ใส่|ระบุ|ดำเนินการ|ทำ|จัด|"
    r"ทุก(?:ข้อ|มาตรการ)|ทั้งหมด|ด้วย|ให้|หน่อย|เลย|นะ|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|[\d\W_]"
)


def only_dates(text: str) -> bool:
    """Whether a text holds nothing but dates, with the words that announce them and particles."""
    said = re.sub(phrases.ON_DAY, "วันที่", speech.without_small_talk(clean(text)))
    return not re.search(r"[^\W_]", _OF_DATES.sub(" ", TIME.sub(" ", said)))


def _without_bullets(text: str) -> str:
    """The text without the marks that open the lines of a list."""
    lines = [line for line in text.splitlines() if line.strip()]
    told = [line for line in lines if re.search(r"\d", line)]
    if len(told) < 2 or not all(_BULLET.match(line) for line in told):
        return text
    return "\n".join(_BULLET.sub("", line) for line in lines)


def _on_weekdays(text: str, month: Month, today: date) -> DatesRead | None:
    """เสาร์ที่ 14 และอาทิตย์ที่ 15, when each falls on its weekday. None when the text does not name several."""
    told = [(m["name"], int(m["day"])) for m in _EACH_WEEKDAY.finditer(text)]
    if len(told) < 2:
        return None
    read = read_dates(_EACH_WEEKDAY.sub(r"วันที่ \g<day>", text), month, today)
    fits = all(any(d.day == day and _is_on(d, name) for d in read.dates) for name, day in told)
    return read if fits or read.trouble else DatesRead(trouble="impossible", words=text)


def _is_on(day: date, weekday: str) -> bool:
    return WEEKDAYS[day.weekday()].startswith(weekday[:4])


def _without_counts(text: str) -> str:
    """The text without what was counted: 24 พ.ย. 69 คนมา 35 คน."""
    for count in reversed(counts_of(text)):
        text = f"{text[: count.start]} {text[count.end :]}"
    return text


def _last(weekday: str, today: date) -> str:
    """The latest such weekday before today, written out; "" on that weekday itself, when it may be today."""
    back = (today.weekday() - next(n for n, name in enumerate(WEEKDAYS) if name.startswith(weekday[:4]))) % 7
    return f" {(today - timedelta(days=back)).isoformat()} " if back else ""


_DAY_WORD = r"(?:(?:ยี่|สาม)?สิบ(?:เอ็ด|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)?|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)"
_DAY_IN_WORDS = re.compile(
    rf"วันที่\s*(?P<word>{_DAY_WORD})(?=\s|$|เดือน|{MONTH})|(?<![ก-๙])(?P<alone>{_DAY_WORD})(?=\s*(?:เดือน)?(?:{MONTH}))"
)
_DAY_AND_MONTH_IN_DIGITS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*เดือน\s*(?:ที่\s*)?(?P<month>\d{1,2})(?!\d)(?:\s*(?:ปี|"
    r"พ\.?ศ\.?)\s*(?P<year>\d{4}|\d{2}))?"
)


def _days_in_digits(text: str) -> str:
    """วันที่ห้า พฤศจิกายน -> วันที่ 5 พฤศจิกายน."""
    return _DAY_IN_WORDS.sub(lambda m: f" {'วันที่ ' if m['word'] else ''}{word_number(m['word'] or m['alone'])} ", text)


def _in_names(match: re.Match[str]) -> str:
    """12-13/11 -> 12-13 พฤศจิกายน."""
    if match["month"]:
        return f"{match['days']} {MONTHS[int(match['month']) - 1]} "
    first, last = (MONTHS[int(match[name]) - 1] for name in ("from_month", "to_month"))
    return f"{match['from_day']} {first} - {match['to_day']} {last} "


def _in_digits(match: re.Match[str]) -> str:
    """10 เดือน 10 ปี 69 -> 10 ตุลาคม 69; a month that does not exist stays, and is asked back."""
    if not 1 <= int(match["month"]) <= 12:
        return match.group()
    return f"{match['day']} {MONTHS[int(match['month']) - 1]} {match['year'] or ''} "


_ON_WEEKDAY = re.compile(rf"(?:วัน|(?!อาทิตย์))(?P<weekday>{'|'.join(WEEKDAYS)}|พฤหัสฯ?)\s*(?:ที่)?\s*(?P<date>\d.*)")


def _wrong_weekday(text: str, month: Month, today: date) -> str:
    """The words of a date that does not fall on the weekday said with it: one of the two is a slip; else ""."""
    match = _ON_WEEKDAY.search(text)
    if match is None or len(re.findall(MONTH, text)) > 1:
        return ""
    taken = phrases.on_named(match["date"], month, today)
    dates = taken[1] or phrases.with_year(match["date"], month, today)[1]
    if not dates and phrases.DAY_ONLY.fullmatch(match["date"]):
        dates = phrases.day_only(match["date"], month, today)[1]
    if len(dates) == 1 and not _is_on(dates[0], match["weekday"]):
        return text
    return ""


def _only_without_years(text: str) -> bool:
    """Whether the text is nothing but dates such as 5/10, for elsewhere 5/10 is often a number of a document."""
    return bool(phrases.WITHOUT_YEAR.search(text)) and not re.sub(
        r"และ|แล้วก็|กับ|กะ|เมื่อ|วันที่|[,\s]", "", phrases.WITHOUT_YEAR.sub("", text)
    )
