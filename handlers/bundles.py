"""What a bundle holds: the reports it is about, and the answer it would send for each (handlers/together.py asks)."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from handlers import drafts
from handlers.incoming import Visit
from handlers.owed import Owed, find, in_order, read_tag, tag
from models import meetings, reading, thai
from models.draft import collected
from models.tables import BundleRow, Person


def find_tag(visit: Visit, tag_text: str) -> Owed | None:
    """The report of a tag, when it is still owed."""
    key = read_tag(tag_text)
    return find(visit.session, visit.desk.organisation_id, key) if key else None


def owed_in(visit: Visit, bundle: BundleRow) -> list[Owed]:
    """The reports of a bundle that are still owed."""
    return in_order(o for t in bundle.state["tags"] if (o := find_tag(visit, t)))


def meeting_days(visit: Visit, bundle: BundleRow) -> list[Any]:
    """The announced days of the month's meeting that have come."""
    days = meetings.dates_of(visit.session, bundle.organisation_id, bundle.month)
    return [day for day in days if day <= visit.incoming.today]


def typed_days(bundle: BundleRow) -> list[date]:
    """Days that were typed at the card, for every report that has begun."""
    return [date.fromisoformat(day) for day in bundle.state.get("days", [])]


def answers_of(visit: Visit, bundle: BundleRow, owed: Owed, *, with_meeting: bool) -> dict[str, Any]:
    """The answer that a bundle would send for one report, as `collected` gives them."""
    if bundle.kind == "told":
        draft = drafts.of_owed(visit, bundle.person_id, owed.key)
        state = draft.answers if draft else {"status": "not_started"}
        person = visit.session.get_one(Person, bundle.person_id)
        return collected(state, drafts.context_of(visit, person, owed))
    previous = drafts.repeatable(owed.previous) if owed.previous else {"status": "not_started"}
    files = _sent_files(visit, bundle, owed)
    if bundle.kind == "none":
        reason = bundle.state["said"].get("reason", {})
        told: dict[str, Any] = {"status": previous["status"], "problem": reason.get("text", "")}
        where = {"problem": reason["message"]} if reason.get("message") else {}
        return told | {"evidence": files, "flags": {"status": ["no_activity"]}, "sources": where}
    orders = [o.measure.order for o in owed_in(visit, bundle)]
    answers: dict[str, Any] = dict(previous)
    flags = {"status": ["repeated"]}
    sources: dict[str, str] = {}
    started = previous["status"] != "not_started"
    days: list[Any] = meeting_days(visit, bundle) if with_meeting and started else []
    days += typed_days(bundle) if started else []
    for name, field in (("new", "activity"), ("outcome", "outcome")):
        words = _words_for(bundle, name, owed, orders) if bundle.state["ask"].get(name) else ""
        if not words:
            continue
        sources[field] = bundle.state["said"][name]["message"]
        answers[field] = words
        if name == "new":
            flags = {}
            parts = reading.read_report(words, bundle.month, visit.incoming.today, (owed.measure.order,))
            part = parts[0] if len(parts) == 1 else reading.Part(activity=words)
            answers |= {"activity": part.activity or words, "output": part.output, "said": words}
            days = [*days, *part.dates]
    answers["dates"] = sorted({day.isoformat() for day in days})
    return answers | {"evidence": files, "flags": flags, "sources": {f: m for f, m in sources.items() if m}}


def _words_for(bundle: BundleRow, name: str, owed: Owed, orders: Collection[int]) -> str:
    """What was said to one question about one report: the words under its number, else those for all."""
    parts = _by_measure(bundle.state["said"].get(name, {}).get("text", ""), orders)
    return parts.get(owed.measure.order, parts.get(None, "") if tag(owed.key) in bundle.state["ask"][name] else "")


def _by_measure(text: str, orders: Collection[int]) -> dict[int | None, str]:
    """Words cut at the measures they name: `ข้อ 1 อบรม ข้อ 2 ประกาศ` -> {1: อบรม, 2: ประกาศ}; None: those before."""
    parts: dict[int | None, str] = {}
    order: int | None = None
    end = 0
    folded = thai.arabic_digits(text)
    for match in re.finditer(r"ข้อ(?:ที่)?\s*(\d{1,3})\s*[:.)=-]?\s*", folded):
        if int(match[1]) in orders:
            parts[order] = f"{parts.get(order, '')} {text[end : match.start()]}".strip()
            order, end = int(match[1]), match.end()
    parts[order] = f"{parts.get(order, '')} {text[end:]}".strip()
    return {key: words for key, words in parts.items() if words}


def _sent_files(visit: Visit, bundle: BundleRow, owed: Owed) -> list[int]:
    """Evidence that was sent for a report before anything was typed to it."""
    draft = drafts.of_owed(visit, bundle.person_id, owed.key)
    return list(draft.answers.get("_files", [])) if draft else []
