"""What a bundle is about: its reports, what was said of each, and the answer that it would send for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from handlers import drafts
from handlers.incoming import Visit
from handlers.owed import Owed, find, in_order, read_tag, tag
from models import meetings, reading, thai
from models.draft import collected
from models.records import counted
from models.replies import warning
from models.same import read_nothing_new
from models.sources import SOURCES, ids, united
from models.tables import BundleRow, Person


def find_tag(visit: Visit, tag_text: str) -> Owed | None:
    """The report of a tag, when it is still owed."""
    key = read_tag(tag_text)
    return find(visit.session, visit.desk.organisation_id, key) if key else None


def owed_in(visit: Visit, bundle: BundleRow) -> list[Owed]:
    """The reports of a bundle that are still owed."""
    return in_order(o for t in bundle.state["tags"] if (o := find_tag(visit, t)))


def take_days(owed: Sequence[Owed]) -> bool:
    """Whether a day can be sent with one of the repeated reports: not with what was not begun."""
    return any(o.previous and o.previous.status != "not_started" for o in owed)


def meeting_days(visit: Visit, bundle: BundleRow) -> list[Any]:
    """The announced days of the month's meeting that have come, when one of the reports can take them."""
    announced = meetings.dates_of(visit.session, bundle.organisation_id, bundle.month)
    days = [day for day in announced if day <= visit.incoming.today]
    return days if days and take_days(owed_in(visit, bundle)) else []


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
    previous = (
        drafts.repeatable(owed.previous, owed.previous_month or owed.month)
        if owed.previous
        else {"status": "not_started"}
    )
    files = _sent_files(visit, bundle, owed)
    if bundle.kind == "none":
        reason = bundle.state["said"].get("reason", {})
        told: dict[str, Any] = {"status": previous["status"], "problem": reason.get("text", "")}
        where = {"problem": ids(reason["message"])} if reason.get("message") else {}
        return told | {"evidence": files, "flags": {"status": ["no_activity"]}, "sources": where}
    orders = [o.measure.order for o in owed_in(visit, bundle)]
    answers: dict[str, Any] = dict(previous)
    flags = {"status": ["repeated"]}
    sources: dict[str, Any] = answers.pop(SOURCES, {})
    started = previous["status"] != "not_started"
    days: list[Any] = meeting_days(visit, bundle) if with_meeting and started else []
    if started and typed_days(bundle):
        days += typed_days(bundle)
        sources = {**sources, "dates": ids(bundle.state.get("days_from"))}
    for name, field in (("new", ""), ("outcome", "outcome")):
        words_said = _words_for(bundle, name, owed, orders) if bundle.state["ask"].get(name) else ""
        if not words_said:
            continue
        message = ids(bundle.state["said"][name]["message"])
        news: dict[str, Any] = _news(visit, bundle, owed, words_said) if name == "new" else {field: words_said}
        told_days: list[date] = list(news.pop("days", ()))
        days = [*days, *told_days]
        flags = {} if name == "new" else flags
        answers |= news
        sources = {**sources, **dict.fromkeys(news, message)}
        if told_days:
            sources["dates"] = united(sources.get("dates"), message)
        if name == "new":
            answers["said"] = [{"text": words_said, "message": message}]
    answers["dates"] = sorted({day.isoformat() for day in days})
    return answers | {"evidence": files, "flags": flags, "sources": {f: m for f, m in sources.items() if m}}


def _news(visit: Visit, bundle: BundleRow, owed: Owed, told: str) -> dict[str, Any]:
    """What is new about one report: its words in the place of the repeated ones, and all that they say beside."""
    parts = reading.read_report(told, bundle.month, visit.incoming.today, (owed.measure.order,))
    part = parts[0] if len(parts) == 1 else reading.Part(activity=told)
    news: dict[str, Any] = {
        "activity": part.activity or told,
        "output": part.output,
        "days": part.dates,
    }
    if part.status:
        news |= {"status": part.status}
    if part.percent is not None:
        news |= {"percent": part.percent}
    if part.problem:
        news |= {"problem": "" if thai.means_nothing(part.problem) else part.problem}
    return news


def parts_of(visit: Visit, bundle: BundleRow, text: str) -> list[reading.Part]:
    """What words say of each measure that they name, or of all."""
    orders = [o.measure.order for o in owed_in(visit, bundle)]
    pieces = _by_measure(text, orders)
    today = visit.incoming.today
    return [part for one in pieces.values() for part in reading.read_report(one, bundle.month, today, orders)]


def not_begun(visit: Visit, bundle: BundleRow, text: str) -> dict[int, str]:
    """What words tell, without a status, of measures whose repeated status says that nothing is done."""
    owed = owed_in(visit, bundle)
    pieces = _by_measure(text, [o.measure.order for o in owed])
    found: dict[int, str] = {}
    for one in owed:
        told = pieces.get(
            one.measure.order, pieces.get(None, "") if tag(one.key) in bundle.state["ask"]["new"] else ""
        )
        idle = one.previous is not None and one.previous.status in ("not_started", "cancelled")
        if not idle or not told or read_nothing_new(told):
            continue
        news = _news(visit, bundle, one, told)
        only_problem = news.get("problem") and not news["days"] and not news["output"] and news["activity"] == told
        if "status" not in news and not only_problem:
            found[one.measure.order] = told
    return found


def _words_for(bundle: BundleRow, name: str, owed: Owed, orders: Collection[int]) -> str:
    """What was said to one question about one report: the words under its number, else those for all."""
    parts = _by_measure(bundle.state["said"].get(name, {}).get("text", ""), orders)
    told = parts.get(owed.measure.order, parts.get(None, "") if tag(owed.key) in bundle.state["ask"][name] else "")
    return "" if name == "new" and read_nothing_new(told) else told


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
    if len(parts) > 1 and None in parts:  # ไม่มีอะไรใหม่ แต่ข้อ 2 …
        parts[None] = re.sub(r"\s*(?:แต่|มีแค่|ส่วน|ยกเว้น)+$", "", parts[None])
    return {key: words for key, words in parts.items() if words}


def warned_about(visit: Visit, bundle: BundleRow, text: str) -> list[int]:
    """The measures whose words do not belong in a report, where words name more than one."""
    pieces = _by_measure(text, [o.measure.order for o in owed_in(visit, bundle)])
    return [order for order, told in pieces.items() if order and warning(told)] if len(pieces) > 1 else []


def of_all(text: str) -> str:
    """Words for all measures without the ทุกข้อ that says so: it is no part of what is stored."""
    return _FOR_ALL.sub("", text, count=1)


_FOR_ALL = re.compile(r"^\s*ทุก(?:ข้อ|มาตรการ)(?!ที่|[ก-๙]*เดิม)\s*[:,–-]?\s*(?=\S)")


def _sent_files(visit: Visit, bundle: BundleRow, owed: Owed) -> list[int]:
    """Evidence that was sent for a report before anything was typed to it."""
    draft = drafts.of_owed(visit, bundle.person_id, owed.key)
    return counted(visit.session, bundle.organisation_id, draft.answers.get("_files", [])) if draft else []
