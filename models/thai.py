"""Thai text: digits, dates as printed, and what a short reply means: a status, yes or no, a word that steers.

The owner of PyThaiNLP (digits, normalising, words). Meanings are read by our own small rules (DOMAIN.md sections 7
and 8); dates have their own module, `models/thai_dates.py`. Reading works on a cleaned copy; what a person
typed is kept as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize
from pythainlp.util import normalize, thai_digit_to_arabic_digit

from models import speech, status_words
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


def month_names(month: Month) -> tuple[str, str]:
    """A month's names without its year: ต.ค., ตุลาคม."""
    return SHORT_MONTHS[month.month - 1], MONTHS[month.month - 1]


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of the text, never parting a letter from its vowel or tone mark."""
    end = min(limit, len(text))
    while 0 < end < len(text) and (text[end] == "ำ" or unicodedata.category(text[end]) in ("Mn", "Mc")):
        end -= 1
    return text[:end].rstrip()


class _Words:
    """PyThaiNLP's words as its matching asks for them. Its own tree of the same words takes half a second and 70 MB
    when it is first used; the plain set takes 20 ms and 11 MB: no first answer is late, nothing has to be warmed."""

    def __init__(self) -> None:
        self.words = thai_words()
        self.longest = max(map(len, self.words))

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """The words that stand at a place of the text, the shortest first."""
        ends = range(start + 1, min(len(text), start + self.longest) + 1)
        return [text[start:end] for end in ends if text[start:end] in self.words]


_dictionary = cache(_Words)
_NO_END = frozenset(
    (" ", "และ", "หรือ", "การ", "ความ", "ของ", "ใน", "ที่", "โดย", "จาก", "กับ", "เพื่อ", "เพื่อให้", "ผู้", "มี")
)  # words that lead on to the next
_BEYOND = 40  # letters after the limit that are looked at: the word at the limit is read whole


@lru_cache(maxsize=4096)  # a report cuts the same titles and words again and again
def shorten(text: str, limit: int) -> str:
    """The text, or its first words within `limit` letters and a mark. It ends with a word, and before a bracket that
    would stay open where enough stands before it."""
    if len(text) <= limit:
        return text
    words = word_tokenize(text[: limit + _BEYOND], custom_dict=_dictionary(), engine="newmm")
    kept, room = [], limit - 1
    for word in words:
        room -= len(word)
        if room < 0:
            break
        kept.append(word)
    while kept and kept[-1] in _NO_END:
        kept.pop()
    line = "".join(kept).rstrip(" \n,/·-–:(“")
    opened = line.rfind("(")
    if opened > line.rfind(")") and opened > limit // 3:
        line = line[:opened].rstrip()
    if len(line) <= limit // 3:  # one long word, such as an address
        line = cut(text, limit - 1)
    return f"{line}…"


def short_moment(instant: datetime) -> str:
    """An instant as shown in the chat, in Asia/Bangkok: ๒๐ พ.ย. ๖๙ ๑๖.๒๐ น."""
    local = instant.astimezone(BANGKOK)
    return f"{short_date(local.date())} {thai_digits(f'{local:%H.%M}')} น."


# --- Reading -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)  # one message is looked at by dozens of readers
def clean(text: str) -> str:
    """A copy made for reading: typing slips mended, Arabic digits, no emoji, no closing particles, one space.

    เเ becomes แ and ํ+า becomes ำ (PyThaiNLP's normalize), zero-width characters go, letters are lower case.
    """
    mended = thai_digit_to_arabic_digit(normalize(text))
    kept = "".join("" if c in _ZERO_WIDTH else " " if unicodedata.category(c) in _NOISE else c for c in mended)
    folded = " ".join(kept.lower().split())
    return speech.without_closing(folded)


_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0f")
_NOISE = frozenset(("So", "Sk", "Cs", "Co", "Cf", "Cc"))


def bare(text: str) -> str:
    """A cleaned reply without spaces, greeting and polite words in its middle: what whole replies are read from."""
    return speech.without_polite(speech.without_opening(clean(text))).replace(" ", "")


def fold(text: str) -> tuple[str, list[int]]:
    """A copy for finding pieces in a longer text, and for every letter of it the place of its origin in the text.

    Digits are Arabic, เเ is แ, ํ+า is ำ, letters are lower case, zero-width characters are gone, emoji are spaces. Of
    a long run of spaces or empty lines a few stay: a pattern would be tried at every one, to the end of the run.
    """
    letters: list[str] = []
    places: list[int] = []
    gap = ""
    for place, letter in enumerate(arabic_digits(text)):
        if letter in _ZERO_WIDTH:
            continue
        if letters and letters[-1] + letter in ("เเ", "\u0e4dา"):
            letters[-1] = "แ" if letter == "เ" else "ำ"
            continue
        noise = unicodedata.category(letter) in _NOISE and letter != "\n"
        gap = gap + letter if noise or letter.isspace() else ""
        if len(gap) > 4 and (letter != "\n" or gap.count("\n") > 2):
            continue
        low = letter.lower()
        letters.append(" " if noise else low if len(low) == 1 else letter)
        places.append(place)
    return "".join(letters), places


def read_status(text: str) -> Status | None:
    """The status that a reply means (DOMAIN.md section 7), or None when it means none, several, or says more."""
    return status_words.status_of(bare(text))


_YES = frozenset(["ใช่", "ใช่แล้ว", "ถูก", "ถูกต้อง", "ถูกแล้ว", "ยืนยัน", "ตกลง", "โอเค", "ok", "yes", "ได้", "ใช้"])
_NO = frozenset(["ไม่", "ไม่ใช่", "ไม่ถูก", "ไม่ถูกต้อง", "ผิด", "no", "แก้", "แก้ไข", "พิมพ์ใหม่", "ไม่ใช้"])
_NOTHING = re.compile(
    r"[-–]|none|ไม่มี(?:(?:ปัญหา|อุปสรรค|ข้อเสนอแนะ|และ|หรือ|/|,|อะไร|เลย|ใดๆ)*)|ไม่(?:ได้)?(?:ติด|"
    r"พบ)ปัญหา(?:และอุปสรรค|อะไร|ใดๆ)?"
)


def read_yes_no(text: str) -> bool | None:
    """True for yes, False for no, None when it is neither alone."""
    said = clean(text)
    return True if said in _YES else False if said in _NO else None


def means_nothing(text: str) -> bool:
    """Whether the reply says that there is nothing to report, such as ไม่มี, ไม่มีปัญหาอุปสรรค or a dash."""
    return bool(_NOTHING.fullmatch(clean(text).replace(" ", ""))) or text.strip() in ("-", "–")


def read_number(text: str) -> int | None:
    """A whole number typed alone in digits of either kind, else None."""
    match = re.fullmatch(r"(\d{1,4})[.)]?", clean(text))
    return int(match[1]) if match else None


_UNITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_UNIT = "หนึ่ง|เอ็ด|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
WORD_NUMBER = rf"(?:(?:ยี่|{_UNIT})?สิบ(?:{_UNIT})?|(?:หนึ่ง)?ร้อย|ศูนย์|{_UNIT})"


def word_number(word: str) -> int:
    """0 to 100 in Thai words: แปดสิบ -> 80, ยี่สิบเอ็ด -> 21. Raises ValueError for another word."""
    if word in ("ร้อย", "หนึ่งร้อย"):
        return 100
    if not re.fullmatch(WORD_NUMBER, word):
        raise ValueError(f"'{word}' is no number from 0 to 100")
    if "สิบ" not in word:
        return 1 if word == "เอ็ด" else _UNITS.index(word)
    tens, unit = word.split("สิบ")
    ten = 2 if tens == "ยี่" else _UNITS.index(tens) if tens else 1
    return ten * 10 + (0 if not unit else 1 if unit == "เอ็ด" else _UNITS.index(unit))


def read_item(text: str) -> int | None:
    """The number of `ข้อ 3` or `ข้อที่ ๓`: which measure is meant; else None."""
    match = re.fullmatch(r"(?:ข้อ้?|ขอ้?|มาตรการ)(?:ที่?)?\s*(\d{1,4})[.)]?", clean(text))
    return int(match[1]) if match else None


def same_words(typed: str, label: str) -> bool:
    """Whether what was typed is the label, spaces, dots and closing particles aside."""
    return _bare(typed) == _bare(label)


def _bare(text: str) -> str:
    return re.sub(r"[\s.()/·,]", "", clean(text))


def said_label(typed: str, labels: Iterable[str]) -> int | None:
    """The position (from 0) of the label whose words were typed; else None."""
    return next((position for position, label in enumerate(labels) if same_words(typed, label)), None)


def which(typed: str, labels: Iterable[str]) -> int | None:
    """The position (from 0) of the label that was typed, by its words or by its number from 1; else None.

    A single label has no number, because none is printed beside it.
    """
    options = list(labels)
    if (position := said_label(typed, options)) is not None:
        return position
    number = read_number(typed)
    return number - 1 if number is not None and 1 <= number <= len(options) > 1 else None
