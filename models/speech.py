"""The words of a chat that carry no content: politeness, particles, who is spoken to, laughter, small talk.

One list for all readers: they are taken off before a reply is read, and never out of what a person typed.
"""

from __future__ import annotations

import re

# Each list is atomic, (?>…): a particle is read in one way, so that a long run of them is not tried in every parting.
POLITE = (
    r"(?>ครับ+ผม|ครั[ชย]|คร[้๊]?าบ+|ครัฟ|คร่าบ|คร๊?ะ|คร่ะ|ขร่ะ|คั[บชฟ]+|ค[่้๊]?าบ+|ก๊าบ+|ครับ+|งับ+|ฮับ+|ฮะ|ฮ่ะ|ค[่้๊]?ะ+|(?<![ลณต])(?<!มี)(?<!ตี)ค่า+|"
    r"(?<!สิน)(?<!ร้าน)(?<!การ)(?<!ลูก)(?<!แม่)(?<!พ่อ)ค้า+(?=\s|$)|จ้+า+|จร้า+|จ[้๊]ะ+|จ๋า|ขอรับ|เด้อ|เน้อ|(?<!ข้าว)เจ้า(?=\s|$)|พะยะค่ะ)"
)
# Not the end of สถานะ, ชนะ, หน้า; ละ only after a word that it closes.
SOFT = (
    r"(?>น้อ(?=\s|$)|(?<!สถา)(?<![หช])น[ะ่้]+า*|เนาะ|เนอะ|อ่[ะา]|อ่ะ|(?<=[ยวดบนกงม้\d])(?<!เย)อะ(?=\s|$)|น่ะ|เลย|เยย|เนี่ย|(?:นั่น|นี่)(?:แหละ|ล่ะ)|(?<=แล้ว)(?:แหละ|แหล่ะ|หละ|ล่ะ|ไง|ห?นิ(?=\s|$)|เหอ(?=\s|$))|"
    r"แหล่ะ|แหละ|(?<=[่้ว])ว่ะ|(?<=[ย้])หวา(?=\s|$)|โว้ย|อีหลี|คัก(?:ๆ)?|ด้วยน้า?|(?<=[ยว])ต[้๊]?[าะ](?=\s|$))"
)
VOCATIVE = (
    r"(?>ท่านปลัด|ท่าน|คุณพี่|พี่ขา|พี่สาว|พี่บ่าว|น้องบ่าว|พี่จ๋า|ลูกพี่|พี่น้อง|พี่ๆ|พี่|อ้าย|เอื้อย|ปี้|น้องๆ|น้อง|แอดมินๆ|แอดมิน|แอด|อาจารย์|หัวหน้า|บอส|ป้า|ลุง|ทุกคน|"
    r"ทุกท่าน|ผม|ผอ\.?|เจ้านาย|นาย(?=\s*$)|เฮีย|เจ๊)"
)
LAUGH = r"(?>5{3,}\+*|ฮ่าๆ+|อิอิ|แหะๆ|\^{1,2}_*\^*|[:;]-?[)(dp]+|t+_*t+|\+1)"
_CLOSING = re.compile(rf"(?:(?:(?<!ที่)แล้ว)?(?:ล่ะ|หละ|แหละ)(?=$))|(?:(?:{SOFT}|{POLITE})\s?(?:{VOCATIVE}\s?)?)+$")
_CLOSES_WITHIN = (
    200  # letters from the end: a longer run is taken off piece by piece, and none in the middle is tried
)
_SMILES = re.compile(rf"(?:(?<=[ก-๙])\s*|^){LAUGH}$")
_OPENING = re.compile(
    rf"^(?:(?:สวัสดี|หวัดดี|ดี(?=ค|จ้า))(?:ตอนเช้า|ยามเช้า)?\s?{POLITE}?\s?{VOCATIVE}?\s?{POLITE}?\s*|{VOCATIVE}(?:\s?{POLITE}\s*|\s+)|"
    rf"(?:อ๋อ|อ้อ|เอ่อ|เออ|อ๊ะ|อ้าว|ว้าย|อุ๊ย|โอ๊ย|แหม|เฮ้อ|อ่า|อืม|เดี๋ยวๆ|คือว่า|ขอโทษ(?:ที)?{POLITE}?)(?:\s|(?=[ก-ฮเ-ไ]))\s*|{POLITE}\s+|5{{3,}}\s+)+"
)
_INSIDE = re.compile(
    r"(?:นะ)?(?:ค่ะ|คะ|ครับ|คับ|จ้า)(?=(?:ปี|เดือน|ตอน|ข้อ|อัน|โครงการ|มาตรการ|กิจกรรม|งาน)นี้|แต่(?!ง)|เพราะ|เนื่อง|ยังไม่|กำลัง(?!ใจ)|รอ(?:หนังสือ|งบ|อนุมัติ|ลงนาม)|ติด(?:ปัญหา|ขัด))|"
    rf"(?:นะ|น้า|เลย(?=ค))?{POLITE}(?:{VOCATIVE})?(?=\s)|(?<=\s)(?:นะ|น้า)(?=\s)"
)
_SMALL_TALK = re.compile(
    rf"(?>{POLITE}|{SOFT}|{VOCATIVE}|{LAUGH}|สวัสดี|หวัดดี|ขอบคุณ|ขอบพระคุณ|ขอบใจ|มาก|หลาย|ๆ|ลืม(?:แจ้ง|ตอบ|บอก|รายงาน|ส่ง)(?:ไป)?|ฝาก(?:ลง|ส่ง|บันทึก|ดู)?(?:ให้|ด้วย|แหน่|หน่อย|ที)*|รบกวนด้วย|ฝากด้วย|(?:ขออภัย|ขอโทษ|โทษ(?=ที|ด้วย))(?:ที(?!่)|ด้วย|จริงๆ|อย่างสูง|ในความ(?:ล่าช้า|ไม่สะดวก))*|ที่?(?:ตอบ|ส่ง|รายงาน|แจ้ง)(?:มา)?(?:ล่า)?ช้า|"
    r"ตอบช้า(?:ไปหน่อย)?|โอเค|อ๋อ|อ้อ|เอ่อ|เออ|อืม|อ่า|อุ๊ย|เย้+|เฮ+|สู้|แจ้งให้ทราบ|ตามนี้|ประมาณนี้|แค่นี้|เท่านี้|เพื่อทราบ|จึงเรียนมา(?:เพื่อ(?:โปรด)?(?:ทราบ|พิจารณา(?:ดำเนินการ)?))?|"
    r"ขอรายงาน|รายงาน(?:ให้ทราบ)?|ขอแจ้ง|หรอย(?:จัง|แรง)*(?:ฮู้|หู)?|เหนื่อยมาก|เหนื่อย|ขี้เกียจพิมพ์|เกือบลืม(?:ไป)?(?:แล้ว|ละ|เลย)?|ดีใจ|ตามที่แจ้ง(?:ไป|ไว้)?|[.!~\-]|\s)+"
)
# รูปส่งให้แล้ว, ส่งเอกสารในกลุ่มแล้ว, เดี๋ยวส่งรูปให้: of the evidence, not of the measure.
_PAPERS = r"(?:รูปภาพ|รูปถ่าย|รูป|ภาพถ่าย|ภาพ|หลักฐาน|เอกสารหลักฐาน|เอกสาร|ไฟล์|ลิงก์|ลิ้งค์|เล่มรายงาน|รายงาน)(?:กิจกรรม|ประกอบ)?"
_SEND = r"(?:แนบ|ส่ง|อัปโหลด|อัพโหลด|อัพ|ลง|ฝาก|เก็บ)"
_EVIDENCE = re.compile(
    rf"(?:เดี๋ยว|ตาม|จะ|ขอ|แล้ว|มี|กำลัง)*(?:{_SEND}{_PAPERS}|{_PAPERS}(?:ก็|จะ|ได้)?(?:{_SEND}|อยู่|ตามมา|มี)).{{0,40}}|มี{_PAPERS}.{{0,25}}"
)
_BUT = re.compile("ไม่|ยัง|แต่|รอ(?![บง])|ขาด|เหลือ|เสร็จ")


def without_closing(folded: str) -> str:
    """A folded text without its closing particles, laughter and full stops."""
    while True:
        smiled = _SMILES.sub("", folded)
        closing = _CLOSING.search(smiled, max(0, len(smiled) - _CLOSES_WITHIN))
        shorter = (smiled[: closing.start()] + smiled[closing.end() :] if closing else smiled).rstrip(" .!,~")
        if shorter == folded:
            return folded
        folded = shorter


def without_opening(folded: str) -> str:
    """A folded text without the greeting, or the word for whom it is said to, that opens it: พี่คะ, อุ๊ย."""
    return _OPENING.sub("", folded)


def without_polite(folded: str) -> str:
    """A folded text without the polite words that close a clause in its middle."""
    return _INSIDE.sub("", folded)


def without_small_talk(folded: str) -> str:
    """A folded text without the clauses behind the first that say nothing: … ขี้เกียจพิมพ์, … ขอบคุณค่ะ."""
    first, *rest = folded.split(" ")
    return " ".join([first, *(words for words in rest if words.isascii() or not is_small_talk(words))])


def is_small_talk(said: str) -> bool:
    """Whether a cleaned clause says nothing about a measure: thanks, greetings, laughter, a photo that was sent."""
    compact = said.replace(" ", "")
    return bool(_SMALL_TALK.fullmatch(said)) or (bool(_EVIDENCE.fullmatch(compact)) and not _BUT.search(compact))
