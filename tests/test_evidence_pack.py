"""The evidence pack: readable names, nothing lost silently, nobody named, the same bytes for the same round."""

from __future__ import annotations

import hashlib
import random
import re
import resource
import shutil
import struct
import subprocess
import tracemalloc
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pikepdf
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageOps

from exports import evidence_pack, pictures, unnamed
from exports.documents import PAPERS, PaperRefused
from exports.dossier import Dossier
from exports.report_value import EvidenceLine
from models.calendar import bangkok_date
from tests import evidence_files as sent
from tests import workbooks
from tests.reports.rounds import AFTER, answer, owed, small_plan, small_report

KINDS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILES = {"jpg": sent.photo(), "png": sent.png(), "pdf": sent.pdf(), "docx": sent.word(), "xlsx": sent.sheet()}


def stored(folder: Path, content: bytes) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / sha256).write_bytes(content)
    return sha256


def line(
    sha256: str, kind: str = "jpg", order: int = 1, division: str = "กองช่าง", month: str = "2026-10", url: str = ""
) -> EvidenceLine:
    return EvidenceLine(f"M{order}", order, division, month, sha256, KINDS.get(kind, "text/uri-list"), url)


def dossier(folder: Path, *lines: EvidenceLine) -> Dossier:
    report = small_report([owed(1, 1, 1, answer("ประชุม"))])
    return Dossier(small_plan(), replace(report, evidence=lines), bangkok_date(AFTER), evidence=folder)


def packed(made: Dossier, folder: Path) -> ZipFile:
    folder.mkdir(exist_ok=True)
    PAPERS["evidence"].write(made, folder / "pack.zip")
    return ZipFile(folder / "pack.zip")


def index_of(pack: ZipFile) -> Worksheet:
    sheet = load_workbook(BytesIO(pack.read(evidence_pack.INDEX))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(pack: ZipFile) -> list[list[object]]:
    sheet = index_of(pack)
    first = int(str(sheet.print_title_rows).split("$")[-1]) + 1
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def test_files_are_named_by_measure_month_division_and_number(tmp_path: Path) -> None:
    photos = [stored(tmp_path / "e", sent.photo(c)) for c in ("green", "blue", "red")]
    made = dossier(
        tmp_path / "e",
        line(photos[0]),
        line(photos[1]),
        line(photos[2], division="กองคลัง"),
        line(stored(tmp_path / "e", sent.pdf()), "pdf", order=12, month="2027-01"),
        line("", "link", order=12, url="https://example.go.th/?a=1"),
    )
    with packed(made, tmp_path / "out") as pack:
        assert pack.namelist() == [
            "มาตรการที่ 01/ต.ค. 69 กองช่าง 01.jpg",
            "มาตรการที่ 01/ต.ค. 69 กองช่าง 02.jpg",
            "มาตรการที่ 01/ต.ค. 69 กองคลัง 01.jpg",
            "มาตรการที่ 12/ม.ค. 70 กองช่าง 01.pdf",
            "สารบัญหลักฐาน.xlsx",
            "SHA256SUMS.txt",
        ]
        assert all(info.flag_bits & 0x800 for info in pack.infolist()[:5])  # the names are UTF-8
        assert pack.testzip() is None
        assert rows_of(pack)[4][5:7] == ["ลิงก์", "https://example.go.th/?a=1"]


def test_the_sums_are_those_of_the_files_in_the_pack(tmp_path: Path) -> None:
    made = dossier(
        tmp_path / "e", line(stored(tmp_path / "e", sent.photo())), line(stored(tmp_path / "e", sent.png()), "png")
    )
    with packed(made, tmp_path / "out") as pack:
        sums = pack.read("SHA256SUMS.txt").decode().splitlines()
        listed = {one.split("  ", 1)[1]: one.split("  ", 1)[0] for one in sums}
        files = [name for name in pack.namelist() if name != "SHA256SUMS.txt"]
        assert listed == {name: hashlib.sha256(pack.read(name)).hexdigest() for name in files}
        for row, original in zip(rows_of(pack), made.report.evidence, strict=True):
            assert (row[8], row[9]) == (listed[str(row[6])], original.sha256)


def test_the_same_round_gives_the_same_bytes(tmp_path: Path) -> None:
    made = dossier(
        tmp_path / "e", line(stored(tmp_path / "e", sent.photo())), line(stored(tmp_path / "e", sent.word()), "docx")
    )
    first, second = (packed(made, tmp_path / name).filename for name in ("a", "b"))
    assert first
    assert second
    assert Path(first).read_bytes() == Path(second).read_bytes()


def test_what_is_lost_or_damaged_is_listed_and_not_skipped(tmp_path: Path) -> None:
    damaged = stored(tmp_path / "e", sent.photo())
    (tmp_path / "e" / damaged).write_bytes(b"something else")
    made = dossier(tmp_path / "e", line("a" * 64), line(damaged), line("../../etc/passwd"))
    with packed(made, tmp_path / "out") as pack:
        assert pack.namelist() == ["สารบัญหลักฐาน.xlsx", "SHA256SUMS.txt"]
        rows = rows_of(pack)
        assert [row[10] for row in rows] == [evidence_pack.LOST, evidence_pack.DAMAGED, evidence_pack.LOST]
        assert [row[9] for row in rows[:2]] == ["a" * 64, damaged]
        assert "ไฟล์ที่ไม่มีในชุด ๓ รายการ" in str(index_of(pack)["A5"].value)


def test_a_round_without_evidence_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PaperRefused, match="ยังไม่มีหลักฐาน"):
        PAPERS["evidence"].write(dossier(tmp_path), tmp_path / "pack.zip")
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_named_anywhere(tmp_path: Path) -> None:
    assert all(_named(content) for content in FILES.values())
    made = dossier(tmp_path / "e", *(line(stored(tmp_path / "e", content), kind) for kind, content in FILES.items()))
    with packed(made, tmp_path / "out") as pack:
        for name in pack.namelist():
            assert not _named(pack.read(name)), name
        assert [row[10] for row in rows_of(pack)] == [None] * 5


def _named(content: bytes) -> bool:
    """Whether somebody is named in a file, or in a member of it."""
    if b"Somchai" in content or b"GPS" in content:
        return True
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as read:
            streams = [one for one in read.objects if isinstance(one, pikepdf.Stream)]
            told = "".join(repr(one) for one in [*read.objects, *read.trailer.as_dict().values()])
            return "Somchai" in told or any(b"Somchai" in one.read_raw_bytes() for one in streams)
    if not content.startswith(b"PK"):
        return False
    with ZipFile(BytesIO(content)) as archive:
        return any(_named(archive.read(name)) for name in archive.namelist())


def test_a_photo_looks_the_same_and_stays_turned() -> None:
    for progressive in (False, True):
        before = sent.photo(progressive=progressive)
        after = unnamed.without_names(before, "image/jpeg")
        assert after.endswith(b"\xff\xd9")
        with Image.open(BytesIO(before)) as old, Image.open(BytesIO(after)) as new:
            assert dict(new.getexif()) == {0x0112: 6}
            assert ImageOps.exif_transpose(old).tobytes() == ImageOps.exif_transpose(new).tobytes()
    with (
        Image.open(BytesIO(sent.png())) as old,
        Image.open(BytesIO(unnamed.without_names(sent.png(), "image/png"))) as new,
    ):
        assert old.tobytes() == new.tobytes()
        assert not new.info


def test_a_photo_that_breaks_off_loses_its_metadata_too() -> None:
    whole = sent.photo()
    broken = whole[: whole.index(b"\xff\xda") + 40]
    assert b"Somchai" not in unnamed.without_names(broken, "image/jpeg")


def test_office_files_still_open_and_say_what_they_said() -> None:
    word = Document(BytesIO(unnamed.without_names(sent.word(), KINDS["docx"])))
    assert [p.text for p in word.paragraphs] == ["ประกาศนโยบาย"]
    assert word.core_properties.author == ""
    book = load_workbook(BytesIO(unnamed.without_names(sent.sheet(), KINDS["xlsx"])))
    assert book.active
    assert book.active["A1"].value == "ผลการดำเนินการ"
    assert book.active["A1"].comment
    assert book.active["A1"].comment.text == "ตรวจแล้ว"
    tracked = sent.repacked(
        sent.word(), {"word/document.xml": b'<w:ins w:id="1" w:author="Somchai" w:date="x"><w:t>a</w:t></w:ins>'}
    )
    with ZipFile(BytesIO(unnamed.without_names(tracked, KINDS["docx"]))) as archive:
        assert archive.read("word/document.xml") == b'<w:ins w:id="1" w:author="" w:date="x"><w:t>a</w:t></w:ins>'


def test_a_note_loses_the_name_of_its_author_that_excel_puts_before_it() -> None:
    notes = {
        "สมชาย ใจดี:\nตรวจแล้ว": "\nตรวจแล้ว",
        "สมชาย ใจดี": "",
        "สมชาย ใจดีเป็นผู้ตรวจ": "สมชาย ใจดีเป็นผู้ตรวจ",
        "ถาม สมชาย ใจดี: ก่อน": "ถาม สมชาย ใจดี: ก่อน",
    }
    book = Workbook()
    assert book.active
    for row, text in enumerate(notes, 1):
        book.active.cell(row, 1, "ก").comment = Comment(text, "สมชาย ใจดี")
    book.active["A9"].comment = Comment("สมชาย ใจดี: ทราบ", "ปลัด")
    file = BytesIO()
    book.save(file)
    after = load_workbook(BytesIO(unnamed.without_names(file.getvalue(), KINDS["xlsx"]))).active
    assert after
    assert [after.cell(row, 1).comment.text for row in range(1, 5)] == list(notes.values())  # type: ignore[union-attr]
    assert after["A9"].comment.text == "สมชาย ใจดี: ทราบ"  # who is spoken of is what the note says


def test_the_properties_of_office_files_say_nothing() -> None:
    word, book = Document(BytesIO(sent.word())), load_workbook(BytesIO(sent.sheet()))
    for name in ("title", "subject", "keywords", "category"):
        setattr(word.core_properties, name, "ของสมชาย")
        setattr(book.properties, name, "ของสมชาย")
    word.core_properties.comments, book.properties.description = "ของสมชาย", "ของสมชาย" * 600
    for kind, old in (("docx", word), ("xlsx", book)):
        file = BytesIO()
        old.save(file)
        with ZipFile(BytesIO(unnamed.without_names(file.getvalue(), KINDS[kind]))) as archive:
            assert "สมชาย" not in archive.read("docProps/core.xml").decode()


def test_folders_of_somebodys_computer_keep_their_last_name() -> None:
    rels = rb'<Relationship Type="t" Target="file:///C:\Users\Somchai\AppData\Normal.dotm" TargetMode="External"/>'
    more = {
        "word/_rels/settings.xml.rels": rels,
        "word/_rels/x.xml.rels": b'<Relationship Target="https://a.th/b"/><Relationship Target="/word/styles.xml"/>',
        "xl/externalLinks/_rels/a.xml.rels": rb"<Relationship Target='\\server\Somchai\plan.xlsx'/>",
    }
    with ZipFile(BytesIO(unnamed.without_names(sent.repacked(sent.word(), more), KINDS["docx"]))) as archive:
        assert b'Target="Normal.dotm"' in archive.read("word/_rels/settings.xml.rels")
        assert archive.read("word/_rels/x.xml.rels") == more["word/_rels/x.xml.rels"]
        assert archive.read("xl/externalLinks/_rels/a.xml.rels") == b"<Relationship Target='plan.xlsx'/>"


@pytest.mark.parametrize("squeezed", [True, False])
def test_a_pdf_shows_the_same_and_names_nobody(squeezed: bool) -> None:
    before = sent.pdf(squeezed)
    after = unnamed.without_names(before, "application/pdf")
    assert _named(before)
    assert not _named(after)
    assert unnamed.without_names(after, "application/pdf") == unnamed.without_names(before, "application/pdf")
    with pikepdf.open(BytesIO(before)) as old, pikepdf.open(BytesIO(after)) as new:
        (page,), (same,) = old.pages, new.pages
        assert same.Contents.read_bytes() == page.Contents.read_bytes()
        assert same.Annots[0].Contents == page.Annots[0].Contents
        drawn = (
            pikepdf.PdfImage(cast(pikepdf.Stream, one.Resources.XObject.Im0)).as_pil_image().tobytes()
            for one in (page, same)
        )
        assert next(drawn) == next(drawn)


def test_what_a_pdf_said_before_it_was_changed_goes_too() -> None:
    """Programs append what changed and leave the old properties behind it in the file."""
    before = sent.pdf(squeezed=False)
    start = before.rindex(b"startxref")
    root = re.search(rb"/Root \d+ 0 R", before)
    assert root
    table = len(before)
    at = before[start:].split()[1]
    more = b"xref\n0 0\ntrailer\n<< /Size 20 " + root[0] + b" /Prev " + at + b" >>\nstartxref\n%d\n%%%%EOF\n" % table
    assert not _named(unnamed.without_names(before + more, "application/pdf"))


def test_a_pdf_that_is_locked_against_changes_is_cleaned_and_one_with_a_password_stays() -> None:
    opened = sent.locked(sent.pdf(), "")
    assert not _named(unnamed.without_names(opened, "application/pdf"))
    assert unnamed.without_names(opened, "application/pdf") == unnamed.without_names(opened, "application/pdf")
    with pytest.raises(unnamed.NotCleaned):
        unnamed.without_names(sent.locked(sent.pdf(), "secret"), "application/pdf")


def test_a_field_of_a_form_keeps_its_name() -> None:
    field = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], T="ชื่อโครงการ")
    after = unnamed.without_names(sent.pdf(AcroForm=pikepdf.Dictionary(Fields=[field])), "application/pdf")
    with pikepdf.open(BytesIO(after)) as read:
        assert read.Root.AcroForm.Fields[0].T == "ชื่อโครงการ"


def test_a_pdf_that_unfolds_to_gigabytes_is_not_unfolded(tmp_path: Path) -> None:
    """An object stream of zeros: qpdf would unfold it to find the objects in it."""
    body = zlib.compress(bytes(300 * 2**20), 9)
    head = (
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(body)).encode()
        + b">>stream\n"
    )
    index = b"".join(struct.pack(">BHB", *row) for row in ((0, 0, 0), (1, 9, 0), (2, 1, 0)))
    at = len(head) + len(body) + len(b"\nendstream endobj\n")
    xref = (
        b"3 0 obj<</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Length %d>>stream\n" % len(index)
        + index
        + b"\nendstream endobj\n"
    )
    bomb = head + body + b"\nendstream endobj\n" + xref + b"startxref\n%d\n%%%%EOF\n" % at
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(unnamed.NotCleaned):
        unnamed.without_names(bomb, "application/pdf")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 2**10  # kilobytes


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", sent.pdf(Sig=pikepdf.Dictionary(ByteRange=[0, 1, 2, 3]))),
        ("pdf", sent.pdf(Files=pikepdf.Dictionary(Type=pikepdf.Name.EmbeddedFile))),
        ("pdf", sent.locked(sent.pdf(), "secret")),
        ("pdf", b"%PDF-1.7 no pdf"),
        ("docx", sent.repacked(sent.word(), {"_xmlsignatures/sig1.xml": b"<Signature/>"})),
        ("docx", b"PK\x03\x04 no zip"),
        ("jpg", b"\xff\xd8 no photo"),
    ],
)
def test_what_is_signed_or_unreadable_is_packed_as_it_was_sent_and_the_index_says_so(
    kind: str, content: bytes, tmp_path: Path
) -> None:
    with packed(dossier(tmp_path / "e", line(stored(tmp_path / "e", content), kind)), tmp_path / "out") as pack:
        assert pack.read(pack.namelist()[0]) == content
        assert rows_of(pack)[0][10] == evidence_pack.AS_SENT


# --- Attacks -------------------------------------------------------------------------------------------------

EVIL = [
    "=1+1",
    'a/b\\c:*?"<>|',
    "..",
    ".",
    "",
    "ก" * 10_000,
    "\u202egpj.exe",
    "CON",
    "🏛️" * 90,
    "<b>x</b>",
    "a\x00b\n",
]


@pytest.mark.parametrize("name", EVIL)
def test_any_name_of_a_division_gives_a_legal_name_of_a_file(name: str, tmp_path: Path) -> None:
    sha256 = stored(tmp_path / "e", sent.photo())
    with packed(
        dossier(tmp_path / "e", line(sha256, division=name), line(sha256, division=name + " ")), tmp_path / "o"
    ) as pack:
        _check_names(pack.namelist()[:2])
        for part in ("sheet1.xml",):
            assert b"<f>" not in ZipFile(BytesIO(pack.read(evidence_pack.INDEX))).read(f"xl/worksheets/{part}")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_names_are_legal_and_no_two_alike(divisions: list[str]) -> None:
    report = small_report([])
    lines = tuple(line("a" * 64, division=name) for name in divisions)
    _check_names(list(evidence_pack.names(replace(report, evidence=lines))))


def _check_names(found: list[str]) -> None:
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        folder, base = name.split("/")
        assert folder == "มาตรการที่ 01"
        assert not re.search(r'[<>:"\\|?*\x00-\x1f\u202a-\u202e]', name)
        assert len(base.encode()) <= 200
        assert re.fullmatch(r"ต\.ค\. 69 .*[^ .] \d\d\.jpg", base, re.DOTALL)


def test_a_picture_that_unfolds_to_gigabytes_is_packed_without_a_small_one(tmp_path: Path) -> None:
    rows = zlib.compress(b"\x00" * (60_000 // 8 + 1) * 60_000, 9)
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )
    del rows
    tracemalloc.start()
    assert pictures.small(bomb) is None
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()
    with packed(dossier(tmp_path / "e", line(stored(tmp_path / "e", bomb), "png")), tmp_path / "out") as pack:
        assert pack.namelist()[0].endswith(".png")


def test_an_office_file_that_unfolds_to_gigabytes_is_not_unfolded(tmp_path: Path) -> None:
    bomb = sent.repacked(sent.word(), {f"word/media/{n}.bin": bytes(50 * 2**20) for n in range(5)})
    with pytest.raises(unnamed.NotCleaned):
        unnamed.without_names(bomb, KINDS["docx"])


@pytest.mark.parametrize("kind", list(KINDS))
def test_damaged_files_end_in_nothing_but_as_sent(kind: str) -> None:
    whole = {"jpg": sent.photo(), "png": sent.png(), "pdf": sent.pdf(), "docx": sent.word(), "xlsx": sent.sheet()}[
        kind
    ]
    dice = random.Random(5)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        content = bytes(data[: dice.choice((len(data), dice.randrange(len(data))))])
        with suppress(unnamed.NotCleaned):
            unnamed.without_names(content, KINDS[kind])
        pictures.small(content)


def test_a_large_pack_is_not_held_in_memory(tmp_path: Path) -> None:
    noise = random.Random(1)
    shas = [stored(tmp_path / "e", b"%PDF-1.7\n" + noise.randbytes(5 * 2**20)) for _ in range(12)]
    tracemalloc.start()
    packed(dossier(tmp_path / "e", *(line(sha, "pdf") for sha in shas)), tmp_path / "out").close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "out" / "pack.zip").stat().st_size > 60 * 2**20
    assert peak < 40 * 2**20


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_the_index_with_its_pictures(tmp_path: Path) -> None:
    lines: Mapping[str, bytes] = {"jpg": sent.photo(), "png": sent.png(), "pdf": sent.pdf()}
    made = dossier(tmp_path / "e", *(line(stored(tmp_path / "e", content), kind) for kind, content in lines.items()))
    with packed(made, tmp_path / "out") as pack:
        (tmp_path / "index.xlsx").write_bytes(pack.read(evidence_pack.INDEX))
    workbooks.check(tmp_path / "index.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "index.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    listed = subprocess.run(["pdfimages", "-list", "index.pdf"], cwd=tmp_path, check=True, capture_output=True)
    assert len(listed.stdout.decode().splitlines()) >= 4  # two lines of headings, two photos
