"""A stand-in on a free port with a tiny bot behind it, and a hand for each side."""

import time
import uuid
from typing import Any

import pytest
import requests

from simulator.app import StandIn
from simulator.settings import Settings
from tests.simulator.receiver import SECRET, Receiver

TOKEN = "test-token"


class Elapsed:
    """Real time, plus what a test adds to it."""

    def __init__(self) -> None:
        self.added = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.added


class Line:
    """Both hands: `api` acts as the bot, `do` and `look` act as people and tests."""

    def __init__(self, stand_in: StandIn, port: int, bot: Receiver, elapsed: Elapsed) -> None:
        self.stand_in, self.bot, self.elapsed = stand_in, bot, elapsed
        self.url = f"http://127.0.0.1:{port}"

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        given = {"Authorization": f"Bearer {TOKEN}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return requests.request(method, self.url + path, json=body, headers=given, timeout=10)

    def push(self, to: str, *messages: Any, key: str | None = None) -> requests.Response:
        headers = {"X_Line_Retry_Key": key} if key else {}
        return self.api("POST", "/v2/bot/message/push", {"to": to, "messages": list(messages)}, **headers)

    def reply(self, token: str, *messages: Any, **headers: str) -> requests.Response:
        body = {"replyToken": token, "messages": list(messages)}
        return self.api("POST", "/v2/bot/message/reply", body, **headers)

    def do(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/simulator/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def look(self, path: str) -> Any:
        answer = requests.get(f"{self.url}/simulator/{path}", timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def friend(self, name: str = "มาลี", **more: Any) -> str:
        """A new friend whose follow event has arrived."""
        before = len(self.bot.events)
        user_id = self.do("people", name=name, **more)["user_id"]
        self.bot.wait(before + 1)
        return str(user_id)

    def told(self, user_id: str) -> list[str]:
        """The texts that reached a person, in order."""
        return [m["text"] for one in self.look(f"delivered?user_id={user_id}") for m in one["messages"]]

    def quiet(self, seconds: float = 5) -> None:
        """Wait until no webhook is waiting or on its way."""
        end = time.monotonic() + seconds
        while self.look("state?since=999999999")["pending"]:
            assert time.monotonic() < end, "webhooks are still waiting"
            time.sleep(0.02)


@pytest.fixture
def bot():
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def line(bot):
    elapsed = Elapsed()
    stand_in = StandIn(
        Settings(
            channel_secret=SECRET,
            access_token=TOKEN,
            bot_url=bot.url,
            quota=10,
            webhook_timeout=0.5,
            redelivery_delays=(0.05, 0.1),
        ),
        elapsed,
    )
    port = stand_in.listen("127.0.0.1", 0)
    stand_in.serve_in_background()
    yield Line(stand_in, port, bot, elapsed)
    stand_in.close()


@pytest.fixture
def key() -> str:
    return str(uuid.uuid4())
