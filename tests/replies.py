"""Replies as staff type them, with what each must be read as, and how a reading is judged against it.

A row of a table is kind|typed|expected. A reply is read right; asked back although it could be read; not seen (a
wish, a share or a status that stays text, or a text that is parted otherwise); or read wrongly without anybody
noticing, and of the last there must be none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models import care, intents, same
from models.amounts import counts_of
from models.calendar import Month
from models.dates_inside import dates_in
from models.reading import Part, read_report
from models.status_reply import read_status_reply
from models.thai import fold
from models.thai_dates import read_dates

MONTH, TODAY, ORDERS = Month(2026, 11), date(2026, 11, 28), tuple(range(1, 9))


@dataclass(frozen=True)
class Reply:
    """One row: which reader, what was typed, what must be read (`?` = asked back)."""

    kind: str
    typed: str
    expected: str


def replies(name: str) -> list[Reply]:
    """The rows of a table of this folder."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("|", 2) for line in lines if line and not line.startswith("#")]
    return [Reply(kind, typed.replace("\\n", "\n"), expected.strip()) for kind, typed, expected in rows]


def judge(reply: Reply) -> str:
    """ "right", "asked" (asked back although it could be read), "unseen" (left as text) or "wrong"."""
    reading = read(reply)
    if reading == reply.expected:
        return "right"
    if reply.kind == "report":
        return _judge_report(reading, reply.expected)
    if reading == "?":
        return "asked"
    only_the_status = reply.kind == "percent" and reply.expected.split(" ")[0] == reading
    return "unseen" if not reading or only_the_status else "wrong"


def read(reply: Reply) -> str:
    """What the reader of this kind reads, in the words of the table."""
    return _READERS[reply.kind](reply.typed)


def _status(text: str) -> str:
    found = read_status_reply(text)
    if found.status is None:
        return "?"
    return found.status if found.percent is None else f"{found.status} {found.percent}"


def _days(days: tuple[date, ...]) -> str:
    short = [f"{d.day}/{d.month}" + ("" if d.year == TODAY.year else f"/{d.year + 543}") for d in days]
    return " ".join(short)


def _dates(text: str) -> str:
    found = read_dates(text, MONTH, TODAY)
    return "?" if found.trouble else _days(found.dates)


def _report(text: str) -> str:
    parts = read_report(text, MONTH, TODAY, ORDERS)
    return " // ".join(_part(part) for part in parts) or "-"


def _part(part: Part) -> str:
    pieces = [",".join(map(str, part.orders))]
    pieces += [part.status] if part.status else []
    pieces += [f"{part.percent}%"] if part.percent is not None else []
    pieces += [_days(part.dates)] if part.dates else []
    for name in ("activity", "output", "problem"):
        pieces += [f"{name}={getattr(part, name)}"] if getattr(part, name) else []
    return "; ".join([*pieces, *(f"!{t.kind}" for t in part.troubles)])


def _judge_report(reading: str, expected: str) -> str:
    """A report is as bad as its worst part; in a part the facts weigh more than where a text was cut."""
    parts, wanted = reading.split(" // "), expected.split(" // ")
    if reading == "-" or expected == "-" or len(parts) != len(wanted):
        return "unseen" if reading == "-" else "asked" if "!" in reading else "wrong"
    verdicts = {_judge_part(part, want) for part, want in zip(parts, wanted, strict=True)}
    return next(v for v in ("wrong", "asked", "unseen", "right") if v in verdicts)


def _judge_part(part: str, want: str) -> str:
    if part == want or ("?" in want.split("; ") and "!" in part):
        return "right"
    if "!" in part and "!" not in want:
        return "asked"
    facts, wanted = _facts(part), _facts(want)
    return "wrong" if facts[:1] != wanted[:1] or set(facts) - set(wanted) else "unseen"


def _facts(part: str) -> list[str]:
    """The measures, status, share and days of a part, without its texts."""
    return [piece for piece in part.split("; ") if not piece.startswith(("activity=", "output=", "problem=", "!"))]


def _same(text: str) -> str:
    found = same.read_same(text)
    if found is None:
        return ""
    if found.trouble:
        return "?"
    shown = "all" if found.orders is None else ",".join(map(str, found.orders))
    return shown + (" -" + ",".join(map(str, found.except_)) if found.except_ else "")


def _none(text: str) -> str:
    found = same.read_no_activity(text)
    return "" if found is None else found.reason or "yes"


def _edit(text: str) -> str:
    order = intents.read_edit_order(text)
    return (intents.read_edit(text) + (f" {order}" if order is not None else "")).strip()


def _leave(text: str) -> str:
    found = same.read_leave(text, TODAY)
    if found is None:
        return ""
    if found.back:
        return "back"
    return "?" if not found.first or not found.last else f"{_days((found.first,))} {_days((found.last,))}"


def counts_in(text: str) -> tuple[str, ...]:
    """The counts of a text, exactly as typed: ("24 คน", "๑ เล่ม")."""
    folded, places = fold(text)
    return tuple(text[places[c.start] : places[c.end - 1] + 1] for c in counts_of(folded))


_READERS: dict[str, Callable[[str], str]] = {
    "status": _status,
    "percent": _status,
    "counts": lambda text: "/".join(counts_in(text)),
    "dates": _dates,
    "datesin": lambda text: _days(dates_in(text, MONTH, TODAY)),
    "report": _report,
    "intent": intents.read_intent,
    "same": _same,
    "none": _none,
    "edit": _edit,
    "files": lambda text: "yes" if intents.removes_files(text) else "",
    "leave": _leave,
    "personal": care.has_personal_data,
    "complaint": lambda text: "yes" if care.sounds_like_a_complaint(text) else "",
    "vague": lambda text: "yes" if care.is_vague(text) else "",
}
