"""Slips of the finger in short Thai replies: the known ones are mended, the rest are matched with care.

The owner of rapidfuzz. Matching is the last resort after the exact rules, and only against whole phrases: a reply
of four letters, a reply with a word that turns the meaning, or one that is nearly as close to another meaning is
never matched. A meaning that ends an obligation needs a closer match than one that does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

M = TypeVar("M", bound=str)


# Words of the northeast, the north and the south, and short forms of the chat, in the words of the centre.
_DIALECT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"(?:หม้าย|ม่าย)ด้าย", "ไม่ได้"),
        (r"(?<!ยัง)บ่ทัน(?:ได้)?(?=เฮ็ด|ทำ|ยะ|เริ่ม|จัด)", "ยังไม่ได้"),
        (r"บ่แล้ว(?:เทื่อ|เตื้อ|เตื่อ|$)", "ยังไม่เสร็จ"),
        (r"ก่ำลัง|กำ่ลัง|ก๋ำลัง", "กำลัง"),
        (r"(?:กู้|กู่|กุ๊)(?=เดือน|ข้อ|อัน|เรื่อง|วัน|อย่าง)", "ทุก"),
        (r"มื้ออื่น|วันพูก|วันพรุ่ง(?!นี้)", "พรุ่งนี้"),
        (
            r"เฮ็ด|เฮด(?!ดิ)|เยียะ|เยี๊ยะ|เญียะ|(?<=ได้)ยะ|(?<=บ่)ยะ|(?<=กำลัง)ยะ|(?<=เริ่ม)ยะ|(?<=ก็)ยะ|^ยะ(?=เสร็จ|แล้ว|ตวย|ตาม|หมด|บ่|ไม่|อยู่|ทุก|ต่อ)",
            "ทำ",
        ),
        (
            r"(?:บ่|บ่อ|บ๋|บ่อ)(?=ได้|มี|มา|ทัน|เสร็จ|เส็|เสด|แล้ว|ทำ|เริ่ม|เรียบ|พอ|แม่น|ลง|เคย|ติด|ต่อ|จัด|ดำ|ฮู้|รู้|ค่อย|ยก|"
            r"ครบ|ถึง|ต้อง|แน่|ว่าง|ปัญ|เหลือ|เหมือน|คือ|เปลี่ยน|แก้|ส่ง|เอา|สามารถ|หมด|ต้อง|ได้|อยาก|เข้าใจ|เป็น)|(?:หม้าย|ม่าย|ไม้|หมาย)(?=ได้|ทำ|เริ่ม|เสร็จ|มี|จัด|ติด|แล้ว|ทัน)",
            "ไม่",
        ),
        (r"สู่(?=ข้อ|อัน|เรื่อง)", "ทุก"),
        (r"โหมด(?=แล้ว|ละ|$)|เบิ่ด|เบิด|เหมิด|เหม็ด|เบ็ด(?=แล้ว|$)", "หมด"),
        (r"แหล่ว|แล่ว|ล้าว|แล้วเด้|แล้วแหล่|เเระ|แระ(?=$)|แล้วล่ะ|แล้วแหละ", "แล้ว"),
        (r"จั่งใด๋?|จั่งได๋|จังใด๋?|จะใด|พันพรือ", "ยังไง"),
        (r"อะหยัง|อิหยัง|อีหยัง|หยัง|ไส(?=$)|(?<=มี)ไร|(?<=ปัญหา)ไร", "อะไร"),
        (r"เต๊อะ|เตอะ", "เถอะ"),
        (r"ปิ๊ก", "กลับ"),
        (r"กำถาม", "คำถาม"),
        (r"ตวย(?=เดิม|แผน)", "ตาม"),
        (r"เตื้อ(?=$)|เตื่อ(?=$)|(?<=เดิม)นั่น(?:แล้ว|ละ)?(?=$)", ""),
        (r"แหน่|แด่(?=$)", "หน่อย"),
        (r"ซ่อย|ซ่วย|ส่อย", "ช่วย"),
        (r"โหม๋|โม๋(?=เรา)|เฮา", "เรา"),
        (r"โลด", "เลย"),
        (r"เหมียน|เหมิน(?=เดิม|เดือน)|คือ(?=เก่า|เดือน)", "เหมือน"),
        (r"เยย(?=$)|เรย(?=$)", "เลย"),
        (r"เฮียบ", "เรียบ"),
        (r"(?<!แ)ก้อ", "ก็"),
        (r"(?<=[ก-๙])ดอก(?=$)|พุ้น|จั๊ก|อีหลี|แฮง(?=$)|แต๊ๆ|กันแหละ|(?<=[่้วย])(?:ตั้ว|ตั๋ว|น้อ|หนา)(?=$)", ""),
        (r"start(?:ed)?|สตาร์ท", "เริ่ม"),
        (r"(?<=ไม่ได้)(?:แตะ|จับ|เริ่มทำ)(?=เลย|$)", "ทำ"),
        (r"ปัย(?=ได้|แล้ว|บาง|บ้าง|$)", "ไป"),
        (r"ทั้งหมดทุก", "ทุก"),
    )
)
# How people really misspell the words that carry a status: by sound, by a lost mark, by the next key.
_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"([ก-ฬฮะ-ูเ-ไ็-์])\1{2,}", r"\1"),  # เสร็จจจจ; two alike may be right (ธรรม, ครรภ์), and three of อ (ขอออก)
        (r"ทัม(?=เลย|แล้ว|อยู่|ไป|ต่อ|ได้|$)", "ทำ"),
        (
            (
                r"เสร็[จด]+|เส็[จด]|เสร[จด]|เสร้จ|เสร๊จ|เสร่จ|เส้ด|เสด(?!็|จ)|สเร็จ|เสร็(?=แล้ว|เรียบ)|เซ็ด|เส็ร็?จ|เสิร์จ|"
                r"เสจ(?=แล|เรีย|$)"
            ),
            "เสร็จ",
        ),
        (r"แล้[งส](?!\w)|แร้ว|แร้่ว|แลว|แล่ว|เล้ว|แล้วว+|แล้ววว|แร่ว|แย้ว|แล้น(?!\w)|แล้วๆ|เเล้ว|แลวๆ|แล้่ว", "แล้ว"),
        (
            r"ดำเนินกา[นณ]+|ดำเนินการร+|ดำเนิน?กร(?!ร)|ดำเน[ิื]?นการ|ดำเนิการ|ดำเนอนการ|ดำนเินการ|ดาเนินการ|"
            r"ดำเนินกาา?ร|ดำเนินดาร|ดำเดินการ|"
            r"ดำเนิณการ|ดำเนีนการ|ดําเนินการ|ดำเนินการ์|ดดำเนินการ|กดำเนินการ|ดำเนินกาีร",
            "ดำเนินการ",
        ),
        (
            (
                r"เรียบร[้่]?อ[ยบน](?:ย)?|เรียนร้อย(?=แล้ว|$)|เรียบร้้อย|เรียบร้ออย|เรียบ้รอย|เรีบบร้อย|เรีบยร้อย|เรียร้อย|"
                r"เรียบล้อย|เลียบร้อย|เลียบล้อย"
            ),
            "เรียบร้อย",
        ),
        (r"ต่อ?เนื?[่้]?อง|ตอเนื่?อง|ต่อเนื่่อง|ต่อเนื้อง|ต่อเนื่อว|ต่อเน่ือง|ต่่อเนื่อง|ต่อเนี่อง|ต่อเนื่อฃ", "ต่อเนื่อง"),
        (r"กะลัง|กามลัง|กำลัว|กำลังง+|กำัลง|กลัง(?=ทำ|ดำ|จัด)|กำลงั|กำลั้ง", "กำลัง"),
        (r"ระหวาง|ระหว่าว|ระว่าง|ระหว้าง|รหว่าง|ระห่วาง|ละหว่าง", "ระหว่าง"),
        (r"อยุ่|อยุ|อยู้|อยูุ่|ยุ่ระ(?=หว)", "อยู่"),
        (r"ปันหา|ปัณหา|ปัญหส|ปัยหา|ปัญหาา+|ปํญหา|ปัญญหา", "ปัญหา"),
        (r"ไม่ด้าย|ไม่ใด้|ไม่ได่|ไม่ด้ะ|ไม่ได(?!้)|ไมได้|ไม่้ได้|ไม่ไม้ได้|มะได้|ไม่ไดิ", "ไม่ได้"),
        (r"(?:ยง|ย้ง|ยั)(?=ไม|มิ)", "ยัง"),
        (r"ไมม(?=ได|เ)|ไม่ม(?=ได้)", "ไม่"),
        (r"ยังไม(?!่)(?!้)|ยังม่(?=[เไดท])|ยงัไม่|ยังไม่่|ยังไม้(?=เ|ไ|ด|ท)|ยังไท่|ยังมะ(?=เ|ไ|ท)|ยะงไม่", "ยังไม่"),
        (
            r"(?:(?<=เสร็จ)|(?<=เรียบร้อย)|(?<=ทำ)|(?<=จัด)|(?<=ครบ)|(?<=จบ)|(?<=หมด)|(?<=เลิก)|(?<=ได้)|(?<=นาน))"
            r"(?:ล่ะ|ละ|และ|แระ|ล้ะ)(?=$|ค|พี่|ทั้ง|ทุก)",
            "แล้ว",
        ),
        (r"เริม|เริ้ม|เรื่ม|เรึ่ม|เร่ิม|เริ่่ม|เริ่ทม", "เริ่ม"),
        (r"ยกเลิ[ดห]|ยกเลก|ยกเริก|ยกเลิ้ก|ยกเลืก", "ยกเลิก"),
        (r"บางสวน|บางส้วน|บางส่วยน", "บางส่วน"),
        (r"ทุกเดื[อิ]?น|ทุกเดีอน|ทุกเดิอน|ทุดเดือน", "ทุกเดือน"),
        (r"ทาม(?=เสร็จ|แล้ว|อยู่|ต่อ|ทุก|เลย|$)|ทัม(?=เสร็จ|แล้ว|อยู่|ต่อ|ทุก)|ทำำ+|ทมำ(?=อ|เ|แ)", "ทำ"),
    )
)
_TURNS = re.compile(
    "จะ|คาด|หรือ|ไหม|มั้ย|รึ|เมื่อ|ถ้า|(?<!ปัญ)หาก|แต่|เกือบ|ใกล้|ครึ่ง|ก่อน|หลัง|รอ|ยกเว้น|เว้น|ควร|ต้อง|อาจ|น่า|บางส่วน|ให้|ขอ|"
    "เลื่อน|ยกเลิก|งด|หยุด|ติด|ปัญหา|เพราะ|เนื่อง(?!$)|กำลัง|ระหว่าง|พรุ่ง|หน้า"
)
_NEGATIONS = re.compile("ยังไม่ได้|ยังไม่|มิได้|ไม่ได้|ไม่|ไม้|ไม(?=ได|เ|ท)|ยัง|มิ(?=ได้|ใช่)|ห้าม|ไร้|ขาด|อย่า")
SHORTEST = 5
SLIPS = 2  # letters left out, added, changed or swapped, and of an end only one; more is another word
CLOSE, CLOSE_FINAL, MARGIN = 84.0, 91.0, 6.0


def centre(said: str) -> str:
    """A cleaned reply with the words of the regions as they are said in the centre: บ่ได้เฮ็ด -> ไม่ได้ทำ."""
    for pattern, word in _DIALECT:
        said = pattern.sub(word, said)
    return said


def mended(said: str) -> str:
    """A cleaned reply in the words of the centre with the known slips put right: เส็จเเล้ว -> เสร็จแล้ว."""
    said = centre(said)
    for pattern, word in _SLIPS:
        said = pattern.sub(word, said)
    return said


_MARKS = re.compile("[ัิีึืุู็่้๊๋์ํ]")


def skeleton(said: str) -> str:
    """A reply without its vowel and tone marks, which a thumb leaves out first: ยงไม่ไดทำ and ยังไม่ได้ทำ are one."""
    return _MARKS.sub("", said.replace("ำ", "า"))


def _signs(phrase: str) -> tuple[list[str], list[str]]:
    """The negations of a phrase and the words in it that turn a meaning."""
    return _NEGATIONS.findall(phrase), sorted(_TURNS.findall(phrase))


signs_of_known = lru_cache(maxsize=1024)(_signs)  # only the phrases of the house: what people type is not kept


def closest(said: str, phrases: Iterable[tuple[M, str]], finals: frozenset[M]) -> M | None:
    """The meaning of the phrase that a reply nearly is, or None when none is near enough or two are.

    Both sides must hold the same negations and the same words that turn a meaning; both must begin alike (a final
    meaning by two letters), because what stands before ติดปัญหา or เสร็จแล้ว may be a misspelt ไม่.
    """
    if not SHORTEST <= len(said) <= 60 or re.search(r"\d", said):
        return None
    signs = _signs(said)
    best: dict[M, float] = {}
    for meaning, phrase in phrases:
        if signs_of_known(phrase) != signs:
            continue
        alike = 2 if meaning in finals else 1
        if OSA.distance(said, phrase) > (1 if meaning in finals else SLIPS) or said[:alike] != phrase[:alike]:
            continue
        score = ratio(said, phrase)
        best[meaning] = max(best.get(meaning, 0.0), score)
    ranked = sorted(best.items(), key=lambda pair: -pair[1])
    if not ranked:
        return None
    meaning, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    enough = CLOSE_FINAL if meaning in finals else CLOSE
    return meaning if score >= enough and score - second >= MARGIN else None


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 100, letter by letter."""
    return float(ratio(one, other))
