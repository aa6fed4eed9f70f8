"""The bot and the stand-in as processes of their own, for tests that go through real sockets."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Town:
    """A data folder, a stand-in for LINE and the bot, started as an operator would. Without `database_url` the data
    is a file in the data folder; `callback` is where the stand-in delivers."""

    def __init__(self, folder: Path, clock: str, database_url: str = "") -> None:
        self.folder, self.clock = folder, clock
        self.bot_port, self.line_port = free_port(), free_port()
        self.bot = f"http://127.0.0.1:{self.bot_port}"
        self.line = f"http://127.0.0.1:{self.line_port}"
        self.callback = f"{self.bot}/callback"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "LINE_CHANNEL_SECRET": "a-secret",
            "LINE_CHANNEL_ACCESS_TOKEN": "a-token",
            "LINE_API_URL": self.line,
            "DATA_DIR": str(folder / "data"),
            "PUBLIC_URL": self.bot,
            "PORT": str(self.bot_port),
        } | ({"DATABASE_URL": database_url.replace("+psycopg:", ":")} if database_url else {})
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Town:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(timeout=20)

    def start_line(self) -> None:
        self.start("simulator", "--port", str(self.line_port), "--bot", self.callback, "--clock", self.clock)
        eventually(lambda: requests.get(f"{self.line}/simulator/clock", timeout=1).ok)

    def start_bot(self, *options: str) -> subprocess.Popen[bytes]:
        process = self.start("bot", "serve", "--clock", self.clock, *options)
        eventually(lambda: requests.get(f"{self.bot}/healthz", timeout=1).ok)
        return process

    def start(self, module: str, *options: str) -> subprocess.Popen[bytes]:
        """Start a module as a process of its own; its output goes to a log in the folder."""
        log = (self.folder / f"{module}-{len(self.processes)}.log").open("wb")
        command = [sys.executable, "-m", module, *options]
        process = subprocess.Popen(command, env=self.environment, cwd=self.folder, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """One command of the bot, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *command],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def done(self, *command: str) -> str:
        """One command that must succeed; gives what it printed."""
        found = self.run(*command)
        assert found.returncode == 0, found.stderr
        return found.stdout

    def control(self, path: str, body: Any) -> Any:
        answer = requests.post(f"{self.line}/simulator/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def delivered(self, user_id: str = "") -> list[dict[str, Any]]:
        params = {"user_id": user_id} if user_id else {}
        found: list[dict[str, Any]] = requests.get(
            f"{self.line}/simulator/delivered", params=params, timeout=10
        ).json()
        return found


class Phone:
    """One person's phone at the stand-in."""

    def __init__(self, town: Town, name: str) -> None:
        self.town = town
        self.user_id: str = town.control("people", {"name": name})["user_id"]
        self.read = 0
        self.answer()

    def say(self, text: str) -> list[dict[str, Any]]:
        """Type, and wait for the answer."""
        self.town.control("say", {"user_id": self.user_id, "type": "text", "text": text})
        return self.answer()

    def tap(self, data: str) -> list[dict[str, Any]]:
        """Tap a button by its data, and wait for the answer."""
        self.town.control("say", {"user_id": self.user_id, "type": "postback", "data": data})
        return self.answer()

    def answer(self) -> list[dict[str, Any]]:
        """The next request that arrives, as its messages."""
        found = eventually(lambda: self.town.delivered(self.user_id)[self.read :])
        self.read += 1
        messages: list[dict[str, Any]] = found[0]["messages"]
        return messages

    def join(self, role: str, division: str = "") -> None:
        """Get a code from the command and send it, with a name."""
        options = ["--division", division] if division else []
        code = json.loads(self.town.done("invite", "--role", role, *options, "--json"))["code"]
        assert "เข้าร่วมแล้ว" in shown(self.say(code))
        self.say("ข้าม")


def shown(messages: list[dict[str, Any]]) -> str:
    """Messages as one searchable text."""
    return json.dumps(messages, ensure_ascii=False)


def eventually(find: Callable[[], Any], seconds: float = 20) -> Any:
    """Ask again until the answer is true; AssertionError after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := find():
                return found
        except requests.ConnectionError:
            pass
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")
