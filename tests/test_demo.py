"""The demo in a real browser: a newcomer sees a month open, answers it, sees the executive's card, gets the Excel."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from openpyxl import load_workbook
from playwright.sync_api import Error, Locator, Page, expect, sync_playwright

from tests.running import ROOT, eventually, free_port

pytestmark = pytest.mark.slow
CHROMIUM = "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demo; gives its address."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "DATA_DIR": str(folder / "data")}
    log = (folder / "log").open("wb")
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    eventually(lambda: requests.get(f"{address}/healthz", timeout=1).ok, 40)
    yield address
    process.terminate()
    assert process.wait(timeout=30) == 0


@pytest.fixture
def page(demo: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_context(viewport={"width": 2400, "height": 1000}).new_page()
        page.set_default_timeout(15_000)
        page.goto(demo)
        yield page
        browser.close()


def phone(page: Page, name: str) -> Locator:
    return page.locator(".phone", has=page.get_by_text(name, exact=True)).first


def say(phone: Locator, text: str) -> None:
    phone.locator(".input").fill(text)
    phone.locator(".input").press("Enter")


def tap(phone: Locator, label: str) -> None:
    phone.locator(".quick-reply", has_text=label).last.click()


def sees(phone: Locator, text: str) -> None:
    expect(phone.locator(".row.bot").last).to_contain_text(text)


def test_a_newcomers_first_five_minutes(page: Page, demo: str) -> None:
    reporter, executive = phone(page, "สมชาย"), phone(page, "ปลัดสมศักดิ์")
    expect(phone(page, "นิภา").locator(".row.bot").last).to_contain_text("สรุป", timeout=30_000)  # the last one joined

    # the month opens
    page.click("#clock-to-next")
    expect(page.locator("#clock-now")).to_contain_text("๒๕ ต.ค. ๖๕")
    sees(reporter, "รายงานเดือน ต.ค. ๖๕ กองช่าง")

    # it is answered: by buttons, by typing, with a photo
    reporter.locator(".row.bot").last.get_by_text("รายงานทีละข้อ").click()
    sees(reporter, "ขณะนี้มาตรการนี้อยู่ในสถานะใด")
    tap(reporter, "ดำเนินการต่อเนื่อง")
    sees(reporter, "ดำเนินการอะไรบ้าง")
    say(reporter, "เน้นย้ำในที่ประชุม <img src=x onerror=alert(1)>")
    sees(reporter, "วันที่เท่าไร")
    tap(reporter, "เลือกวันที่")
    page.locator(".picker-input").fill("2022-10-10")
    page.locator(".picker-ok").click()
    sees(reporter, "ผลผลิต")
    tap(reporter, "ข้าม")
    sees(reporter, "ปัญหา อุปสรรค")
    tap(reporter, "ไม่มี")
    sees(reporter, "โปรดตรวจสอบก่อนส่ง")
    expect(reporter.locator(".row.bot").last).to_contain_text("<img src=x onerror=alert(1)>")
    reporter.locator("input[type=file]").first.set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64}
    )
    if page.locator(".preview-send").count():
        page.locator(".preview-send").first.click()
    sees(reporter, "รวม ๑ รายการ")
    tap(reporter, "ส่งรายงาน")
    expect(reporter.locator(".list")).to_contain_text("บันทึกรายงานเดือน ต.ค. ๖๕ แล้ว")
    sees(reporter, "ข้อ ๒")  # the next one follows at once
    assert page.locator("img[src=x]").count() == 0

    # on a PC there are no quick replies; typing does the same
    reporter.locator(".pc-switch").click()
    say(reporter, "ถัดไป")
    sees(reporter, "ขณะนี้มาตรการนี้อยู่ในสถานะใด")
    expect(reporter.locator(".quick-reply:visible")).to_have_count(0)
    say(reporter, "1")
    sees(reporter, "ปัญหา อุปสรรค")

    # the executive's card, and the Excel file in the browser
    expect(executive.locator(".menu-bar")).to_have_text("เมนูผู้บริหาร")
    executive.locator(".rich-menu").get_by_label("สรุป").click()
    sees(executive, "ส่งแล้ว ๑ จาก ๑๘ ข้อ")
    executive.locator(".row.bot").last.get_by_text("ขอไฟล์ Excel").click()
    sees(executive, "ลิงก์ใช้ได้ ๑๕ นาที")
    delivered = requests.get(f"{demo}/simulator/delivered", timeout=10).text
    link = re.findall(r'"uri": ?"(http[^"]+/files/[^"]+)"', delivered)[-1]
    tab = page.context.new_page()
    with tab.expect_download() as download, contextlib.suppress(Error):  # a download ends the navigation
        tab.goto(link)
    tab.close()
    content = Path(download.value.path()).read_bytes()
    assert load_workbook(io.BytesIO(content)).sheetnames[0] == "สรุป"

    # every step of the ladder comes by itself: at last the list of who is late, and in April the round's summary
    for _ in range(6):
        page.click("#clock-to-next")
        page.wait_for_timeout(700)
    expect(page.locator("#clock-now")).to_contain_text("พ.ย. ๖๕")
    sees(executive, "กองที่ค้างส่ง")
    requests.post(f"{demo}/demo/clock", json={"days": 133}, timeout=30).raise_for_status()
    page.reload()
    expect(page.locator("#clock-now")).to_contain_text("เม.ย. ๖๖")
    executive = page.locator(".phone", has=page.get_by_text("เมนูผู้บริหาร"))
    sees(executive, "ประจำปีงบประมาณ")
    assert requests.post(f"{demo}/demo/clock", json={"days": "many"}, timeout=10).status_code == 400
