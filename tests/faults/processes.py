"""The bot's processes in the campaign: children of the nursery, each with its own end in mind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.faults.dying import Doom
from tests.running import ROOT


class Child:
    """One process of the bot."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery, self.pid = nursery, pid
        self.began = time.time()

    def status(self) -> int | None:
        """The exit status, minus the signal's number when one ended it; None while it runs."""
        found: int | None = self._nursery.ask({"ask": self.pid})["status"]
        return found

    def wait(self, seconds: float) -> int | None:
        """Wait for the end; None when it still runs."""
        ends = time.monotonic() + seconds
        while (status := self.status()) is None and time.monotonic() < ends:
            time.sleep(0.01)
        return status

    def send(self, number: int) -> None:
        if self.status() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.send(signal.SIGKILL)
        self.wait(5)

    def stopped(self) -> bool:
        """Whether it stands still (SIGSTOP)."""
        return Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"

    def end(self) -> int | None:
        """End it as an operator does."""
        self.send(signal.SIGTERM)
        status = self.wait(20)
        if status is None:
            self.kill()
        return status


class Nursery:
    """The process whose forks are the bot's processes (tests/faults/nursery.py)."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._guard = folder, threading.Lock()
        self.log = folder / "bot.log"
        with (folder / "nursery.log").open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        with self._guard:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def start(
        self,
        environment: Mapping[str, str],
        *arguments: str,
        doom: Doom | None = None,
        quick: bool = True,
        without: str = "",
    ) -> Child:
        """Start one command of the bot."""
        given = {
            "arguments": arguments,
            "environment": dict(environment),
            "folder": str(self._folder),
            "log": str(self.log),
            "doom": [doom.point, doom.n, doom.signal] if doom else None,
            "quick": quick,
            "without": without,
        }
        return Child(self, self.ask({"start": given})["pid"])

    def close(self) -> None:
        """No process is left."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=20)
