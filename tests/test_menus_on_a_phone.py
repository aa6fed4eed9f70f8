"""The rich menus on the phones of the chat page, with the bot and the stand-in as processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.running import ROOT, Phone, Town, eventually
from tests.running import shown as said
from tests.test_demo import CHROMIUM, OPTIONS, phone

pytestmark = pytest.mark.slow
PLAN = ROOT / "samples" / "plans" / "kudjok-2566.json"
SHOTS = os.environ.get("SHOTS")  # a folder to keep pictures of the phones in, to be looked at


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with Town(tmp_path, "2022-10-25T09:30") as made:
        made.start_line()
        made.done("plan", "import", str(PLAN))
        yield made


@pytest.fixture
def page(town: Town) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_context(viewport={"width": 1200, "height": 900}, device_scale_factor=2).new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{town.line}/simulator/")
        yield page
        browser.close()


def shows(phone: Locator, bar: str, words: int, name: str) -> None:
    """The phone's bar says so, and so many areas lie on a picture that has been loaded."""
    expect(phone.locator(".menu-bar")).to_have_text(bar, timeout=15_000)
    areas, image = phone.locator(".rich-menu > :not(img)"), phone.locator(".rich-menu-image")
    expect(areas).to_have_count(words)
    eventually(lambda: image.evaluate("image => image.complete && image.naturalWidth === 2500"))
    if SHOTS:
        phone.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def menus_created(town: Town) -> int:
    calls = requests.get(f"{town.line}/simulator/state?since=0", timeout=10).json()["calls"]
    return sum(call["path"] == "/v2/bot/richmenu" for call in calls)


def test_the_menu_on_the_phone_follows_the_roles(town: Town, page: Page) -> None:
    town.start_bot()
    somchai = Phone(town, "สมชาย")
    shown = phone(page, "สมชาย")
    shows(shown, "เริ่มใช้งาน", 2, "newcomer")
    shown.locator(".rich-menu > :not(img)").first.click()
    expect(shown.locator(".row.own").last).to_contain_text("ใส่รหัสเชิญ")
    assert "พิมพ์รหัสเชิญ ๘ ตัว" in said(somchai.answer())

    somchai.join("reporter", "กองช่าง")
    shows(shown, "เมนูรายงาน", 6, "reporter")
    shown.locator(".rich-menu > :not(img)").nth(2).click()
    expect(shown.locator(".row.own").last).to_contain_text("สถานะ")
    assert "รายงานเดือน ต.ค. ๖๕ กองช่าง" in said(somchai.answer())

    somchai.join("secretary")
    shows(shown, "เมนู", 10, "reporter-secretary")

    # a restart makes no menu anew
    made = menus_created(town)
    assert made == 3
    bot = town.processes.pop()
    bot.terminate()
    assert bot.wait(timeout=20) == 0
    town.start_bot()
    executive = Phone(town, "ปลัด")
    executive.join("executive")
    shows(phone(page, "ปลัด"), "เมนูผู้บริหาร", 4, "executive")
    assert menus_created(town) == made + 1


def test_the_menus_are_there_after_a_tick_alone(town: Town) -> None:
    town.start_bot("--web-only")
    reporter = Phone(town, "สมชาย")
    reporter.join("reporter", "กองช่าง")
    town.done("tick", "--at", "2022-10-25T09:00")
    assert menus_created(town) == 2
    town.done("tick", "--at", "2022-10-25T09:10")
    assert menus_created(town) == 2
    person = requests.get(f"{town.line}/simulator/state?since=0", timeout=10).json()["people"][0]
    menu = requests.get(f"{town.line}/simulator/richmenus/{person['rich_menu']}", timeout=10).json()
    assert menu["name"] == "reporter"
