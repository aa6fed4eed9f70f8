"""The Word papers: what they say, that what was typed stays text, that Word and LibreOffice show them whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.amendments import Amendment
from exports.documents import PAPERS, PaperRefused
from exports.dossier import Comment, Dossier, Published
from exports.paper_fields import BESIDE, TO_FILL_IN, post_lines
from exports.report_value import Problem, WaivedGap
from exports.scoring import scores_of
from models.assessments import Assessed
from models.chain import chain_of
from models.plan import Analysis, ApprovalStep, OrganisationProfile
from tests.dossiers import dump, endorsed, paragraphs, planned, reported

GOLDEN = Path(__file__).parent / "reports"
WORD = [kind for kind, paper in PAPERS.items() if paper.suffix == ".docx"]
CASES: dict[str, tuple[Callable[[], Dossier], str]] = {
    "kudjok-2566-memo": (endorsed, "memo"),
    "kudjok-2566-memo-free": (lambda: replace(endorsed(), wording={"memo.form": "free"}), "memo"),
    "kudjok-2566-circular": (endorsed, "circular"),
    "kudjok-2566-analysis": (endorsed, "analysis"),
    "maechedi-2567-memo": (lambda: reported("maechedi-2567", "12m"), "memo"),
    "khaosaming-2564-memo": (lambda: reported("khaosaming-2564", "6m"), "memo"),
    "khaosaming-2564-announcement": (lambda: reported("khaosaming-2564", "6m"), "announcement"),
    "khaochaison-2564-announcement": (lambda: planned("khaochaison-2564"), "announcement"),
    "khaochaison-2564-analysis": (lambda: planned("khaochaison-2564"), "analysis"),
    "khaochaison-2564-circular": (lambda: planned("khaochaison-2564"), "circular"),
    "phonsongkhram-2569-analysis": (lambda: planned("phonsongkhram-2569"), "analysis"),
}


def written(dossier: Dossier, kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.docx"
    PAPERS[kind].write(dossier, path)
    return path


def said(dossier: Dossier, kind: str, folder: Path) -> str:
    return dump(written(dossier, kind, folder))


@pytest.mark.parametrize("name", CASES)
def test_a_paper_reads_as_expected(name: str, tmp_path: Path, update: bool) -> None:
    dossier, kind = CASES[name]
    found = said(dossier(), kind, tmp_path)
    if update:
        (GOLDEN / f"{name}.txt").write_text(found, encoding="utf-8")
    assert found == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_the_announcement_lists_what_the_agency_itself_announced(tmp_path: Path) -> None:
    dossier = planned("khaochaison-2564")
    announced = dossier.plan.documents[1]
    text = said(dossier, "announcement", tmp_path)
    assert f"เรื่อง {announced.title}" in text
    assert "ประกาศ ณ วันที่ ๑๖ กุมภาพันธ์ พ.ศ. ๒๕๖๔" in text
    assert re.findall(r"^[๑-๗]\. (.*)$", text, re.MULTILINE) == list(announced.items)


# --- What depends on what there is


def test_the_level_is_printed_as_stored_and_left_out_when_there_is_none(tmp_path: Path) -> None:
    dossier = planned("khaochaison-2564")
    for analysis, sentence in (
        (Analysis(2563, 99.0, "F"), "มีคะแนน ๙๙.๐๐ คะแนน ระดับ F"),
        (Analysis(2563, 62.83), "มีคะแนน ๖๒.๘๓ คะแนน\n"),
    ):
        changed = replace(dossier, plan=replace(dossier.plan, analysis=analysis))
        assert sentence in said(changed, "memo", tmp_path)
    without = replace(dossier, plan=replace(dossier.plan, analysis=Analysis()))
    assert "มีคะแนน" not in said(without, "memo", tmp_path)


def test_a_draft_says_so_and_a_frozen_one_names_version_and_hash(tmp_path: Path) -> None:
    frozen = endorsed()
    assert "ฉบับปิดรอบครั้งที่ ๒ วันที่ ๗ เมษายน ๒๕๖๖⏎รหัสตรวจสอบ (SHA-256) " + "4f2a" * 16 in said(frozen, "memo", tmp_path)
    draft = said(replace(frozen, frozen=None, comments=(), amendments=()), "memo", tmp_path)
    assert "ท้ายกระดาษ: ฉบับร่าง ยังไม่ปิดรอบ" in draft
    assert "รหัสตรวจสอบ" not in draft


@pytest.mark.parametrize(
    ("name", "kind", "chief", "office"),
    [
        ("เทศบาลตำบลตัวอย่าง", None, "นายกเทศมนตรีตำบลตัวอย่าง", "สำนักปลัดเทศบาล"),
        ("เทศบาลเมืองตัวอย่าง", None, "นายกเทศมนตรีเมืองตัวอย่าง", "สำนักปลัดเทศบาล"),
        ("ทต.ตัวอย่าง", "เทศบาล", "นายกเทศมนตรีตำบลตัวอย่าง", "สำนักปลัดเทศบาล"),
        ("ทน. ตัวอย่าง", None, "นายกเทศมนตรีนครตัวอย่าง", "สำนักปลัดเทศบาล"),
        ("ตัวอย่าง", "เทศบาลตำบล", "นายกเทศมนตรี", "สำนักปลัดเทศบาล"),
        ("องค์การบริหารส่วนตำบลตัวอย่าง", None, "นายกองค์การบริหารส่วนตำบลตัวอย่าง", "สำนักปลัด"),
        ("อบต.ตัวอย่าง", "อบต.", "นายกองค์การบริหารส่วนตำบลตัวอย่าง", "สำนักปลัด"),
        ("อบจ.ตัวอย่าง", None, "นายกองค์การบริหารส่วนจังหวัดตัวอย่าง", "สำนักปลัด"),
        ("เมืองพัทยา", "อปท. รูปแบบพิเศษ", "นายกเมืองพัทยา", "สำนักปลัดเมืองพัทยา"),
    ],
)
def test_posts_are_called_as_in_their_kind_of_agency(
    name: str, kind: str | None, chief: str, office: str, tmp_path: Path
) -> None:
    dossier = planned("khaochaison-2564")
    plan = replace(dossier.plan, organisation=OrganisationProfile(name, type=kind), approval_chain=(), divisions=())
    changed = replace(dossier, plan=plan, report=replace(dossier.report, organisation=name), chain=chain_of(plan))
    text = said(changed, "memo", tmp_path)
    assert f"เรียน  {chief}\n" in text
    assert f"ส่วนราชการ {office} {name}" in text


def test_a_published_address_is_printed_as_it_was_noted(tmp_path: Path) -> None:
    address = "https://อบต.ไทย/2566/รายงาน-6.pdf"
    published = (Published("other_channels", "ป้าย", None), Published("website", address, date(2023, 4, 12)))
    text = said(replace(endorsed(), published=published), "circular", tmp_path)
    assert f"\n{address}\nเมื่อวันที่ ๑๒ เมษายน ๒๕๖๖\n" in text
    text = said(replace(endorsed(), published=published[:1]), "circular", tmp_path)
    assert "ขอดูรายงานดังกล่าวได้ที่สำนักปลัด" in text
    assert "เผยแพร่" not in text


def test_an_acting_post_is_printed_as_acting_and_what_a_former_post_said_stays(tmp_path: Path) -> None:
    dossier = endorsed()
    text = said(dossier, "memo", tmp_path)
    assert "รักษาราชการแทน⏎รองปลัดองค์การบริหารส่วนตำบล" in text
    shorter = (ApprovalStep(1, "นิติกร", "prepare"), ApprovalStep(2, "นายกองค์การบริหารส่วนตำบลกุดจอก", "approve"))
    text = said(replace(dossier, chain=shorter), "memo", tmp_path)
    assert "ตรวจสอบแล้ว ครบถ้วนตามแผน" in text
    assert "ความเห็นนายกองค์การบริหารส่วนตำบลกุดจอก" in text
    assert "\nนิติกร\n" in text


def test_who_acts_for_a_post_that_has_not_spoken_is_printed_as_acting(tmp_path: Path) -> None:
    text = said(replace(endorsed(), acting=frozenset({"ปลัดองค์การบริหารส่วนตำบล"})), "memo", tmp_path)
    assert re.search(r"⏎ตำแหน่ง \.+⏎รักษาราชการแทน⏎ปลัดองค์การบริหารส่วนตำบล⏎วันที่ \.", text)
    assert "รักษาราชการแทน⏎นายก" not in text


def test_a_long_post_is_parted_before_its_place_and_who_prepares_has_a_line_to_fill_in() -> None:
    long = "นายกองค์การบริหารส่วนตำบลพลสงคราม"
    assert post_lines(long) == [long]
    assert post_lines(long, BESIDE) == ["นายกองค์การบริหารส่วนตำบล", "พลสงคราม"]
    assert post_lines("นายกเทศมนตรีตำบลเฉลิมพระเกียรติสมเด็จพระเทพ", BESIDE) == [
        "นายกเทศมนตรีตำบล",
        "เฉลิมพระเกียรติสมเด็จพระเทพ",
    ]
    acting = "นิติกรชำนาญการ รักษาการแทน หัวหน้าสำนักปลัด"
    assert post_lines(acting) == ["นิติกรชำนาญการ", "รักษาการแทน หัวหน้าสำนักปลัด"]
    assert post_lines("ผู้จัดทำ") == [TO_FILL_IN]


def test_a_number_in_brackets_stays_with_what_is_before_it(tmp_path: Path) -> None:
    file = Document(str(written(planned("phonsongkhram-2569"), "analysis", tmp_path)))
    assert any("พ.ศ.\u00a0๒๕๖๘\u00a0(๕๐.๐๐ คะแนน)" in paragraph.text for paragraph in paragraphs(file))


@pytest.mark.parametrize("kind", ["announcement", "circular", "memo"])
def test_what_is_signed_stays_with_the_last_lines_of_the_text(kind: str, tmp_path: Path) -> None:
    file = Document(str(written(planned("kudjok-2566"), kind, tmp_path)))
    end = max(n for n, one in enumerate(file.paragraphs) if one.text.startswith(("จึงเรียนมา", "จึงประกาศ")))
    assert all(one.paragraph_format.keep_with_next for one in file.paragraphs[end - 2 : end + 3])


def test_a_label_stays_with_what_it_is_of(tmp_path: Path) -> None:
    file = Document(str(written(planned("kudjok-2566"), "analysis", tmp_path)))
    labels = [one for one in file.paragraphs if one.text.strip() == "มาตรการ:"]
    assert len(labels) > 3
    assert all(one.paragraph_format.keep_with_next for one in labels)


def test_totals_of_five_digits_have_room(tmp_path: Path) -> None:
    table = Document(str(written(endorsed(), "memo", tmp_path))).tables[0]
    widths = [cell.width.cm for cell in table.rows[-1].cells if cell.width is not None]
    assert sum(widths) == pytest.approx(16, abs=0.05)
    assert min(widths[1:3]) > 2.1
    assert {
        run.font.size.pt for cell in table.rows[-1].cells for run in cell.paragraphs[0].runs if run.font.size
    } == {14}


def test_an_analysis_without_scores_is_refused_with_what_to_do(tmp_path: Path) -> None:
    dossier = planned("khaochaison-2564")
    without = replace(dossier, plan=replace(dossier.plan, analysis=Analysis()))
    with pytest.raises(PaperRefused, match="นำเข้าไฟล์คะแนน"):
        written(without, "analysis", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_scores_of_the_year_before_stand_beside_those_of_this_year(tmp_path: Path) -> None:
    dossier = planned("khaochaison-2564")
    now = dossier.plan.analysis
    indicators = tuple(replace(i, score=90.0 if i.number == 1 else 50.0) for i in now.indicators)
    before = replace(now, source_fiscal_year=2562, overall_score=55.5, level="E", indicators=indicators)
    scores = scores_of(dossier.plan, Assessed(2563, now, before, 85.0))
    text = said(replace(dossier, report=replace(dossier.report, scores=scores)), "analysis", tmp_path)
    assert "ปี พ.ศ. ๒๕๖๒ ได้ ๕๕.๕๐ คะแนน ระดับ E" in text
    assert "๑ การปฏิบัติหน้าที่ | ๙๐.๐๐ | ๘๔.๔๖ | -๕.๕๔" in text
    assert "๑๐ การป้องกันการทุจริต | ๕๐.๐๐ | ๓๑.๒๕ | -๑๘.๗๕" in text


def test_an_own_threshold_counts(tmp_path: Path) -> None:
    dossier = planned("khaochaison-2564")
    scores = scores_of(dossier.plan, Assessed(2563, dossier.plan.analysis, None, 60.0))
    text = said(replace(dossier, report=replace(dossier.report, scores=scores)), "analysis", tmp_path)
    assert "เกณฑ์ที่ใช้พิจารณา ๖๐ คะแนน" in text
    assert text.count("ต่ำกว่าเกณฑ์") == 2  # 9 and 10
    assert "๑) ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล (๕๙.๒๖ คะแนน)" in text


def test_no_paper_names_a_person_and_the_file_names_only_the_agency(tmp_path: Path) -> None:
    for kind in WORD:
        properties = Document(str(written(endorsed(), kind, tmp_path))).core_properties
        assert properties.author == properties.last_modified_by == "องค์การบริหารส่วนตำบลกุดจอก"
        assert properties.comments == ""
        assert properties.title


def test_long_lists_are_shortened_and_say_so(tmp_path: Path) -> None:
    dossier = endorsed()
    problems = tuple(Problem("E12", f"ข้อ {n}", ("กองคลัง",), ("ต.ค. ๖๕",), "ก" * 10_000) for n in range(60))
    summary = replace(dossier.report.summary, problems=problems)
    text = said(replace(dossier, report=replace(dossier.report, summary=summary)), "memo", tmp_path)
    assert "และอีก ๔๐ รายการ ปรากฏในรายงานที่แนบ" in text
    assert "๒๐) ข้อ ๑๙" in text
    assert len(text) < 20_000


def test_one_reason_for_several_gaps_is_said_once_with_how_many(tmp_path: Path) -> None:
    dossier = endorsed()
    gaps = tuple(WaivedGap(f"กองช่าง เดือน {n}", "โอนย้าย {0} <b>") for n in range(11))
    report = replace(dossier.report, waived=(*gaps, WaivedGap("กองคลัง ไม่มีรูป", "กล้องเสีย")))
    text = said(replace(dossier, report=report), "memo", tmp_path)
    assert text.count("โอนย้าย {๐} <b>") == 1
    assert "เหตุผล: โอนย้าย {๐} <b> (๑๑ จุด) ได้แก่ กองช่าง เดือน ๐; กองช่าง เดือน ๑;" in text
    assert "กองคลัง ไม่มีรูป เหตุผล: กล้องเสีย" in text


# --- The file


@pytest.mark.parametrize("name", CASES)
def test_every_thai_letter_has_its_font_and_size_as_complex_script(name: str, tmp_path: Path) -> None:
    dossier, kind = CASES[name]
    file = Document(str(written(dossier(), kind, tmp_path)))
    runs = [run for paragraph in paragraphs(file) for run in paragraph.runs if run.text.strip()]
    assert len(runs) > 15
    for run in runs:
        properties = run._r.rPr
        assert properties is not None
        fonts, size, small = (properties.find(qn(n)) for n in ("w:rFonts", "w:szCs", "w:sz"))
        assert {fonts.get(qn(f"w:{of}")) for of in ("ascii", "hAnsi", "cs", "eastAsia")} == {"TH SarabunPSK"}
        assert size.get(qn("w:val")) == small.get(qn("w:val"))
        assert properties.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
        assert (properties.find(qn("w:b")) is None) == (properties.find(qn("w:bCs")) is None)


IN_ORDER = {  # as the schema of ECMA-376 wants the parts of a look, or Word calls the file damaged
    "rPr": "rFonts b bCs sz szCs u lang",
    "pPr": "pStyle keepNext keepLines pageBreakBefore tabs spacing ind jc rPr",
    "tblPr": "tblStyle tblW jc tblLayout tblCellMar tblLook",
    "tcPr": "tcW shd",
    "sectPr": "headerReference footerReference pgSz pgMar pgNumType cols titlePg docGrid",
    "trPr": "cantSplit tblHeader",
}


@pytest.mark.parametrize("name", CASES)
def test_the_parts_of_a_look_stand_in_the_order_of_the_schema(name: str, tmp_path: Path) -> None:
    dossier, kind = CASES[name]
    with zipfile.ZipFile(written(dossier(), kind, tmp_path)) as archive:
        parts = [n for n in archive.namelist() if re.match(r"word/(document|header\d*|footer\d*)\.xml", n)]
        roots = [parse_xml(archive.read(part)) for part in parts]
    assert len(roots) >= 2
    for look, names in IN_ORDER.items():
        known = names.split()
        for one in (found for root in roots for found in root.iter(qn(f"w:{look}"))):
            places = [known.index(child.tag.rpartition("}")[2]) for child in one]
            assert places == sorted(places), (look, one.xml)


def test_pages_are_a4_with_the_margins_of_the_rule_and_thai_numbers(tmp_path: Path) -> None:
    file = Document(str(written(endorsed(), "memo", tmp_path)))
    section = file.sections[0]
    page = [section.page_width, section.page_height, section.left_margin, section.right_margin]
    assert [round(length.cm, 1) for length in page if length is not None] == [21.0, 29.7, 3.0, 2.0]
    assert section.different_first_page_header_footer
    assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:fmt")) == "thaiNumbers"
    heading = file.paragraphs[0]
    assert heading.text == "บันทึกข้อความ"
    size = heading.runs[0].font.size
    assert size is not None
    assert size.pt == 29


def test_headings_of_tables_repeat_and_only_long_rows_are_divided(tmp_path: Path) -> None:
    dossier = endorsed()
    long = Amendment("๑. มาตรการ", "E12", "กองช่าง", "ม.ค. ๖๖", "สิ่งที่ดำเนินการ", "", "ยาว " * 500)
    file = Document(str(written(replace(dossier, amendments=(*dossier.amendments, long)), "memo", tmp_path)))
    for table in (file.tables[0], file.tables[-1]):
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    whole = [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in file.tables[-1].rows]
    assert whole == [True, True, False]


# --- What was typed


ATTACKS = [
    "{organisation} {0} {chief.__class__}",
    "%s %(name)s $HOME",
    '<w:p/><script>alert("x")</script> & <!--',
    "=1+1",
    "\u202eกลับหลัง\u202c",
    "ก\x00ข\x0bค\x1fง\ufffe",
    "บรรทัดหนึ่ง\nบรรทัดสอง\r\n\tสาม",
    "😀👩‍👩‍👧‍👦 อีโมจิ",
    "ก" * 10_000,
    "",
]


def attacked(text: str) -> Dossier:
    """A dossier in which everything that people type says the same."""
    dossier = endorsed()
    plan = replace(
        dossier.plan,
        organisation=replace(dossier.plan.organisation, name=text or "-", document_prefix=text),
        analysis=Analysis(2565, 90.0, text, None, strengths=(text,), weaknesses=(text,), issues_to_improve=(text,)),
        measures=tuple(
            replace(m, title=text, steps=(text,), analysis=text, responsible_text=text) for m in dossier.plan.measures
        ),
        documents=(),
    )
    summary = replace(dossier.report.summary, problems=(Problem("E12", text, (text,), ("ต.ค. ๖๕",), text),))
    return replace(
        dossier,
        plan=plan,
        report=replace(dossier.report, organisation=text, summary=summary, waived=(WaivedGap(text, text),)),
        chain=(ApprovalStep(1, text, "prepare"), ApprovalStep(2, text, "approve")),
        comments=(Comment(text, False, "endorse", text, date(2023, 4, 10)),),
        amendments=(Amendment(text, "E12", text, "ต.ค. ๖๕", "สถานะ", text, text),),
    )


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("kind", WORD)
def test_what_was_typed_stays_text(kind: str, text: str, tmp_path: Path) -> None:
    path = written(attacked(text), kind, tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        xml = archive.read("word/document.xml").decode()
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(xml)
    found = dump(path)
    if text.startswith(("{", "%", "<", "😀")):
        assert text.replace("0", "๐") in found
    assert "<script" not in xml


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=60), st.sampled_from(WORD))
def test_any_text_makes_a_file_that_opens(tmp_path_factory: pytest.TempPathFactory, text: str, kind: str) -> None:
    assert dump(written(attacked(text), kind, tmp_path_factory.mktemp("any")))


# --- Pages


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_shows_every_page_and_every_word(tmp_path: Path) -> None:
    long = replace(
        endorsed(),
        comments=(Comment("หัวหน้าสำนักปลัด", False, "endorse", "ความเห็น " * 1_200 + "จบความเห็น", date(2023, 4, 10)),),
        amendments=tuple(
            Amendment("๑. มาตรการ", "E12", "กองช่าง", "ม.ค. ๖๖", "ผลผลิต", "", "ข้อความ " * 20 + f"สุดท้าย{n}")
            for n in range(40)
        ),
    )
    cases = {name: (dossier(), kind) for name, (dossier, kind) in CASES.items()} | {"long": (long, "memo")}
    for name, (dossier, kind) in cases.items():
        PAPERS[kind].write(dossier, tmp_path / f"{name}.docx")
    office = f"-env:UserInstallation=file://{tmp_path}/office"
    files = [str(tmp_path / f"{name}.docx") for name in cases]
    subprocess.run(
        ["soffice", office, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    most = {"memo": 6, "announcement": 4, "circular": 2, "analysis": 15}
    for name, (_, kind) in cases.items():
        text = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / f"{name}.pdf"), "-"], check=True, capture_output=True
        ).stdout.decode()
        pages = text.removesuffix("\f").split("\f")
        assert len(pages) <= (40 if name == "long" else most[kind]), name
        assert all(page.strip() for page in pages), name
        shown, wanted = _squeezed(text), dump(tmp_path / f"{name}.docx").split("หัวกระดาษ")[0]
        missing = [word for word in re.findall(r"[๐-๙]{3,}|[A-Za-z]{4,}", wanted) if word not in shown]
        assert missing == [], name
    long_text = _squeezed(
        subprocess.run(
            ["pdftotext", str(tmp_path / "long.pdf"), "-"], check=True, capture_output=True
        ).stdout.decode()
    )
    assert "จบความเห็น" in long_text
    assert long_text.count("ข้อความเดิม") >= 2  # the heading stands on every page of the list
    assert all(f"สุดท้าย{n}" in long_text for n in "๐๑๒๓๔๕๖๗๘๙")


def _squeezed(text: str) -> str:
    return "".join(text.split())
