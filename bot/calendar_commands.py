"""The commands about the calendar: holidays, deadlines, rounds."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from datetime import date

from bot.inputs import Refused, day_of, month_of, opened
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models import audit, holidays, organisations
from models.calendar import be_year, ce_year
from models.records import first_unopened, load_plans
from models.rules import NAMES, RuleRefused, change, read_book, read_rounds, set_rounds

NOT_OF_THE_GOVERNMENT = ("แรงงาน", "วันเด็ก")  # 1 May is a workday; Children's Day is a Saturday and moves nothing


def from_package(year: int) -> dict[date, str]:
    """The government's days off in a calendar year (BE) as the package `holidays` knows them, without weekends.

    Its estimates of lunar days are corrected when the cabinet announces the year; the Royal Ploughing Ceremony is
    known only when it was announced.
    """
    import holidays as package

    found = package.country_holidays(
        "TH", years=ce_year(year), categories=("public", "government"), language="th"
    ).items()
    return {
        day: name.split(";")[0].strip()
        for day, name in sorted(found)
        if day.weekday() < 5 and not any(word in name for word in NOT_OF_THE_GOVERNMENT)
    }


def holidays_list(settings: Settings, args: Namespace) -> None:
    """Print the holiday table, all of it or of one year."""
    with closing(opened(settings)) as db, db.read() as session:
        organisation = organisations.choose(session, args.organisation)
        found = holidays.named(session, organisation.id, args.year)
    for day, name in found.items():
        say(f"{day} {day:%a} {name}")
    if args.year and not found:
        say(f"{args.year} has no table: only weekends count; fill it with: python -m bot holidays fill {args.year}")


def holidays_add(settings: Settings, args: Namespace) -> None:
    """Add a day off."""
    day = day_of(args.day, "DAY")
    if not args.name.strip():
        raise Refused("NAME must say which holiday it is")
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        new = holidays.add(session, organisation.id, {day: args.name.strip()}, Clock.wall())
    say(f"{day} {day:%a} {args.name.strip()}: {'added' if new else 'renamed'}")


def holidays_remove(settings: Settings, args: Namespace) -> None:
    """Take a day off out of the table."""
    day = day_of(args.day, "DAY")
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        if not holidays.remove(session, organisation.id, day, Clock.wall()):
            raise Refused(f"{day} is not in the holiday table; see: python -m bot holidays list")
    say(f"{day} is a workday again" if day.weekday() < 5 else f"{day} was taken out")


def holidays_fill(settings: Settings, args: Namespace) -> None:
    """Fill a year that has no table from the package `holidays`; what was corrected by hand is never overwritten."""
    if not 2560 <= args.year <= 2640:
        raise Refused(f"YEAR is a Buddhist-era year such as {be_year(Clock.wall().year) + 1}, not {args.year}")
    found = from_package(args.year)
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        if holidays.named(session, organisation.id, args.year):
            raise Refused(f"{args.year} has a table; change it with: python -m bot holidays add, or remove")
        if not args.dry_run:
            holidays.add(session, organisation.id, found, Clock.wall())
    for day, name in found.items():
        say(f"{day} {day:%a} {name}")
    say(f"{len(found)} days {'would be added' if args.dry_run else 'added'}; compare them with the cabinet's list")


def deadlines(settings: Settings, args: Namespace) -> None:
    """Show the deadlines and rounds, or change them from a month on."""
    wanted = dict(_pair(text) for text in args.set or [])
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        now = Clock.wall()
        since = month_of(args.since) if args.since else first_unopened(load_plans(session, organisation.id), now)
        before = organisation.rules
        try:
            if wanted:
                organisation.rules = change(organisation.rules, wanted, since)
            if args.rounds:
                organisation.rules = set_rounds(organisation.rules, args.rounds)
        except RuleRefused as problem:
            raise Refused(str(problem)) from None
        if organisation.rules != before:
            audit.record(session, organisation.id, now, audit.RULES, old=before, new=organisation.rules)
        book, rounds = read_book(organisation.rules), read_rounds(organisation.rules)
    for month, rules in [(None, book.base), *book.changes]:
        shown = " ".join(f"{name}={_shown(getattr(rules, name))}" for name in NAMES)
        say(f"from {month.key}: {shown}" if month else shown)
    say(f"rounds: {', '.join(rounds) if rounds else 'as the plan says'}")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Refused(f"--set {text}: write NAME=VALUE, such as timely_days=7")
    return name.strip(), value.strip()


def _shown(value: object) -> str:
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
