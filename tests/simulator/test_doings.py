"""What people do, what the bot hears of it, and what the control API tells."""

import requests

HELLO = {"type": "text", "text": "สวัสดี"}
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


def upload(line, user, *files, **form):
    return requests.post(
        f"{line.url}/simulator/upload",
        data={"user_id": user, **form},
        files=[("file", (name, data, "application/octet-stream")) for name, data in files],
        timeout=5,
    ).json()


def test_text_arrives_signed_and_complete(line):
    user = line.friend()
    said = line.do("say", user_id=user, text="รายงาน")
    event = line.bot.wait(2)[1]
    assert line.bot.bad_signatures == 0
    assert event["webhookEventId"] == said["webhookEventId"]
    assert event["source"] == {"type": "user", "userId": user}
    assert event["mode"] == "active"
    message = event["message"]
    assert (message["id"], message["type"], message["text"]) == (said["message_id"], "text", "รายงาน")
    assert {"quoteToken", "markAsReadToken"} <= set(message)
    assert line.bot.bodies[0]["destination"] == line.api("GET", "/v2/bot/info").json()["userId"]


def test_one_persons_events_come_in_order(line):
    user = line.friend()
    for number in range(20):
        line.do("say", user_id=user, text=str(number))
    texts = [event["message"]["text"] for event in line.bot.wait(21)[1:]]
    assert texts == [str(number) for number in range(20)]


def test_a_postback_shows_its_text_and_sends_only_the_postback(line):
    user = line.friend()
    line.do("say", user_id=user, type="postback", data="a=1", displayText="เริ่ม", params={"date": "2026-11-25"})
    event = line.bot.wait(2)[1]
    assert event["type"] == "postback"
    assert event["postback"] == {"data": "a=1", "params": {"date": "2026-11-25"}}
    line.quiet()
    assert len(line.bot.events) == 2
    shown = line.look("state?since=0")["messages"]
    assert [(one["from"], one["message"]["text"]) for one in shown] == [("person", "เริ่ม")]


def test_several_photos_form_a_set_and_can_be_fetched(line):
    user = line.friend()
    upload(line, user, ("a.png", PNG), ("b.png", PNG))
    one, two = (event["message"] for event in line.bot.wait(3)[1:])
    assert [m["imageSet"]["index"] for m in (one, two)] == [1, 2]
    assert one["imageSet"]["id"] == two["imageSet"]["id"]
    assert one["contentProvider"] == {"type": "line"}
    content = line.api("GET", f"/v2/bot/message/{one['id']}/content")
    assert (content.status_code, content.headers["Content-Type"]) == (200, "image/png")
    assert content.content == PNG


def test_a_single_photo_has_no_set_and_a_file_has_name_and_size(line):
    user = line.friend()
    upload(line, user, ("a.png", PNG))
    upload(line, user, ("แผน.xlsx", b"not really a sheet"))
    photo, file = (event["message"] for event in line.bot.wait(3)[1:])
    assert "imageSet" not in photo
    assert (file["type"], file["fileName"], file["fileSize"]) == ("file", "แผน.xlsx", 18)


def test_a_page_sent_as_a_file_is_never_shown_as_a_page(line):
    user = line.friend()
    sent = upload(line, user, ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"))
    media = requests.get(f"{line.url}/simulator/media/{sent['message_id']}", timeout=5)
    assert media.headers["Content-Type"] == "application/octet-stream"
    assert media.headers["Content-Disposition"].startswith("attachment")


def test_unsending_takes_the_content_away_and_tells_only_the_id(line):
    user = line.friend()
    sent = upload(line, user, ("a.png", PNG))
    line.do("unsend", user_id=user, message_id=sent["message_id"])
    event = line.bot.wait(3)[2]
    assert (event["type"], event["unsend"]) == ("unsend", {"messageId": sent["message_id"]})
    assert "replyToken" not in event
    assert line.api("GET", f"/v2/bot/message/{sent['message_id']}/content").status_code == 410
    assert line.look("state?since=0")["messages"][0]["message"] == {}


def test_unknown_content_is_404(line):
    assert line.api("GET", "/v2/bot/message/1/content").status_code == 404


def test_sticker_location_voice_and_video(line):
    user = line.friend()
    for kind in ("sticker", "location", "audio", "video"):
        line.do("say", user_id=user, type=kind)
    messages = [event["message"] for event in line.bot.wait(5)[1:]]
    assert [message["type"] for message in messages] == ["sticker", "location", "audio", "video"]
    assert messages[0]["stickerResourceType"] == "STATIC"
    assert messages[2]["duration"] == 3000


def test_a_quoted_message_gives_only_its_id(line):
    user = line.friend()
    first = line.do("say", user_id=user, text="ก")
    line.do("say", user_id=user, text="ข", quoted=first["message_id"])
    assert line.bot.wait(3)[2]["message"]["quotedMessageId"] == first["message_id"]


def test_a_group_tells_of_joining_members_and_mentions(line):
    one, two = line.friend("มาลี"), line.friend("สมชาย")
    group = line.do("groups", name="งาน ITA", members=[one])["group_id"]
    line.do("groups", group_id=group, add=[two])
    line.do("say", user_id=one, group=group, text="😀 ขอสถานะ", mention=True)
    line.do("groups", group_id=group, remove=[two])
    line.do("groups", group_id=group, join=False)
    join, joined, message, left, leave = line.bot.wait(7)[2:]
    assert [e["type"] for e in (join, joined, left, leave)] == ["join", "memberJoined", "memberLeft", "leave"]
    assert ["replyToken" in e for e in (join, joined, message, left, leave)] == [True, True, True, False, False]
    assert joined["joined"]["members"] == [{"type": "user", "userId": two}]
    assert message["source"] == {"type": "group", "groupId": group, "userId": one}
    mention = message["message"]["mention"]["mentionees"][0]
    written = message["message"]["text"].encode("utf-16-le")
    tag = written[2 * mention["index"] : 2 * (mention["index"] + mention["length"])].decode("utf-16-le")
    assert (tag, mention["isSelf"]) == ("@ผู้ช่วยรายงาน ITA", True)


def test_an_edited_text_in_a_group_comes_with_a_new_reply_token(line):
    user = line.friend()
    group = line.do("groups", name="งาน ITA", members=[user])["group_id"]
    said = line.do("say", user_id=user, group=group, text="๑๕ คน")
    line.do("edit", user_id=user, message_id=said["message_id"], text="๑๖ คน")
    first, second = line.bot.wait(4)[2:]
    assert (second["type"], second["message"]["id"], second["message"]["text"]) == (
        "messageEdited",
        said["message_id"],
        "๑๖ คน",
    )
    assert first["replyToken"] != second["replyToken"]
    assert first["message"]["text"] == "๑๕ คน"


def test_a_blocker_cannot_write(line):
    user = line.friend()
    line.do(f"people/{user}/block")
    answer = requests.post(f"{line.url}/simulator/say", json={"user_id": user, "text": "ก"}, timeout=5)
    assert answer.status_code == 409


def test_the_clock_moves_the_times_of_events_only(line):
    line.do("clock", now="2026-11-25T09:00:00")
    user = line.friend()
    assert abs(line.bot.events[0]["timestamp"] - 1795572000000) < 5000
    assert line.reply(line.bot.events[0]["replyToken"], HELLO).status_code == 200
    assert line.look("clock")["now"].startswith("2026-11-25T09:00:0")
    line.do("clock", offset_ms=0)
    line.do("say", user_id=user, text="ก")
    assert line.look("clock")["offset_ms"] == 0


def test_the_state_tells_only_what_is_new(line):
    user = line.friend()
    line.quiet()
    first = line.look("state?since=0")
    assert [(p["user_id"], p["blocked"]) for p in first["people"]] == [(user, False)]
    line.push(user, HELLO)
    second = line.look(f"state?since={first['version']}")
    assert [(m["from"], m["via"], m["kind"], m["message"]["text"]) for m in second["messages"]] == [
        ("bot", "push", "text", "สวัสดี")
    ]
    assert [(c["path"], c["status"]) for c in second["calls"]] == [("/v2/bot/message/push", 200)]
    assert second["webhooks"] == []
    third = line.look(f"state?since={second['version']}")
    assert (third["messages"], third["calls"]) == ([], [])


def test_raw_bodies_reach_the_bot_signed_or_not(line):
    assert line.do("raw", body={"destination": "x", "events": []})["status"] == 200
    assert line.do("raw", body="{", sign=False)["status"] == 400
    assert line.bot.bad_signatures == 1


def test_profile_info_and_loading(line):
    user = line.friend("มาลี", picture="https://example.org/m.jpg")
    assert line.api("GET", f"/v2/bot/profile/{user}").json() == {
        "userId": user,
        "displayName": "มาลี",
        "language": "th",
        "pictureUrl": "https://example.org/m.jpg",
    }
    assert sorted(line.api("GET", "/v2/bot/info").json()) == [
        "basicId",
        "chatMode",
        "displayName",
        "markAsReadMode",
        "userId",
    ]
    start = "/v2/bot/chat/loading/start"
    assert line.api("POST", start, {"chatId": user, "loadingSeconds": 10}).status_code == 202
    assert line.api("POST", start, {"chatId": user, "loadingSeconds": 7}).status_code == 400
    assert line.api("POST", start, {"chatId": user, "loadingSeconds": 65}).status_code == 400


def test_the_webhook_test_asks_the_bot(line):
    answer = line.api("POST", "/v2/bot/channel/webhook/test", {}).json()
    assert (answer["success"], answer["statusCode"]) == (True, 200)
    assert line.api("GET", "/v2/bot/channel/webhook/endpoint").json()["active"] is True


def test_another_site_cannot_act_for_people(line):
    answer = requests.post(
        f"{line.url}/simulator/people",
        json={"name": "x"},
        headers={"Sec-Fetch-Site": "cross-site"},
        timeout=5,
    )
    assert answer.status_code == 403


def test_a_hand_made_event_can_be_answered(line):
    user = line.friend()
    event = {"type": "novelty", "source": {"type": "user", "userId": user}, "replyToken": "made-by-hand"}
    assert line.do("raw", body={"destination": "x", "events": [event]})["status"] == 200
    assert line.reply("made-by-hand", HELLO).status_code == 200
    assert line.told(user) == ["สวัสดี"]


def test_half_an_emoji_breaks_nothing(line):
    user = line.friend()
    line.do("say", user_id=user, text="\ud83d")
    assert line.bot.wait(2)[1]["message"]["text"] == "\ud83d"
    line.push(user, {"type": "text", "text": "\ud83d"})
    assert len(line.look("state?since=0")["messages"]) == 2
