"""The log: one JSON line per event, and nothing in it that somebody typed or that must stay secret."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot import faults, logs
from tests.running import Phone, Town

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "plans" / "kudjok-2566.json"
SECRET = "คำลับสุดยอด"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a logger of the house and one of a library write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    loggers = [logging.getLogger("bot.tested"), logging.getLogger("waitress")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_has_its_time_level_and_the_named_fields(written: io.StringIO) -> None:
    logging.getLogger("bot.tested").info(
        "delivery", extra={"outgoing": "a", "person": 3, "seconds": 0.2, "body": "x"}
    )
    (line,) = lines(written)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "where": "bot.tested",
        "what": "delivery",
        "outgoing": "a",
        "person": 3,
        "seconds": 0.2,
    }


def test_values_in_a_message_are_not_printed(written: io.StringIO) -> None:
    logging.getLogger("bot.tested").warning("somebody said %s", SECRET)
    logging.getLogger("waitress").warning("depth %d", 3)
    logging.getLogger("waitress").warning(f"serving {SECRET}")
    assert [line["what"].split(":")[0] for line in lines(written)] == ["somebody said %s", "depth %d", "test_logs"]
    assert SECRET not in written.getvalue()


def test_of_an_exception_the_kind_and_the_place_are_printed(written: io.StringIO) -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as problem:
            raise IntegrityError(f"insert {SECRET}", {"text": SECRET}, problem) from problem
    except IntegrityError as problem:
        logging.getLogger("bot.tested").exception("event")
        told = faults.told(problem)
    (line,) = lines(written)
    assert told.startswith("IntegrityError from ValueError at tests/test_logs.py:")
    assert line["error"] == "IntegrityError from ValueError"
    assert line["places"][0].endswith("test_of_an_exception_the_kind_and_the_place_are_printed")
    assert SECRET not in written.getvalue()


def test_a_line_break_cannot_forge_a_line(written: io.StringIO) -> None:
    logging.getLogger("bot.tested").info("event", extra={"event": 'x"}\n{"level": "error"}'})
    assert len(lines(written)) == 1


# --- A conversation through the real processes


ANSWER, NAME = "ความลับของการประชุมลับ", "ชื่อลับ นามลับ"


@pytest.mark.slow
def test_nothing_secret_is_in_any_output_or_error_column(tmp_path: Path) -> None:
    with Town(tmp_path, "2023-02-02T10:00") as town:
        town.environment |= {
            "LINE_CHANNEL_SECRET": "channel-secret-of-the-test",
            "LINE_CHANNEL_ACCESS_TOKEN": "channel-token-of-the-test",
            "SECRET_KEY": "signing-key-of-the-test-0123456789",
            "HEARTBEAT_URL": "http://127.0.0.1:9/heartbeat-secret-of-the-test",
        }
        town.start_line()
        town.done("plan", "import", str(SAMPLE))
        town.start_bot()
        somchai = Phone(town, "สมชาย")
        code = json.loads(town.done("invite", "--role", "reporter", "--division", "กองช่าง", "--json"))["code"]
        somchai.say(code)
        for said in (NAME, "ข้อ 1", "ทำต่อเนื่อง", ANSWER, "ข้าม", "ข้าม", "ไม่มี", "ส่งรายงาน"):
            somchai.say(said)
        _break_the_next_event(town)
        somchai.say(f"{ANSWER} อีกครั้ง")  # fails inside a handler, and inside the database
        _mend(town)
        town.run("tick")
        town.run("replay", "--list")
        held = _logs(town)
        told = town.run("doctor").stdout + town.run("replay", "--list").stdout + _errors(town)
    assert '"what": "event"' in held
    assert '"what": "delivery"' in held
    assert '"outcome": "parked"' in held
    for line in held.splitlines():
        assert not line.startswith("Traceback")
    words = (ANSWER, "ความลับ", NAME, "ชื่อลับ", code, code.replace("-", ""), somchai.user_id)
    secrets = [value for name, value in town.environment.items() if "SECRET" in name or "TOKEN" in name]
    for word in (*words, *secrets, "heartbeat-secret", "ข้อ 1"):
        assert word not in held, word
        assert word not in told, word
    delivered = [json.loads(x) for x in held.splitlines() if '"what": "delivery"' in x]
    assert all(line["request"] and line["outgoing"] and line["outcome"] == "sent" for line in delivered)


def _break_the_next_event(town: Town) -> None:
    """The database refuses what comes of it, and says the words in its error."""
    with closing(sqlite3.connect(town.folder / "data" / "bot.db")) as connection:
        connection.execute(
            "create trigger bad before insert on outgoing when new.reply_token is not null and "
            "(select count(*) from inbound_event where state = 'failed') = 0 "
            f"begin select raise(abort, '{SECRET} {ANSWER}'); end"
        )


def _mend(town: Town) -> None:
    with closing(sqlite3.connect(town.folder / "data" / "bot.db")) as connection:
        connection.execute("drop trigger bad")


def _logs(town: Town) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in town.folder.glob("bot-*.log"))


def _errors(town: Town) -> str:
    """Every error column."""
    with closing(sqlite3.connect(town.folder / "data" / "bot.db")) as connection:
        tables = ("inbound_event", "outgoing", "evidence")
        found = [connection.execute(f"select error from {t} where error is not null").fetchall() for t in tables]
    return str(found)
