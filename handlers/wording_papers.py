"""Thai sentences about the papers of a round: memo, announcement, circular, analysis report."""

from __future__ import annotations

from models.calendar import Round
from models.thai import thai_digits

PAPERS = "หนังสือ"
ASK = "ขอ"  # ขอชุดหลักฐาน
TITLE = "หนังสือของรอบรายงาน"
DRAFT = "รอบนี้ยังไม่ปิด หนังสือจะพิมพ์ว่าเป็นฉบับร่างค่ะ"
HOW = "กดปุ่ม หรือพิมพ์ชื่อหนังสือ เช่น บันทึกข้อความ"


def frozen(version: int) -> str:
    return f"ปิดรอบแล้ว หนังสือเป็นของฉบับที่ {thai_digits(version)} ค่ะ"


def of_round(round: Round) -> str:
    """The button for the papers of an earlier round, which can also be typed."""
    if round.quarter:
        return f"{PAPERS} ไตรมาสที่ {thai_digits(round.quarter)}"
    return f"{PAPERS} รอบ {thai_digits(round.code.removesuffix('m'))} เดือน"


# --- Files that are made
LINK_LIVES = "ลิงก์ใช้ได้ ๑๕ นาที"
OPEN_FILE = "เปิดไฟล์"
LINK_EXPIRED = "ลิงก์นี้หมดอายุแล้ว กลับไปที่แชตแล้วกดปุ่มขอไฟล์อีกครั้ง"
LINK_WRONG = "ลิงก์นี้ใช้ไม่ได้ กลับไปที่แชตแล้วกดปุ่มขอไฟล์อีกครั้ง"


def link_opens(excel: bool) -> str:
    again = "กด ขอไฟล์ Excel ใหม่ได้เสมอ" if excel else "กดปุ่มเดิมในแชตใหม่ได้เสมอ"
    return f"กดแล้วไฟล์จะเปิดในเบราว์เซอร์ของโทรศัพท์ ถ้าหมดเวลา {again}"
