"""Faults that can be switched on, and what a bot with retry keys makes of them."""

import time

import pytest
import requests

from simulator.sender import sign
from tests.simulator.receiver import SECRET

HELLO = {"type": "text", "text": "สวัสดี"}
PUSH = "/v2/bot/message/push"


def test_the_signature_is_the_one_line_documents():
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign(SECRET, body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def queue(line, fault, times=1, seconds=0.3, path=PUSH):
    line.do("faults", api=[{"path": path, "fault": fault, "times": times, "seconds": seconds}])


@pytest.mark.parametrize(
    ("fault", "status"), [("500", 500), ("429 rate", 429), ("429-monthly", 429), ("502 HTML", 502)]
)
def test_a_fault_refuses_the_next_calls_and_then_is_over(line, key, fault, status):
    user = line.friend()
    queue(line, fault, times=2)
    assert [line.push(user, HELLO, key=key).status_code for _ in range(3)] == [status, status, 200]
    assert line.told(user) == ["สวัสดี"]


def test_garbage_is_no_json_and_not_even_text(line):
    queue(line, "502-html")
    answer = line.push(line.friend(), HELLO)
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode("utf-8")


def test_accepted_then_500_answers_409_the_next_time(line, key):
    user = line.friend()
    queue(line, "accept-then-500")
    assert [line.push(user, HELLO, key=key).status_code for _ in range(2)] == [500, 409]
    assert line.told(user) == ["สวัสดี"]


@pytest.mark.parametrize(("fault", "then"), [("accept-then-close", 409), ("close", 200)])
def test_a_closed_connection_gives_no_answer(line, key, fault, then):
    user = line.friend()
    queue(line, fault)
    with pytest.raises(requests.ConnectionError):
        line.push(user, HELLO, key=key)
    assert line.push(user, HELLO, key=key).status_code == then
    assert line.told(user) == ["สวัสดี"]


def test_a_hanging_call_is_slow_and_a_retry_meanwhile_sends_once(line, key):
    user = line.friend()
    queue(line, "accept-then-hang", seconds=0.4)
    with pytest.raises(requests.Timeout):
        requests.post(
            line.url + PUSH,
            json={"to": user, "messages": [HELLO]},
            headers={"Authorization": "Bearer test-token", "X-Line-Retry-Key": key},
            timeout=0.15,
        )
    assert line.push(user, HELLO, key=key).status_code == 409
    assert line.told(user) == ["สวัสดี"]


def test_content_can_be_in_preparation_and_gone(line):
    user = line.friend()
    sent = line.do("say", user_id=user, type="video")
    path = f"/v2/bot/message/{sent['message_id']}/content"
    queue(line, "202-content", path="/v2/bot/message/*/content")
    queue(line, "410-content", path="/v2/bot/message/*/content")
    assert [line.api("GET", path).status_code for _ in range(3)] == [202, 410, 200]


def test_an_unknown_fault_is_refused_with_the_known_ones(line):
    answer = requests.post(f"{line.url}/simulator/faults", json={"api": [{"path": PUSH, "fault": "rain"}]}, timeout=5)
    assert answer.status_code == 400
    assert "accept-then-500" in answer.json()["error"]
    answer = requests.post(f"{line.url}/simulator/faults", json={"webhook": {"rain": True}}, timeout=5)
    assert answer.status_code == 400


def test_a_failed_webhook_is_delivered_again_with_the_same_id_and_token(line):
    line.bot.answers = [500, 500]
    line.do("people", name="มาลี")
    events = line.bot.wait(3)
    assert [event["deliveryContext"]["isRedelivery"] for event in events] == [False, True, True]
    assert len({(event["webhookEventId"], event["replyToken"], event["timestamp"]) for event in events}) == 1


def test_a_webhook_answered_too_late_is_delivered_again(line):
    line.bot.slow_seconds = 0.7
    line.do("people", name="มาลี")
    line.bot.wait(1)
    line.bot.slow_seconds = 0
    assert [one["deliveryContext"]["isRedelivery"] for one in line.bot.wait(2)] == [False, True]
    assert line.look("state?since=0")["webhooks"][0]["status"] == 0


def test_redelivery_can_be_switched_off(line):
    line.do("faults", webhook={"redelivery": False})
    line.bot.answers = [500]
    line.friend()
    line.quiet()
    assert len(line.bot.events) == 1
    assert [hook["status"] for hook in line.look("state?since=0")["webhooks"]] == [500]


def test_the_same_event_can_come_twice_without_being_a_redelivery(line):
    line.do("faults", webhook={"twice": True})
    line.do("people", name="มาลี")
    one, two = line.bot.wait(2)
    assert one == two
    assert one["deliveryContext"] == {"isRedelivery": False}


def test_events_can_come_out_of_order_with_their_own_times(line):
    user = line.friend()
    line.do("faults", webhook={"out_of_order": True})
    for text in ("1", "2", "3", "4"):
        line.do("say", user_id=user, text=text)
    events = line.bot.wait(5)[1:]
    assert [event["message"]["text"] for event in events] != ["1", "2", "3", "4"]
    by_time = sorted(events, key=lambda event: (event["timestamp"], event["message"]["id"]))
    assert [event["message"]["text"] for event in by_time] == ["1", "2", "3", "4"]


def test_events_can_be_delayed(line):
    line.do("faults", webhook={"delay": 0.3})
    line.do("people", name="มาลี")
    time.sleep(0.1)
    assert line.bot.events == []
    line.bot.wait(1)


def test_held_events_of_several_people_come_in_one_batch(line):
    one, two = line.friend("มาลี"), line.friend("สมชาย")
    line.do("faults", webhook={"hold": True})
    line.do("say", user_id=one, text="ก")
    line.do("say", user_id=two, text="ข")
    line.do("faults", webhook={"hold": False})
    line.bot.wait(4)
    assert [event["message"]["text"] for event in line.bot.bodies[-1]["events"]] == ["ก", "ข"]
