"""The sheets and columns of the plan workbook: one declaration for writing, reading and explaining.

A new column is one line here; `field` is the place in a record of `models.plan`, dots lead into it. Columns that are
not needed may be left out of a file made by hand, and so may whole sheets (`required` says which may not).
"""

from __future__ import annotations

from dataclasses import dataclass

from exports.plan_cells import (
    DAY,
    ITEMS,
    MONTH,
    NUMBER,
    NUMBERS,
    QUARTERS,
    SCORES,
    TEXT,
    WHOLE,
    YES_NO,
    Kind,
    choice,
    choices,
)  # fmt: skip
from exports.plan_names import name_key

_STYLES = choice({"number": "เลขลำดับ", "dash": "ขีด", "plain": "ไม่มี"}, only=True)
_CADENCE = choices(
    {
        "monthly": "ทุกเดือน",
        "three_month": "ทุก 3 เดือน",
        "six_month": "ทุก 6 เดือน",
        "annual": "ทุกปี",
        "at_meetings": "ในการประชุม",
        "report_to_executive": "รายงานผู้บริหาร",
    }
)
_PUBLISHING = choices({"website": "เว็บไซต์", "circular_memo": "หนังสือเวียน", "other_channels": "ช่องทางอื่น"})
_DOCUMENT_KIND = choice(
    {
        "memo": "บันทึกข้อความ",
        "announcement": "ประกาศ",
        "circular_memo": "หนังสือเวียน",
        "order": "คำสั่ง",
        "report": "รายงาน",
    }
)
_LAYOUT_KIND = choice({"report": "รายงานผล", "plan": "แผน", "analysis": "ผลวิเคราะห์", "requirement": "ข้อกำหนด"})
_ACTION = choice({"prepare": "จัดทำ", "comment": "เสนอความเห็น", "approve": "อนุมัติ"}, only=True)
_DIVISION_KIND = choice({"division": "กอง", "group": "ทุกกอง"}, only=True)
_PER = choice({"year": "ปี", "month": "เดือน", "quarter": "ไตรมาส", "round": "รอบ"})


@dataclass(frozen=True)
class Column:
    """One column (in หน่วยงาน: one line). `width` in characters; `rare` stands to the right in grey."""

    heading: str
    field: str
    kind: Kind
    help: str
    width: int = 20
    required: bool = False
    rare: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet. `records`: the list of the plan that its rows are; `pairs`: heading and value side by side."""

    title: str
    records: str
    help: str
    columns: tuple[Column, ...]
    required: bool = False
    pairs: bool = False


AGENCY = Sheet(
    "หน่วยงาน",
    "plan",
    "ข้อมูลของหน่วยงานและแผน กรอกในช่อง “ค่า” ทีละบรรทัด",
    (
        Column("ชื่อหน่วยงาน", "organisation.name", TEXT, "ชื่อเต็มตามเอกสาร", required=True),
        Column("ปีงบประมาณ (พ.ศ.)", "fiscal_year", WHOLE, "เช่น 2570", required=True),
        Column("ชื่อย่อ", "organisation.short_name", TEXT, "เช่น อบต.กุดจอก"),
        Column("ประเภท", "organisation.type", TEXT, "เช่น อบต. หรือ เทศบาลตำบล"),
        Column("ตำบล", "organisation.subdistrict", TEXT, "ไม่ต้องมีคำว่า ตำบล"),
        Column("อำเภอ", "organisation.district", TEXT, "ไม่ต้องมีคำว่า อำเภอ"),
        Column("จังหวัด", "organisation.province", TEXT, "ไม่ต้องมีคำว่า จังหวัด"),
        Column("เว็บไซต์", "organisation.website", TEXT, "ตามที่พิมพ์ในเอกสาร"),
        Column("คำนำหน้าเลขที่หนังสือ", "organisation.document_prefix", TEXT, "เช่น พท ๗๑๒๐๑/"),
        Column("แบบรายงานหลัก", "layout", TEXT, "ชื่อแบบรายงานที่ใช้เป็นปกติ เช่น kudjok-6m-5col"),
        Column("ช่องทางเผยแพร่", "publishing", _PUBLISHING, "เว็บไซต์ หนังสือเวียน ช่องทางอื่น (บรรทัดละหนึ่งช่องทาง)"),
        Column("ปีงบประมาณของผลประเมิน (พ.ศ.)", "analysis.source_fiscal_year", WHOLE, "ปีของผล ITA ที่นำมาวิเคราะห์"),
        Column("คะแนนรวม", "analysis.overall_score", NUMBER, "คะแนน ITA ภาพรวม"),
        Column("ระดับ", "analysis.level", TEXT, "ตามที่ประกาศ เช่น ผ่านดี"),
        Column("คะแนนเป้าหมาย", "analysis.target_score", NUMBER, "เช่น 85"),
        Column("จุดแข็ง", "analysis.strengths", ITEMS, "บรรทัดละหนึ่งข้อ"),
        Column("จุดอ่อน", "analysis.weaknesses", ITEMS, "บรรทัดละหนึ่งข้อ"),
        Column("ประเด็นที่ต้องปรับปรุง", "analysis.issues_to_improve", ITEMS, "บรรทัดละหนึ่งข้อ เช่น E12"),
        Column("เกณฑ์เลือกประเด็น", "analysis.issues_rule", TEXT, "เช่น ข้อคำถามที่ได้คะแนนน้อยกว่า ๘๕"),
    ),
    required=True,
    pairs=True,
)

DIVISIONS = Sheet(
    "กอง",
    "divisions",
    "กองหรือส่วนราชการของหน่วยงาน บรรทัดละหนึ่งกอง",
    (
        Column("รหัส", "code", TEXT, "ตัวย่อที่ไม่เปลี่ยน เช่น clerk finance หรือ คลัง", 16, required=True),
        Column("ชื่อ", "name", TEXT, "เช่น กองคลัง", 44, required=True),
        Column("งานในสังกัด", "sections", ITEMS, "บรรทัดละหนึ่งงาน เช่น งานพัสดุ", 44),
        Column("ชนิด", "kind", _DIVISION_KIND, "เว้นว่างได้ ใส่ “ทุกกอง” เฉพาะบรรทัดที่รหัสเป็น all", 14, rare=True),
    ),
    required=True,
)

MEASURES = Sheet(
    "มาตรการ",
    "measures",
    "มาตรการหรือกิจกรรมของแผน บรรทัดละหนึ่งมาตรการ เรียงตามลำดับที่พิมพ์",
    (
        Column("รหัส", "code", TEXT, "ไม่ซ้ำกัน และไม่เปลี่ยนตลอดปี เช่น M1 หรือ E12", 12, required=True),
        Column("มาตรการ", "title", TEXT, "ชื่อมาตรการหรือกิจกรรม", 56, required=True),
        Column(
            "กองผู้รับผิดชอบ", "divisions", ITEMS,
            "ชื่อหรือรหัสกอง บรรทัดละหนึ่งกอง หรือ ทุกกอง หรือชื่องาน เช่น กองคลัง /งานพัสดุ", 30,
        ),
        Column("ระยะเวลา", "period.text", TEXT, "ข้อความตามที่พิมพ์ เช่น ปีงบประมาณ พ.ศ. ๒๕๗๐", 30, required=True),
        Column("วันเริ่ม", "period.start", DAY, "เช่น 1 ต.ค. 2569 หรือ 1/10/2569", 16, required=True),
        Column("วันสิ้นสุด", "period.end", DAY, "เช่น 30 ก.ย. 2570", 16, required=True),
        Column("ขั้นตอน/วิธีการ", "steps", ITEMS, "บรรทัดละหนึ่งข้อ ไม่ต้องใส่เลขข้อ", 72),
        Column("แนวทางปฏิบัติ", "guidelines", ITEMS, "บรรทัดละหนึ่งข้อ ไม่ต้องใส่เลขข้อ", 48),
        Column("การกำกับติดตาม", "follow_up.items", ITEMS, "บรรทัดละหนึ่งข้อ ตามที่พิมพ์", 48),
        Column("รอบการติดตาม", "follow_up.cadence", _CADENCE, "เลือกจากรายการ หลายรอบให้ขึ้นบรรทัดใหม่", 18),
        Column("กำหนดภายใน (ข้อความ)", "follow_up.deadline.text", TEXT, "เช่น ภายในเดือนมกราคม", 24),
        Column("กำหนดภายใน (วันที่)", "follow_up.deadline.date", DAY, "วันสุดท้ายของกำหนด เช่น 31 ม.ค. 2570", 22),
        Column("ผู้รับผิดชอบ (ตามที่พิมพ์)", "responsible_text", TEXT, "ข้อความในช่องผู้รับผิดชอบของเอกสาร", 30, rare=True),
        Column("ตำแหน่ง/คณะผู้รับผิดชอบ", "responsible_roles", ITEMS, "บรรทัดละหนึ่งตำแหน่งหรือคณะกรรมการ", 30, rare=True),
        Column("งาน", "section", TEXT, "งานในกอง เช่น งานพัสดุ", 18, rare=True),
        Column("รายการในมาตรการ", "title_items", ITEMS, "เมื่อหนึ่งช่องมีหลายมาตรการ บรรทัดละหนึ่งรายการ", 48, rare=True),
        Column("ชื่อในบันทึกข้อความ", "title_in_memo", TEXT, "เมื่อบันทึกข้อความเขียนต่างไป", 40, rare=True),
        Column("ตัวชี้วัดที่ตอบ", "indicators", NUMBERS, "เลขตัวชี้วัด คั่นด้วยจุลภาค เช่น 4, 8", 14, rare=True),
        Column("ผลการวิเคราะห์", "analysis", TEXT, "ผลการวิเคราะห์ตัวชี้วัดที่สอดคล้อง", 110, rare=True),
        Column("ประเด็น: เครื่องมือ", "issue.instrument", TEXT, "IIT EIT หรือ OIT", 14, rare=True),
        Column("ประเด็น: ตัวชี้วัดที่", "issue.indicator_number", WHOLE, "1 ถึง 10", 14, rare=True),
        Column("ประเด็น: ชื่อตัวชี้วัด", "issue.indicator_name", TEXT, "ตามที่พิมพ์", 26, rare=True),
        Column("ประเด็น: ข้อคำถาม", "issue.question", TEXT, "รหัสข้อ เช่น E12", 14, rare=True),
        Column("ประเด็น: ข้อความ", "issue.text", TEXT, "ข้อคำถามเต็ม", 44, rare=True),
        Column("เป้าหมาย", "target.text", TEXT, "ตามที่พิมพ์ เช่น อย่างน้อยปีละ ๑ ครั้ง", 28, rare=True),
        Column("เป้าหมาย: คะแนนขั้นต่ำ", "target.min_score", NUMBER, "เช่น 85", 14, rare=True),
        Column("เป้าหมาย: จำนวนขั้นต่ำ", "target.min_count", NUMBER, "เช่น 1", 14, rare=True),
        Column("เป้าหมาย: หน่วย", "target.unit", TEXT, "เช่น ครั้ง", 12, rare=True),
        Column("เป้าหมาย: ต่อ", "target.per", _PER, "ปี เดือน ไตรมาส หรือ รอบ", 12, rare=True),
        Column("ไตรมาส", "period.quarters", QUARTERS, "เมื่อพิมพ์เป็นไตรมาส เช่น 1-3", 12, rare=True),
        Column("ระบบที่ใช้", "follow_up.systems", ITEMS, "เช่น website หรือ ITAS บรรทัดละหนึ่งระบบ", 18, rare=True),
        Column("เลขข้อของรายการ", "title_items_style", _STYLES, "เลขลำดับ ขีด หรือ ไม่มี", 14, rare=True),
        Column("เลขข้อของแนวทาง", "guidelines_style", _STYLES, "เลขลำดับ ขีด หรือ ไม่มี", 14, rare=True),
        Column("เลขข้อของขั้นตอน", "steps_style", _STYLES, "เลขลำดับ ขีด หรือ ไม่มี", 14, rare=True),
    ),
    required=True,
)  # fmt: skip

ROUNDS = Sheet(
    "รอบรายงาน",
    "rounds",
    "ชื่อรอบรายงานที่หน่วยงานพิมพ์",
    (
        Column("รอบ", "code", TEXT, "3m 6m หรือ 12m", 12, required=True),
        Column("ชื่อรอบ", "title", TEXT, "เช่น รอบ ๖ เดือนแรก", 60, required=True),
        Column("วันเริ่ม", "start", DAY, "เช่น 1 ต.ค. 2569", 18, required=True),
        Column("วันสิ้นสุด", "end", DAY, "เช่น 31 มี.ค. 2570", 18, required=True),
        Column("รายงานแล้ว", "reported", YES_NO, "ใช่ หรือเว้นว่าง", 14),
    ),
)

INDICATORS = Sheet(
    "ตัวชี้วัด",
    "indicators",
    "ผลประเมิน ITA รายตัวชี้วัด",
    (
        Column("ตัวชี้วัดที่", "number", WHOLE, "1 ถึง 10", 14, required=True),
        Column("เครื่องมือ", "instrument", TEXT, "IIT EIT หรือ OIT", 14, required=True),
        Column("ชื่อตัวชี้วัด", "name", TEXT, "เช่น การปฏิบัติหน้าที่", 50, required=True),
        Column("คะแนน", "score", NUMBER, "เว้นว่างได้", 14),
        Column("อันดับที่พิมพ์", "rank_printed", WHOLE, "เว้นว่างได้", 14),
    ),
)

SUB_INDICATORS = Sheet(
    "ตัวชี้วัดย่อย",
    "sub_indicators",
    "ตัวชี้วัดย่อย เช่น 9.1",
    (
        Column("ตัวชี้วัดที่", "indicator", WHOLE, "ตัวชี้วัดที่ตัวชี้วัดย่อยนี้สังกัด", 14, required=True),
        Column("รหัส", "code", TEXT, "เช่น 9.1", 12, required=True),
        Column("ชื่อตัวชี้วัดย่อย", "name", TEXT, "ตามที่ประกาศ", 44, required=True),
        Column("คะแนน", "score", NUMBER, "เว้นว่างได้", 14),
        Column("ข้อค้นพบ", "finding", TEXT, "เว้นว่างได้", 60),
    ),
)

QUESTIONS = Sheet(
    "ข้อคำถาม",
    "questions",
    "ข้อคำถามของแบบประเมินและคะแนน",
    (
        Column("ตัวชี้วัดที่", "indicator", WHOLE, "ตัวชี้วัดที่ข้อนี้สังกัด", 14, required=True),
        Column("ตัวชี้วัดย่อย", "sub_indicator", TEXT, "รหัส เช่น 9.1 หากข้อนี้อยู่ใต้ตัวชี้วัดย่อย", 14),
        Column("ข้อ", "code", TEXT, "เช่น I20 E12 O27", 12, required=True),
        Column("ข้อคำถาม", "text", TEXT, "ข้อความเต็ม", 60, required=True),
        Column("คะแนน", "score", NUMBER, "เว้นว่างได้", 14),
        Column("คะแนนรายแหล่ง", "scores", SCORES, "บรรทัดละหนึ่งแหล่ง เช่น EITPublic = 99.2 ไม่มีคะแนนใส่ -", 26),
        Column("หมายเหตุ", "note", TEXT, "เว้นว่างได้", 30),
    ),
)

BELOW_TARGET = Sheet(
    "ต่ำกว่าเป้าหมาย",
    "below_target",
    "ข้อที่ได้คะแนนต่ำกว่าเป้าหมาย แยกตามวิธีคิด",
    (
        Column("วิธีคิด", "rule", TEXT, "เช่น by_mean_of_sources", 30, required=True),
        Column("ข้อ", "items", ITEMS, "บรรทัดละหนึ่งข้อ เช่น O1", 40),
    ),
)

OIT_ITEMS = Sheet(
    "ข้อ OIT",
    "oit_items",
    "ข้อ OIT ที่แผนนี้ตอบ และองค์ประกอบของข้อมูล",
    (
        Column("ข้อ", "code", TEXT, "เช่น O42 เว้นว่างได้", 12),
        Column("ชื่อข้อ", "name", TEXT, "ตามคู่มือ OIT", 50, required=True),
        Column("องค์ประกอบ", "elements", ITEMS, "บรรทัดละหนึ่งข้อ", 70),
    ),
)

APPROVALS = Sheet(
    "สายการเสนอ",
    "approval_chain",
    "ผู้ลงนามในบันทึกข้อความ เรียงจากผู้จัดทำถึงผู้อนุมัติ",
    (
        Column("ลำดับ", "order", WHOLE, "1 2 3 …", 12, required=True),
        Column("ตำแหน่ง", "position", TEXT, "เช่น หัวหน้าสำนักปลัด", 60, required=True),
        Column("หน้าที่", "action", _ACTION, "จัดทำ เสนอความเห็น หรือ อนุมัติ", 20, required=True),
    ),
)

DOCUMENTS = Sheet(
    "เอกสาร",
    "documents",
    "บันทึกข้อความ ประกาศ และหนังสือเวียนของแผน",
    (
        Column("ชนิด", "kind", _DOCUMENT_KIND, "เช่น บันทึกข้อความ", 18, required=True),
        Column("เรื่อง", "title", TEXT, "ตามเอกสาร", 50, required=True),
        Column("วันที่", "date", DAY, "เช่น 10 ก.พ. 2570", 16),
        Column("เดือน", "month", MONTH, "เมื่อไม่ทราบวัน เช่น เม.ย. 2570", 16),
        Column("เรียน", "to", TEXT, "ผู้รับ", 30),
        Column("เลขที่", "number", TEXT, "เช่น ชร. ๗๙๓๐๑/๐๑๙", 20),
        Column("รายการ", "items", ITEMS, "บรรทัดละหนึ่งข้อ", 50),
        Column("หัวข้อ", "sections", ITEMS, "บรรทัดละหนึ่งหัวข้อ เช่น เรื่องเดิม", 20),
        Column("ข้อกฎหมาย", "legal_basis", ITEMS, "บรรทัดละหนึ่งข้อ", 40),
    ),
)

LAYOUTS = Sheet(
    "แบบรายงาน",
    "layouts",
    "ชื่อตารางที่หน่วยงานพิมพ์ไว้เหนือแต่ละแบบรายงาน",
    (
        Column("แบบ", "name", TEXT, "เช่น kudjok-6m-5col", 32, required=True),
        Column("ชื่อตาราง", "title", TEXT, "ตามที่พิมพ์", 70, required=True),
        Column("ชนิด", "kind", _LAYOUT_KIND, "เว้นว่างหมายถึง รายงานผล", 16),
    ),
)

SHEETS = (
    AGENCY, DIVISIONS, MEASURES, ROUNDS, INDICATORS, SUB_INDICATORS, QUESTIONS, BELOW_TARGET,
    OIT_ITEMS, APPROVALS, DOCUMENTS, LAYOUTS,
)  # fmt: skip
HELP_TITLE = "คำอธิบาย"
PAIR_HEADINGS = ("รายการ", "ค่า", "คำแนะนำ")


def squashed(text: str) -> str:
    """A sheet's title or a heading as it is compared: as names are, without the * of required headings."""
    return name_key(text).rstrip("*")
