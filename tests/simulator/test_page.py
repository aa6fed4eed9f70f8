"""The chat page in a real browser: text, quick reply, Flex button, and nothing typed becomes markup."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulator.test_richmenus import made, png

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EVIL = "<img src=x onerror=\"document.title='broken in'\">"


def postback(label, **more):
    return {"type": "postback", "label": label, "data": label, **more}


def flex(*contents):
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": body}}


STATIC = Path(__file__).resolve().parents[2] / "simulator" / "static"


def test_no_script_makes_markup_of_text():
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|DOMParser|srcdoc")
    assert [file.name for file in STATIC.glob("*.js") if forbidden.search(file.read_text("utf-8"))] == []


def test_the_page_works_behind_any_prefix_and_loads_nothing_from_elsewhere(line):
    html = requests.get(f"{line.url}/simulator/", timeout=5).text
    addresses = re.findall(r"(?:src|href)=\"([^\"]*)\"", html)
    assert addresses
    for file in STATIC.glob("*.js"):
        addresses += re.findall(r"(?:from|get\(|post\(|act\()\s*[\"`]([^\"`]+)[\"`]", file.read_text("utf-8"))
    assert [one for one in addresses if one.startswith(("/", "http", "//"))] == []
    assert not any("url(" in file.read_text("utf-8") for file in STATIC.glob("*.css"))


@pytest.fixture
def page():
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: the chat page is not tested")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1400, "height": 900}, locale="th-TH")
        page.set_default_timeout(8000)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
        browser.close()
        assert errors == []


@pytest.mark.slow
def test_a_person_types_taps_and_picks(line, page):
    user = line.friend("มาลี", label="กองคลัง")
    page.goto(f"{line.url}/simulator/")
    phone = page.locator(f'.phone[data-user-id="{user}"]')
    phone.locator(".input").fill("บรรทัดแรก")
    phone.locator(".input").press("Shift+Enter")
    phone.locator(".input").press_sequentially("บรรทัดสอง")
    phone.locator(".input").press("Enter")
    assert line.bot.wait(2)[1]["message"]["text"] == "บรรทัดแรก\nบรรทัดสอง"

    picker = {
        "type": "datetimepicker", "label": "เลือกวันที่", "data": "when", "mode": "date",
        "initial": "2026-11-25", "min": "2026-10-01", "max": "2027-09-30",
    }  # fmt: skip
    items = [{"type": "action", "action": one} for one in (postback("ข้าม", displayText="ข้ามไป"), picker)]
    line.push(user, {"type": "text", "text": "ถามหนึ่ง", "quickReply": {"items": items}})
    phone.locator(".quick-reply", has_text="เลือกวันที่").click()
    phone.locator(".picker-input").fill("2026-12-31")
    assert phone.locator(".picker-words").inner_text() == "31 ธันวาคม 2569"
    phone.locator(".picker-ok").click()
    assert line.bot.wait(3)[2]["postback"] == {"data": "when", "params": {"date": "2026-12-31"}}
    phone.locator(".quick-reply", has_text="ข้าม").click()
    assert line.bot.wait(4)[3]["postback"] == {"data": "ข้าม"}
    phone.locator(".row.own", has_text="ข้ามไป").wait_for()
    phone.locator(".quick-reply").first.wait_for(state="detached")

    line.push(user, flex({"type": "button", "style": "primary", "action": postback("เริ่มรายงาน")}))
    phone.locator(".fx-button", has_text="เริ่มรายงาน").click()
    assert line.bot.wait(5)[4]["postback"] == {"data": "เริ่มรายงาน"}


@pytest.mark.slow
def test_nothing_typed_or_sent_becomes_markup(line, page):
    user = line.friend(EVIL, label=EVIL)
    page.goto(f"{line.url}/simulator/")
    phone = page.locator(f'.phone[data-user-id="{user}"]')
    phone.locator(".input").fill(EVIL)
    phone.locator(".input").press("Enter")
    line.bot.wait(2)
    line.push(
        user,
        {"type": "text", "text": EVIL, "sender": {"name": "<b>x</b>"}},
        flex(
            {"type": "text", "text": EVIL, "wrap": True},
            {"type": "text", "contents": [{"type": "span", "text": EVIL}]},
            {"type": "button", "action": postback("<b>x</b>")},
        ),
        {
            "type": "template",
            "altText": EVIL,
            "template": {"type": "confirm", "text": EVIL, "actions": [postback("<b>ก</b>"), postback("ข")]},
        },
        {
            "type": "text",
            "text": "คำถาม",
            "quickReply": {"items": [{"type": "action", "action": postback("<i>x</i>")}]},
        },
    )
    phone.locator(".quick-reply").wait_for()
    # The person's bubble, the bot's text, Flex text and span, the template: five times, as text.
    assert phone.locator(".list").inner_text().count("<img src=x") == 5
    assert page.locator("img[src='x'], .phone b, .phone i").count() == 0
    assert page.title() == "LINE จำลอง"


@pytest.mark.slow
def test_line_on_a_pc_shows_no_quick_replies(line, page):
    user = line.friend()
    page.goto(f"{line.url}/simulator/")
    phone = page.locator(f'.phone[data-user-id="{user}"]')
    items = [{"type": "action", "action": postback("ข้าม")}]
    line.push(user, {"type": "text", "text": "ถาม", "quickReply": {"items": items}})
    phone.locator(".quick-reply").wait_for()
    phone.locator(".pc-switch").check()
    phone.locator(".quick-reply").wait_for(state="detached")
    phone.locator(".pc-switch").uncheck()
    phone.locator(".quick-reply").wait_for()


@pytest.mark.slow
def test_a_rich_menu_is_tapped_and_is_not_there_on_a_pc(line, page):
    user = line.friend()
    page.goto(f"{line.url}/simulator/")
    phone = page.locator(f'.phone[data-user-id="{user}"]')
    line.api("POST", f"/v2/bot/user/{user}/richmenu/{made(line)}")
    phone.locator(".rich-menu .area").click()
    assert line.bot.wait(2)[1]["message"]["text"] == "สถานะ"
    phone.locator(".pc-switch").check()
    assert not phone.locator(".rich-menu").is_visible()
    assert not phone.locator(".menu-bar").is_visible()


@pytest.mark.slow
def test_a_photo_is_previewed_sent_and_unsent(line, page, tmp_path):
    user = line.friend()
    page.goto(f"{line.url}/simulator/")
    phone = page.locator(f'.phone[data-user-id="{user}"]')
    photo = tmp_path / "ประชุม.png"
    photo.write_bytes(png(300, 200))
    phone.locator(".files").set_input_files(photo)
    phone.locator(".preview-send").click()
    assert line.bot.wait(2)[1]["message"]["type"] == "image"
    picture = phone.locator(".row.own .photo")
    picture.wait_for()
    page.wait_for_function("() => document.querySelector('.photo').naturalWidth === 300")
    phone.locator(".input").fill("พิมพ์ผิด")
    phone.locator(".input").press("Enter")
    phone.locator(".row.own .text", has_text="พิมพ์ผิด").click()
    phone.locator(".unsend").click()
    assert line.bot.wait(4)[3]["type"] == "unsend"
    phone.locator(".notice").wait_for()


@pytest.mark.slow
def test_a_narrow_window_shows_one_phone_with_tabs(line, page):
    users = [line.friend("มาลี"), line.friend("สมชาย")]
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{line.url}/simulator/")
    page.locator(".tab").nth(1).click()
    assert [page.locator(f'.phone[data-user-id="{one}"]').is_visible() for one in users] == [False, True]
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width == 390


@pytest.mark.slow
def test_the_clock_bar_moves_the_clock_and_says_what_happened(line, page):
    asked = []

    def clock(route):
        answer: dict[str, Any] = {"now": "2026-11-25T09:00:00+07:00", "text": "วันพุธที่ ๒๕ พฤศจิกายน ๒๕๖๙", "next": None}
        if route.request.method == "POST":
            asked.append(json.loads(route.request.post_data or ""))
            answer |= {"happened": ["ส่งการ์ดถึง กองคลัง"]}
        else:
            answer |= {"next": {"at": "2026-12-02T09:00:00+07:00", "text": "เตือน"}}
        route.fulfill(json=answer)

    page.route("**/demo/clock", clock)
    page.route(
        "**/simulator/",
        lambda route: route.fulfill(
            response=(got := route.fetch()),
            body=got.text().replace('data-clock-url=""', 'data-clock-url="../demo/clock"'),
        ),
    )
    page.goto(f"{line.url}/simulator/")
    page.locator("#clock-to-next").click()
    page.locator(".toast", has_text="ส่งการ์ดถึง กองคลัง").wait_for()
    page.locator("#clock-day").click()
    page.wait_for_function("() => document.querySelectorAll('.toast').length === 2")
    assert asked == [{"to": "next"}, {"days": 1}]
