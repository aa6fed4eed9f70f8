"""What the commands are given: a database, instants, months, plans, files. What is wrong is refused in a sentence."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bot import schema
from bot.settings import Settings
from models.calendar import Month, bangkok_date, parse_instant
from models.database import Database
from models.records import StoredPlan, load_plans


class Refused(ValueError):
    """A wrong input; the message is the sentence the operator reads."""


def opened(settings: Settings) -> Database:
    """The database of the settings, at this program's version; created when empty."""
    db = Database(settings.database_url)
    schema.ensure(db)
    return db


def instant_of(text: str | None, settings: Settings, option: str) -> datetime | None:
    """The instant of --at or --clock; refused unless LINE is the stand-in on this machine (DESIGN.md section 8)."""
    if text is None:
        return None
    if not settings.line_is_here:
        raise Refused(f"{option} is for rehearsals: set LINE_API_URL to the stand-in on this machine first")
    try:
        return parse_instant(text)
    except ValueError as problem:
        raise Refused(f"{option}: {problem}") from None


def port_of(port: int | None, settings: Settings) -> int:
    """The port of --port, else of the settings."""
    if port is not None and not 0 < port < 65536:
        raise Refused(f"--port must be a number from 1 to 65535, not {port}")
    return port or settings.port


def month_of(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as problem:
        raise Refused(str(problem)) from None


def day_of(text: str, option: str) -> date:
    """A day YYYY-MM-DD (CE). Refused with a sentence when it is not one."""
    try:
        instant = parse_instant(f"{text}T00:00")
    except ValueError:
        raise Refused(f"{option}: '{text}' is not a day such as 2026-11-30") from None
    return bangkok_date(instant)


def plan_of(session: Session, organisation_id: int, year: int | None) -> StoredPlan:
    """The plan of a year, or the newest. Refused with the years there are."""
    plans = load_plans(session, organisation_id)
    found = [p for p in plans if year in (None, p.plan.fiscal_year)]
    if not found:
        years = (
            ", ".join(str(p.plan.fiscal_year) for p in plans) or "none; import one with: python -m bot plan import"
        )
        raise Refused(
            f"there is no plan of fiscal year {year}; there are: {years}"
            if year is not None
            else f"no plan yet: {years}"
        )
    return found[-1]


def writable(name: str, *endings: str) -> Path:
    path = Path(name)
    if path.suffix.lower() not in endings:
        raise Refused(f"'{name}' must end in {' or '.join(endings)}")
    if not path.absolute().parent.is_dir():
        raise Refused(f"the folder of '{name}' does not exist")
    return path
