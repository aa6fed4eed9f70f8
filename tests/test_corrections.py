"""Wishes to correct: what is read of one, and what is none."""

from __future__ import annotations

import pytest

from models.corrections import Correction, read_correction


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("แก้ข้อ 2 ม.ค.", Correction(2, month=1)),
        ("แก้ข้อ 3 เดือนตุลาคม", Correction(3, month=10)),
        ("แก้ผลผลิต เป็น 46 คน", Correction(field="output", value="46 คน")),
        ("แก้สถานะเป็น เสร็จแล้ว", Correction(field="status", value="เสร็จแล้ว")),
        ("แก้วันที่ 10 พ.ย. 69", Correction(field="dates", value="10 พ.ย. 69")),
        ("ขอแก้ข้อ ๒ เดือน ม.ค. ๗๐ ผลผลิตให้เป็น 46 คน", Correction(2, "output", 1, 70, "46 คน")),
        ("ขอแก้สิ่งที่ทำของข้อ 2 เป็น อบรม", Correction(2, "activity", value="อบรม")),
        ("แก้ข้อ 2 อบรม 3 วัน", Correction(2, rest="อบรม 3 วัน")),
        ("แก้ข้อ 2 ผู้เข้าร่วมประชุม 23 คน", Correction(2, rest="ผู้เข้าร่วมประชุม 23 คน")),
        ("แก้ข้อ 2 ให้หน่อยค่ะ", Correction(2)),
        ("แก้เดือน ม.ค.", Correction(month=1)),
        ("แก้ข้อ 2, 3", Correction(2, several=True)),
        ("วันที่ผิดค่ะ", Correction(field="dates")),
        ("แก้ไขปัญหาน้ำประปาหมู่ 4", None),
        ("แก้ปัญหาเป็นรายกรณี", None),
        ("ปรับกิจกรรม เป็น ออนไลน์", None),
        ("เปลี่ยนวันที่ประชุมเป็น 10 พ.ย.", None),
        ("แก้ไขไฟล์แผน 3 ไฟล์", None),
        ("แก้ข้อร้องเรียน 3 เรื่อง", None),
        ("แก้ข้อความ 3", None),
        ("แก้ไข", None),
    ],
)
def test_what_is_read_of_a_wish_to_correct(text: str, wish: Correction | None) -> None:
    assert read_correction(text) == wish
