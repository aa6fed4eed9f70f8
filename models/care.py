"""What does not belong in a report: personal numbers, an accused person, and words that say nothing."""

from __future__ import annotations

import re
from typing import Literal

from models import thai
from models.status_grammar import any_of
from models.status_words import finished_or_ongoing
from models.typos import mended

_ID = re.compile(
    r"(?<![\d-])(?:\d{13}|\d(?P<gap>[ -])\d{4}(?P=gap)\d{5}(?P=gap)\d{2}(?P=gap)\d)(?!-?\d)"  # a day may follow
    r"|(?<![\d-])\d(?:[ -]?\d){12}(?![ -]?\d)"
)
_PHONE = re.compile(
    r"(?<![\d/,-])(?<!\d\.)(?:(?:\+66|(?<!\d)66)[ -]?[2-9]|0[689])(?:[ .-]?\d){8}(?![\d/])"
    r"|(?<![\d/,-])(?<!\d\.)(?:\+66[ -]?|0)(?:2|[3-57]\d?)(?:[ .-]?\d){6,7}(?![\d/])"
)
_DATE_LIKE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")


Kind = Literal["id", "phone", "complaint"]


def has_personal_data(text: str) -> Kind | Literal[""]:
    """The first of what `personal_data` finds, or ""."""
    return next(iter(personal_data(text)), "")


def personal_data(text: str) -> tuple[Kind, ...]:
    """Whether a text holds a 13-digit number ("id"), a phone number ("phone"), or both (DOMAIN.md section 11).

    The check digit is not asked: a warning too many is cheap. Dates, money and numbers of documents are neither.
    """
    folded = re.sub("[‐‑‒–—−]", "-", thai.fold(text)[0])
    folded = _DATE_LIKE.sub(" | ", folded)
    without_ids = _ID.sub(" | ", folded)
    return (*(("id",) if without_ids != folded else ()), *(("phone",) if _has_phone(without_ids) else ()))


def _has_phone(folded: str) -> bool:
    for match in _PHONE.finditer(folded):
        digits = re.sub(r"\D", "", match.group())
        local = "0" + digits[2:] if digits.startswith("66") else digits
        if len(local) == (10 if local[1] in "689" else 9) or (len(local) == 10 and local[1] == "6"):
            return True
    return False


_TITLE = r"(?:นางสาว|นาย(?!ก|จ้าง|อำเภอ)|นาง(?!าน)|น\.?\s?ส\.|ว่าที่\s?ร\.?[ตทอ]\.?|ด\.?ต\.|ร\.?ต\.?[อทต]\.)"
_POST = (
    r"(?:ผอ\.?|ผู้อำนวยการ|นายก(?:\s?อบต\.?|เทศมนตรี)?|ปลัด(?:\s?อบต\.?|เทศบาล)?|รองปลัด|รองนายก|หัวหน้า(?!ส่วน)|"
    r"เจ้าหน้าที่|เจ้าพนักงาน|พนักงาน|จนท\.?|ช่าง|นิติกร|กำนัน|ผู้ใหญ่บ้าน|ส\.?อบต\.?|ผู้บริหาร|คน(?:ใน)?กอง)"
)
_CRIME = (
    r"(?:ทุจริต|คอ?รัปชั่?น|โกง|รับสินบน|รับเงินใต้โต๊ะ|เงินใต้โต๊ะ|เรียกรับ(?:เงิน|ผลประโยชน์|สินบน)?|เรียกเงิน|เรียกสินบน|"
    r"ยักยอก|ฮั้ว|อมเงิน|กินหัวคิว|ปลอม(?:เอกสาร|ลายเซ็น)|เบิกเท็จ|"
    r"ถูกร้องเรียน|ถูกกล่าวหา|ถูกสอบ(?:สวน)?|ถูกแจ้งความ|ถูกชี้มูล|รับของขวัญจาก|รับเงินจาก|ขโมย|ใช้รถหลวง|เอื้อประโยชน์|"
    r"โดนร้องเรียน|โดนสอบ)"
)
_ORDINARY = re.compile(
    r"(?:ป้องกัน|ต่อต้าน|ต้าน|ปราบปราม|ไม่(?:ทน|รับ|มี|พบ|ทำ|ยอม|เรียก|ให้|เคย)?(?:ต่อ|การ)*|ช่องทาง|แจ้งเบาะแส|คู่มือ|"
    r"ความเสี่ยง(?:ต่อ)?|ปลอด|งด|ห้าม|ปราศจาก|ว่าด้วย|เกี่ยวกับ|ศูนย์|มาตรการ|แผน|ประเมิน|ให้ความรู้|"
    r"อบรม|โครงการ|รณรงค์|เรื่องร้องเรียน|จัดการ|แก้ไขปัญหา|เจตจำนง|สุจริต|นโยบาย|คณะกรรมการ|ประกาศ|ลด|โทษของ|"
    r"บทลงโทษ|กฎหมาย|พ\.ร\.บ\.?|ป\.ป\.ช\.?)(?:การ|เรื่อง|ปัญหา|ภัย|เพื่อ|ร้องเรียน|ใน|และ|\s)*$"
)
_NAMED = re.compile(rf"(?:{_TITLE}\s?[ก-ฮเ-ไ]|{_POST})(?P<between>[^\n]{{0,45}}?)(?P<crime>{_CRIME})")
_ACCUSES = re.compile(
    rf"(?:ร้องเรียน|กล่าวหา|แจ้งเบาะแส|ฟ้อง|แฉ)(?:ว่า|มาว่า|ให้สอบ|เรื่อง)?[^\n]{{0,25}}?(?:{_TITLE}\s?[ก-ฮเ-ไ]|"
    rf"{_POST}[^\n]{{0,12}}?ชื่อ|ชื่อ\s?[ก-ฮเ-ไ])"
)


def sounds_like_a_complaint(text: str) -> bool:
    """Whether a text names a person as accused; such cases do not belong in the chat (DOMAIN.md section 11).

    The measures themselves are full of these words (ป้องกันการทุจริต, ช่องทางร้องเรียน): they are no complaint.
    """
    folded = " ".join(thai.fold(text)[0][:2000].split())
    if _ACCUSES.search(folded):
        return True
    for match in _NAMED.finditer(folded):
        before = folded[match.start() : match.start("crime")]
        if not _ORDINARY.search(before) and not re.search(
            "ไม่(?:เคย|มี|ได้|พบ)?|ประกาศ|นโยบาย|ประชุม|อบรม|ชี้แจง|ป้องกัน|ต่อต้าน|มอบ|ให้ความรู้|ร่วม|เจตนารมณ์|เน้นย้ำ",
            match["between"],
        ):
            return True
    return False


def does_not_belong(text: str) -> tuple[Kind, ...]:
    """All that does not belong in a report: personal numbers, and an accused person."""
    return (*personal_data(text), *(("complaint",) if sounds_like_a_complaint(text) else ()))


_EMPTY = re.compile(
    "(?>"
    + any_of(
        "ก็ ได้ มีการ เดือนนี้ ในเดือนนี้ กองได้ กองคลัง กองช่าง สำนักปลัด กอง เรา ทาง ทุกคน ดำเนินการ ดำเนินงาน ปฏิบัติงาน ปฏิบัติ "
        "จัดทำ จัดกิจกรรม จัด ทำงาน ทำ "
        "ดำเนินกิจกรรม ดำเนิน การดำเนินการ การดำเนินงาน เป็นไป ผล งาน ตาม(?:ที่)?(?:แผน(?:งาน)?|แผนการดำเนินงาน|"
        "แผนปฏิบัติการ|มาตรการ|ปกติ|ปรกติ|กำหนด(?:ไว้)?|ได้รับมอบหมาย|หน้าที่|"
        "อำนาจหน้าที่|อำนาจ|ภารกิจ|ขั้นตอน|ระเบียบ|คำสั่ง(?:ผู้บริหาร|นายก|ปลัด)?|หนังสือ(?:สั่งการ)?|นโยบาย|โครงการ|กิจกรรม|เดิม|เป้าหมาย|เป้า|"
        "แจ้ง(?:ไว้)?|สั่ง|วางไว้|ตั้งไว้|ผู้บริหารสั่ง|กรอบเวลา|กฎหมาย|แนวทาง|วิธีการ|รายละเอียด|สมควร|"
        "ความเหมาะสม|เคยทำ|เกี่ยวข้อง|"
        "นั้น) ที่วางไว้ ที่กำหนดไว้ ที่กำหนด ที่ตั้งไว้ ที่เกี่ยวข้อง "
        "ที่รับผิดชอบ ที่ได้รับมอบหมาย ที่ว่าไว้ ของกอง ของหน่วยงาน มาตรการ โครงการ กิจกรรม นี้ "
        "ทุกอย่าง ทุกขั้นตอน ทั้งหมด ครบถ้วน ครบ ไป เสร็จสิ้น เสร็จ เรียบร้อยดี เรียบร้อย ด้วยดี ดี อยู่ แล้ว ปกติ ปรกติ อย่างต่อเนื่อง "
        "ต่อเนื่อง แล้วเสร็จ สำเร็จ ลุล่วง ทุกเดือน เหมือน(?:เดิม|เก่า) แบบเดิม หมด เป็นที่(?=เรียบร้อย) "
        "เลย นะ มา กัน ๆ เรื่อยๆ เรื่อย หลายอย่าง หลายเรื่อง อะไร อะ พี่ ไม่มีอะไร ไม่มีไร ไม่มีปัญหา ไม่ติดขัด ไม่ติดอะไร "
        "ตามที่(?:หัวหน้า|ผู้บริหาร|นายก|ปลัด|ผอ|ท่าน|เขา|พี่|นาย)(?:บอก|สั่ง|แจ้ง|มอบหมาย|มอบ)(?:มา|ไว้)? เหมือนทุกเดือน เหมือนทุกที "
        "ระเบียบที่เกี่ยวข้อง โดยเคร่งครัด จำไม่หมด จำไม่(?:ค่อย)?ได้ ลืม บอกไม่ถูก ไม่มีอะไรพิเศษ ในส่วนที่เกี่ยวข้อง "
        "อย่างดี อย่างเคร่งครัด เคร่งครัด อย่าง เต็มที่ โอเค "
        "พอสมควร บ้าง บางส่วน ต่างๆ ทั่วไป ปกติสุข เหมือนเดือนก่อน ราบรื่น ในทิศทางที่ดี ทิศทางที่ดี ในทางที่ดี เป็นที่น่าพอใจ น่าพอใจ "
        "ตลอด สม่ำเสมอ และ แบบ คือ แหละ เยอะแยะ เยอะ มาก"
    )
    + ")+"
)
_OTHER_EMPTY = frozenset((
    "โอเค", "ok", "ครับ", "ค่ะ", "ได้", "ได้แล้ว", "รับทราบ", "ทราบ", "ทราบแล้ว", "เรียบร้อย", "ปกติ",
    "ดี", "อืม", "เค", "จ้า", "ใช่", "มี", "มีแล้ว", "มีครับ", "ทำ", "จัด", "ตามนั้น", "เหมือนเดิม",
    "ตามแผน", "ไม่รู้", "ไม่ทราบ", "ทั่วไป", "ต่างๆ", "หลายอย่าง", "ก็ทำ",
))  # fmt: skip


def is_vague(text: str) -> bool:
    """Whether an answer to "what was done" says nothing that a reader could check: ดำเนินการแล้ว, ตามแผน, โอเคค่ะ.

    One concrete noun (ประชุม, คู่มือ, ประกาศ) is enough for it not to be.
    """
    said = mended(re.sub(r"[\s.()/·,!:-]", "", thai.bare(text)))
    if said in _OTHER_EMPTY or not said:
        return True
    said = re.sub("^กะ(?=ทำ|ดำเนิน|จัด|ปกติ|ตาม|เหมือน|เรื่อย)", "ก็", said)
    return len(said) <= 80 and (finished_or_ongoing(said) or bool(_EMPTY.fullmatch(said)))
