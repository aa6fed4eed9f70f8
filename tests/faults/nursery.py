"""Starts processes of the bot fast: everything is imported once, and each process is a fork of that.

It reads one JSON object per line and answers each with one. A start of the program takes most of a second, a fork
some milliseconds; the campaign makes some hundreds of them.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import traceback
from typing import Any, NoReturn

import linebot.v3.messaging  # noqa: F401  imported here once, and not by each child
import openpyxl  # noqa: F401
import psycopg  # noqa: F401

from bot.__main__ import main
from bot.serving import listen  # noqa: F401
from exports import excel, rounds  # noqa: F401
from tests.faults.dying import Doom, prepare


def serve() -> None:
    """Answer until standard input ends; then no child is left."""
    alive: dict[int, int | None] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "start" in asked:
            pid: int = os.fork()
            if not pid:
                _live(asked["start"])
            alive[pid] = None
            _answer({"pid": pid})
        else:
            pid = int(asked["ask"])
            if alive[pid] is None:
                ended, status = os.waitpid(pid, os.WNOHANG)
                alive[pid] = os.waitstatus_to_exitcode(status) if ended else None
            _answer({"status": alive[pid]})
    for pid, gone in alive.items():
        if gone is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _answer(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def _live(given: dict[str, Any]) -> NoReturn:
    """The life of a child: one command of the bot."""
    status = 70
    try:
        log = os.open(given["log"], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.environ.clear()
        os.environ.update(given["environment"])
        os.chdir(given["folder"])
        doom = Doom(*given["doom"]) if given["doom"] else None
        prepare(doom, quick=given["quick"], without=given["without"])
        status = main(given["arguments"])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
