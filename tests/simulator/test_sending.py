"""Reply tokens, retry keys, quota and blocked people behave as on LINE."""

from typing import Any

import requests

HELLO = {"type": "text", "text": "สวัสดี"}
NOBODY = "U" + "0" * 32


def test_a_reply_arrives_and_costs_nothing(line):
    user = line.friend()
    answer = line.reply(line.bot.events[0]["replyToken"], HELLO)
    assert answer.status_code == 200
    assert [sorted(one) for one in answer.json()["sentMessages"]] == [["id", "quoteToken"]]
    assert answer.json()["sentMessages"][0]["id"].isdigit()
    assert line.told(user) == ["สวัสดี"]
    assert line.api("GET", "/v2/bot/message/quota/consumption").json() == {"totalUsage": 0}


def test_a_reply_token_works_once(line):
    line.friend()
    token = line.bot.events[0]["replyToken"]
    assert line.reply(token, HELLO).status_code == 200
    again = line.reply(token, HELLO)
    assert (again.status_code, again.json()) == (400, {"message": "Invalid reply token"})


def test_a_refused_body_leaves_the_reply_token_usable(line):
    line.friend()
    token = line.bot.events[0]["replyToken"]
    assert line.reply(token, {"type": "text", "text": ""}).status_code == 400
    assert line.reply(token, HELLO).status_code == 200


def test_a_reply_token_lives_one_minute(line):
    line.friend()
    line.elapsed.added = 61
    assert line.reply(line.bot.events[0]["replyToken"], HELLO).json() == {"message": "Invalid reply token"}


def test_a_redelivery_renews_the_minute_of_an_unused_token(line):
    line.friend()
    event = line.bot.events[0]
    line.elapsed.added = 100
    line.do("resend", webhookEventId=event["webhookEventId"], redelivery=True)
    again = line.bot.wait(2)[1]
    assert again["replyToken"] == event["replyToken"]
    assert again["deliveryContext"] == {"isRedelivery": True}
    assert line.reply(event["replyToken"], HELLO).status_code == 200


def test_a_redelivery_after_twenty_minutes_renews_nothing(line):
    line.friend()
    event = line.bot.events[0]
    line.elapsed.added = 1201
    line.do("resend", webhookEventId=event["webhookEventId"], redelivery=True)
    line.bot.wait(2)
    assert line.reply(event["replyToken"], HELLO).status_code == 400


def test_a_retry_key_is_refused_on_a_reply(line, key):
    line.friend()
    assert line.reply(line.bot.events[0]["replyToken"], HELLO, X_Line_Retry_Key=key).status_code == 400


def test_an_accepted_retry_key_answers_409_and_sends_nothing_again(line, key):
    user = line.friend()
    first = line.push(user, HELLO, key=key)
    second = line.push(user, HELLO, key=key)
    assert second.status_code == 409
    assert second.json() == {
        "message": "The retry key is already accepted",
        "sentMessages": first.json()["sentMessages"],
    }
    assert second.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert second.headers["x-line-request-id"] != first.headers["x-line-request-id"]
    assert line.told(user) == ["สวัสดี"]


def test_a_retry_key_is_forgotten_after_a_day(line, key):
    user = line.friend()
    line.push(user, HELLO, key=key)
    line.elapsed.added = 24 * 3600 + 1
    assert line.push(user, HELLO, key=key).status_code == 200
    assert line.told(user) == ["สวัสดี", "สวัสดี"]


def test_a_refused_push_does_not_use_its_key(line, key):
    user = line.friend()
    assert line.push(user, {"type": "file"}, key=key).status_code == 400
    assert line.push(user, HELLO, key=key).status_code == 200


def test_a_retry_key_must_be_a_uuid(line):
    assert line.push(line.friend(), HELLO, key="again").status_code == 400


def test_a_multicast_409_has_no_sent_messages(line, key):
    user = line.friend()
    body = {"to": [user], "messages": [HELLO]}
    first = line.api("POST", "/v2/bot/message/multicast", body, X_Line_Retry_Key=key)
    second = line.api("POST", "/v2/bot/message/multicast", body, X_Line_Retry_Key=key)
    assert (first.status_code, first.json()) == (200, {})
    assert (second.status_code, second.json()) == (409, {"message": "The retry key is already accepted"})


def test_a_push_counts_once_per_person_whatever_it_holds(line):
    one, two = line.friend("มาลี"), line.friend("สมชาย")
    line.push(one, HELLO, HELLO, HELLO, HELLO, HELLO)
    line.api("POST", "/v2/bot/message/multicast", {"to": [one, two, NOBODY], "messages": [HELLO, HELLO]})
    assert line.api("GET", "/v2/bot/message/quota/consumption").json() == {"totalUsage": 3}
    assert line.api("GET", "/v2/bot/message/quota").json() == {"type": "limited", "value": 10}


def test_a_group_push_counts_every_member(line):
    members = [line.friend("มาลี"), line.friend("สมชาย")]
    group = line.do("groups", name="กลุ่มงาน", members=members)["group_id"]
    assert line.push(group, HELLO).status_code == 200
    assert line.api("GET", "/v2/bot/message/quota/consumption").json() == {"totalUsage": 2}


def test_an_unknown_or_left_group_is_refused(line):
    group = line.do("groups", name="กลุ่มงาน", members=[line.friend()])["group_id"]
    line.do("groups", group_id=group, join=False)
    for to in (group, "C" + "0" * 32):
        answer = line.push(to, HELLO)
        assert (answer.status_code, answer.json()) == (400, {"message": "Failed to send messages"})


def test_when_the_quota_is_used_up_a_push_is_429_and_a_reply_still_goes(line):
    user = line.friend()
    line.do("quota", limit=1)
    assert line.push(user, HELLO).status_code == 200
    over = line.push(user, HELLO)
    assert (over.status_code, over.json()) == (429, {"message": "You have reached your monthly limit."})
    assert line.reply(line.bot.events[0]["replyToken"], HELLO).status_code == 200


def test_a_blocker_is_answered_200_and_gets_and_costs_nothing(line):
    user = line.friend()
    line.do(f"people/{user}/block")
    line.bot.wait(2)
    assert line.bot.events[1]["type"] == "unfollow"
    assert "replyToken" not in line.bot.events[1]
    assert line.push(user, HELLO).status_code == 200
    assert line.told(user) == []
    assert line.api("GET", "/v2/bot/message/quota/consumption").json() == {"totalUsage": 0}
    assert line.api("GET", f"/v2/bot/profile/{user}").status_code == 404


def test_an_unblocked_person_follows_again_and_is_reached(line):
    user = line.friend()
    line.do(f"people/{user}/block")
    line.do(f"people/{user}/unblock")
    assert line.bot.wait(3)[2]["follow"] == {"isUnblocked": True}
    line.push(user, HELLO)
    assert line.told(user) == ["สวัสดี"]


def test_an_id_never_seen_is_200_and_a_malformed_one_400(line):
    assert line.push(NOBODY, HELLO).status_code == 200
    for wrong in ("Uxyz", "malee", "U" + "A" * 32, NOBODY + "0"):
        assert line.push(wrong, HELLO).status_code == 400


def test_who_wrote_without_being_a_friend_can_be_pushed_for_seven_days(line):
    user = line.do("people", name="มาลี", follow=False)["user_id"]
    line.push(user, HELLO)
    line.do("say", user_id=user, text="ขอถามหน่อย")
    line.push(user, HELLO)
    line.elapsed.added = 7 * 24 * 3600 + 5
    line.push(user, HELLO)
    assert line.told(user) == ["สวัสดี"]


def test_without_the_right_token_nothing_is_done(line):
    user = line.friend()
    for header in ({}, {"Authorization": "Bearer wrong"}):
        answer = requests.post(
            f"{line.url}/v2/bot/message/push",
            json={"to": user, "messages": [HELLO]},
            headers=header,
            timeout=5,
        )
        assert answer.status_code == 401
        assert answer.json()["message"].startswith("Authentication failed due to the following reason: ")
        assert answer.headers["x-line-request-id"]
    assert line.told(user) == []


def test_an_error_sends_nothing_of_the_request(line):
    user = line.friend()
    assert line.push(user, HELLO, {"type": "text", "text": "x" * 5001}).status_code == 400
    assert line.told(user) == []


def test_error_bodies_have_lines_form(line):
    user = line.friend()
    assert line.push(user, {"type": "text", "text": "x" * 5001}).json() == {
        "message": "The request body has 1 error(s)",
        "details": [{"message": "Length must be between 0 and 5000", "property": "messages[0].text"}],
    }
    assert line.push(user).json() == {
        "message": "The request body has 1 error(s)",
        "details": [{"message": "Size must be between 1 and 5", "property": "messages"}],
    }
    bubble = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text"}]}}
    assert line.push(user, HELLO, {"type": "flex", "altText": "x", "contents": bubble}).json() == {
        "message": "A message (messages[1]) in the request body is invalid",
        "details": [{"message": "must be non-empty text", "property": "/body/contents/0/text"}],
    }


def test_bodies_that_are_no_json_object_are_refused(line):
    for body, status in ((b"{", 400), (b"[]", 400), (b"\xff", 400), (b'{"to":"' + b"x" * 2_200_000 + b'"}', 413)):
        answer = requests.post(
            f"{line.url}/v2/bot/message/push",
            data=body,
            headers={"Authorization": "Bearer test-token", "Content-Type": "application/json"},
            timeout=5,
        )
        assert answer.status_code == status


def test_validate_checks_without_sending(line):
    for kind in ("reply", "push", "multicast"):
        path = f"/v2/bot/message/validate/{kind}"
        assert line.api("POST", path, {"messages": [HELLO]}).json() == {}
        assert line.api("POST", path, {"messages": [{"type": "file"}]}).status_code == 400


def test_endpoints_that_are_not_played_answer_404(line):
    assert line.api("POST", "/v2/bot/message/broadcast", {"messages": [HELLO]}).status_code == 404


def test_a_box_in_a_box_in_a_box_without_end_is_refused(line):
    box: dict[str, Any] = {"type": "box", "layout": "vertical", "contents": []}
    for _ in range(400):
        box = {"type": "box", "layout": "vertical", "contents": [box]}
    message = {"type": "flex", "altText": "x", "contents": {"type": "bubble", "body": box}}
    assert line.push(line.friend(), message).status_code == 400
