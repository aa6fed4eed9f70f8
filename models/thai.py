"""Thai text: digits, dates as printed, and what a short reply means: a status, yes or no, a word that steers.

The owner of PyThaiNLP (digits and normalising). Meanings are read by our own small rules (DOMAIN.md sections 7
and 8); dates have their own module, `models/thai_dates.py`. Reading works on a cleaned copy; what a person
typed is kept as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from pythainlp.util import normalize, thai_digit_to_arabic_digit

from models.calendar import BANGKOK, Month, be_year

if TYPE_CHECKING:
    from models.ledger import Status

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

# Digits stay as they are in addresses, e-mail and words with Latin letters (DESIGN.md section 8); a question
# code such as E12 is the exception that the seeds print as E๑๒, and its printer says so itself.
_LATIN_WORD = re.compile(r"[A-Za-z0-9_./:@?&=%#+~-]*[A-Za-z][A-Za-z0-9_./:@?&=%#+~-]*")


def thai_digits(value: object) -> str:
    """Every Arabic digit of the text as a Thai digit: 2569 -> ๒๕๖๙."""
    return str(value).translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """Every Thai digit of the text as an Arabic digit: ๒๕๖๙ -> 2569."""
    return str(thai_digit_to_arabic_digit(text))


def thai_digits_on_paper(text: str) -> str:
    """Thai digits everywhere except in addresses, e-mail and words with Latin letters."""
    parts: list[str] = []
    end = 0
    for match in _LATIN_WORD.finditer(text):
        parts += [thai_digits(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*parts, thai_digits(text[end:])])


def long_date(day: date) -> str:
    """As on paper: ๒๐ พฤศจิกายน ๒๕๖๙."""
    return thai_digits(f"{day.day} {MONTHS[day.month - 1]} {be_year(day.year)}")


def short_date(day: date) -> str:
    """As in narrow cells and in the chat: ๒๐ พ.ย. ๖๙."""
    return thai_digits(f"{day.day} {SHORT_MONTHS[day.month - 1]} {be_year(day.year) % 100:02d}")


def short_month(month: Month) -> str:
    """A reporting month as shown: ต.ค. ๖๙."""
    return thai_digits(f"{SHORT_MONTHS[month.month - 1]} {be_year(month.year) % 100:02d}")


def long_month(month: Month) -> str:
    """A reporting month in full: ตุลาคม ๒๕๖๙."""
    return thai_digits(f"{MONTHS[month.month - 1]} {be_year(month.year)}")


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of the text, never parting a letter from its vowel or tone mark."""
    end = min(limit, len(text))
    while 0 < end < len(text) and unicodedata.category(text[end]) in ("Mn", "Mc"):
        end -= 1
    return text[:end].rstrip()


def short_moment(instant: datetime) -> str:
    """An instant as shown in the chat, in Asia/Bangkok: ๒๐ พ.ย. ๖๙ ๑๖:๒๐ น."""
    local = instant.astimezone(BANGKOK)
    return f"{short_date(local.date())} {thai_digits(f'{local:%H:%M}')} น."


# --- Reading -------------------------------------------------------------------------------------------------

_PARTICLES = re.compile(r"(?:นะ)?(?:ครับผม|ครับ|คับ|คร้าบ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|จ๊ะ|จ้ะ|นะ|เลย)+$")


def clean(text: str) -> str:
    """A copy made for reading: typing slips mended, Arabic digits, no emoji, no closing particles, one space.

    เเ becomes แ and ํ+า becomes ำ (PyThaiNLP's normalize), zero-width characters go, letters are lower case.
    """
    mended = thai_digit_to_arabic_digit(normalize(text))
    kept = "".join(" " if unicodedata.category(c) in ("So", "Sk", "Cs", "Co", "Cf", "Cc") else c for c in mended)
    folded = " ".join(kept.lower().split())
    while (shorter := _PARTICLES.sub("", folded).rstrip(" .!,")) != folded:
        folded = shorter
    return folded


# What is said in each status; the sign in front of the pattern keeps negation before anything else.
_STATUS_WORDS: tuple[tuple[str, str], ...] = (
    ("not_started", r"(?:ยัง)?ไม่(?:ได้)?(?:เริ่ม|ดำเนินการ|ทำ(?!ไม่ได้|แล้ว))|ยังไม่(?:ได้)?(?:เริ่ม|ทำ|ดำเนินการ|จัด)"),
    ("in_progress", r"(?:อยู่)?ระหว่างดำเนินการ|กำลัง(?:ทำ|ดำเนินการ|จัด)?|บางส่วน|ยังไม่(?:เสร็จ|แล้วเสร็จ|เรียบร้อย|ครบ)"),
    ("blocked", r"(?<!ไม่)(?<!ไม่มี)(?:ติดปัญหา|ติดขัด|มีปัญหา)|ทำไม่ได้|ดำเนินการไม่ได้|^รอ"),
    ("cancelled", r"ไม่ทำแล้ว|งดจัด|ยกเลิก(?:มาตรการ|โครงการ|กิจกรรม)"),
    ("ongoing", r"ต่อเนื่อง|ทุกเดือน|เป็นประจำ"),
    ("done", r"(?<!ไม่)(?<!ไม่ได้)(?:เสร็จ|แล้วเสร็จ|เรียบร้อย|ครบแล้ว|สำเร็จ)"),
)
_STATUS = tuple((status, re.compile(pattern)) for status, pattern in _STATUS_WORDS)


def read_status(text: str) -> Status | None:
    """The status that a reply means (DOMAIN.md section 7), or None when it means none or more than one."""
    said = clean(text).replace(" ", "")
    found = {status for status, pattern in _STATUS if pattern.search(said)}
    if "cancelled" in found:
        found.discard("not_started")  # ไม่ทำแล้ว
    if "in_progress" in found and "not_started" not in found:
        found -= {"done"} if "ยังไม่" in said or "กำลัง" in said else set()
    return found.pop() if len(found) == 1 else None  # type: ignore[return-value]


_YES = frozenset(["ใช่", "ใช่แล้ว", "ถูก", "ถูกต้อง", "ถูกแล้ว", "ยืนยัน", "ตกลง", "โอเค", "ok", "yes", "ได้", "ใช้"])
_NO = frozenset(["ไม่", "ไม่ใช่", "ไม่ถูก", "ไม่ถูกต้อง", "ผิด", "no", "แก้", "แก้ไข", "พิมพ์ใหม่", "ไม่ใช้"])
_NOTHING = frozenset(["ไม่มี", "-", "–", "ไม่มีปัญหา", "ไม่มีอุปสรรค", "ไม่มีปัญหาอุปสรรค", "ไม่ติดปัญหา", "ไม่พบปัญหา", "none"])


def read_yes_no(text: str) -> bool | None:
    """True for yes, False for no, None when it is neither alone."""
    said = clean(text)
    return True if said in _YES else False if said in _NO else None


def means_nothing(text: str) -> bool:
    """Whether the reply says that there is nothing to report, such as ไม่มี or a dash."""
    return clean(text).replace(" ", "") in _NOTHING or text.strip() in ("-", "–")


def read_number(text: str) -> int | None:
    """A whole number typed alone in digits of either kind (also `ข้อ 3`), else None."""
    match = re.fullmatch(r"(?:ข้อ(?:ที่)?\s*)?(\d{1,4})[.)]?", clean(text))
    return int(match[1]) if match else None


def same_words(typed: str, label: str) -> bool:
    """Whether what was typed is the label, spaces, dots and closing particles aside."""
    return _bare(typed) == _bare(label)


def _bare(text: str) -> str:
    return re.sub(r"[\s.()/·,]", "", clean(text))


def which(typed: str, labels: Iterable[str]) -> int | None:
    """The position (from 0) of the label that was typed, by its words or by its number from 1; else None."""
    options = list(labels)
    for position, label in enumerate(options):
        if same_words(typed, label):
            return position
    number = read_number(typed)
    return number - 1 if number is not None and 1 <= number <= len(options) else None
