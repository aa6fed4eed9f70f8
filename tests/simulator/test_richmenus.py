"""Rich menus: limits, image, links and the order of priority."""

import struct
import zlib

import pytest
import requests

AREA = {"bounds": {"x": 0, "y": 0, "width": 600, "height": 405}, "action": {"type": "message", "text": "สถานะ"}}
MENU = {
    "size": {"width": 1200, "height": 405},
    "selected": True,
    "name": "เมนูหลัก",
    "chatBarText": "เมนู",
    "areas": [AREA],
}


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xdc\xf0\xe4" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def upload(line, menu, data, media="image/png"):
    return requests.post(
        f"{line.url}/v2/bot/richmenu/{menu}/content",
        data=data,
        headers={"Authorization": "Bearer test-token", "Content-Type": media},
        timeout=5,
    ).status_code


def made(line, **changes):
    menu = line.api("POST", "/v2/bot/richmenu", {**MENU, **changes}).json()["richMenuId"]
    assert upload(line, menu, png(1200, 405)) == 200
    return menu


def seen_by(line, user):
    people = line.look("state?since=0")["people"]
    return next(person["rich_menu"] for person in people if person["user_id"] == user)


@pytest.mark.parametrize(
    "change",
    [
        {"size": {"width": 799, "height": 400}},
        {"size": {"width": 2501, "height": 800}},
        {"size": {"width": 1200, "height": 249}},
        {"size": {"width": 1200, "height": 900}},
        {"chatBarText": "ก" * 15},
        {"name": ""},
        {"areas": [AREA] * 21},
        {"areas": [{**AREA, "bounds": {"x": 700, "y": 0, "width": 600, "height": 405}}]},
        {"areas": [{**AREA, "action": {"type": "camera", "label": "ก"}}]},
        {"selected": None},
    ],
)
def test_line_would_refuse_this_menu(line, change):
    assert line.api("POST", "/v2/bot/richmenu", {**MENU, **change}).status_code == 400
    assert line.api("POST", "/v2/bot/richmenu/validate", {**MENU, **change}).status_code == 400


def test_fourteen_thai_letters_fit_the_chat_bar(line):
    assert line.api("POST", "/v2/bot/richmenu/validate", {**MENU, "chatBarText": "ที่" * 14}).status_code == 200


def test_a_menu_needs_its_image_once_and_of_its_size(line):
    user = line.friend()
    menu = line.api("POST", "/v2/bot/richmenu", MENU).json()["richMenuId"]
    link = f"/v2/bot/user/{user}/richmenu/{menu}"
    assert line.api("POST", link).status_code == 400
    assert upload(line, menu, b"GIF89a", "image/gif") == 415
    assert upload(line, menu, png(800, 250)) == 400
    assert upload(line, menu, png(1200, 405) + b"\0" * 1_048_576) == 413
    assert [upload(line, menu, png(1200, 405)) for _ in range(2)] == [200, 400]
    assert line.api("POST", link).status_code == 200
    assert line.api("GET", f"/v2/bot/user/{user}/richmenu").json() == {"richMenuId": menu}
    assert line.api("GET", f"/v2/bot/richmenu/{menu}/content").headers["Content-Type"] == "image/png"


def test_the_persons_menu_comes_before_the_default(line):
    user = line.friend()
    default, own = made(line), made(line, name="ของฉัน")
    assert line.api("POST", f"/v2/bot/user/all/richmenu/{default}").status_code == 200
    assert line.api("GET", "/v2/bot/user/all/richmenu").json() == {"richMenuId": default}
    assert seen_by(line, user) == default
    line.api("POST", f"/v2/bot/user/{user}/richmenu/{own}")
    assert seen_by(line, user) == own
    line.api("DELETE", f"/v2/bot/user/{user}/richmenu")
    assert seen_by(line, user) == default
    line.api("DELETE", "/v2/bot/user/all/richmenu")
    assert seen_by(line, user) is None


def test_linking_a_stranger_answers_200_and_does_nothing(line):
    user = line.do("people", name="แปลกหน้า", follow=False)["user_id"]
    menu = made(line)
    assert line.api("POST", f"/v2/bot/user/{user}/richmenu/{menu}").status_code == 200
    assert seen_by(line, user) is None


def test_bulk_links_are_accepted_with_202(line):
    users = [line.friend("มาลี"), line.friend("สมชาย")]
    menu = made(line)
    body = {"richMenuId": menu, "userIds": users}
    assert line.api("POST", "/v2/bot/richmenu/bulk/link", body).status_code == 202
    assert [seen_by(line, user) for user in users] == [menu, menu]
    too_many = {"richMenuId": menu, "userIds": ["U" + "0" * 32] * 501}
    assert line.api("POST", "/v2/bot/richmenu/bulk/link", too_many).status_code == 400
    assert line.api("POST", "/v2/bot/richmenu/bulk/unlink", {"userIds": users}).status_code == 202
    assert [seen_by(line, user) for user in users] == [None, None]


def test_a_switch_changes_the_menu_and_tells_the_bot(line):
    user = line.friend()
    menu = made(line)
    alias = {"richMenuAliasId": "second", "richMenuId": menu}
    assert line.api("POST", "/v2/bot/richmenu/alias", alias).status_code == 200
    assert line.api("POST", "/v2/bot/richmenu/alias", alias).status_code == 400
    assert line.api("POST", "/v2/bot/richmenu/alias", {**alias, "richMenuAliasId": "ใหม่"}).status_code == 400
    line.do("say", user_id=user, type="postback", data="s", richMenuAliasId="second")
    assert line.bot.wait(2)[1]["postback"] == {
        "data": "s",
        "params": {"newRichMenuAliasId": "second", "status": "SUCCESS"},
    }
    assert seen_by(line, user) == menu


def test_list_and_delete(line):
    menu = made(line)
    assert [one["richMenuId"] for one in line.api("GET", "/v2/bot/richmenu/list").json()["richmenus"]] == [menu]
    assert line.api("GET", f"/v2/bot/richmenu/{menu}").json() == {"richMenuId": menu, **MENU}
    assert line.api("DELETE", f"/v2/bot/richmenu/{menu}").status_code == 200
    assert line.api("GET", f"/v2/bot/richmenu/{menu}").status_code == 404
