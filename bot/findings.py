"""What the doctor finds: how it is, what it is about, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "fault"]


@dataclass(frozen=True)
class Finding:
    """One line: `what` was found, and `todo` when it is not ok."""

    level: Level
    about: str
    what: str
    todo: str = ""


def ok(about: str, what: str) -> Finding:
    return Finding("ok", about, what)


def warning(about: str, what: str, todo: str) -> Finding:
    return Finding("warning", about, what, todo)


def fault(about: str, what: str, todo: str) -> Finding:
    return Finding("fault", about, what, todo)
