"""What the doctor looks at on this machine: settings, disk, database, and what is stored."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import health, schema, snapshot
from bot.findings import Finding, fault, ok, warning
from bot.menus import designs
from bot.schema import SchemaRefused
from bot.settings import Settings
from models import heartbeats, organisations, people, stuck
from models import holidays as days_off
from models.calendar import bangkok_date, be_year
from models.database import Database
from models.records import StoredPlan, load_plans
from models.tables import Organisation
from scheduler import menus

Check = Callable[[Session, int, datetime], Iterable[Finding]]
LITTLE_ROOM, NO_ROOM = 1024**3, 100 * 1024**2  # bytes
SHORT_KEY = 32
OLD_BACKUP = timedelta(days=8)


# --- Without the data


def settings(given: Settings) -> Iterator[Finding]:
    """Whether all that is needed is set, and can be right."""
    for name, value in (
        ("LINE_CHANNEL_SECRET", given.channel_secrets),
        ("LINE_CHANNEL_ACCESS_TOKEN", given.channel_token),
    ):
        if value:
            yield ok("settings", f"{name} is set")
        else:
            yield fault("settings", f"{name} is not set", "copy it from the LINE Developers console into .env")
    if len(given.channel_secrets) > 1:
        todo = "when LINE uses the new one, take the old one out"
        yield warning("settings", f"{len(given.channel_secrets)} channel secrets are accepted", todo)
    yield _public_url(given)
    if len(given.secret_key) < SHORT_KEY:
        todo = f"set one of at least {SHORT_KEY} letters, or take it out: one is made then"
        yield fault("settings", f"SECRET_KEY has only {len(given.secret_key)} letters", todo)
    else:
        yield ok("settings", "SECRET_KEY is long enough")
    if not given.heartbeat_url:
        yield warning("settings", "HEARTBEAT_URL is not set", "without a watcher outside nobody sees a dead machine")


def _public_url(given: Settings) -> Finding:
    parts = urlsplit(given.public_url)
    try:
        parts.port  # noqa: B018  (raises when it is none)
        good = bool(parts.hostname) and not parts.query and not parts.fragment and not parts.path.strip("/")
    except ValueError:
        good = False
    if not good:
        todo = "set it to https://, the host, and nothing after it"
        return fault("settings", "PUBLIC_URL is not the address of a host", todo)
    if given.line_is_here:
        return ok("settings", f"a rehearsal: LINE_API_URL is this machine, PUBLIC_URL is {given.public_url}")
    if parts.scheme != "https":
        return fault("settings", f"PUBLIC_URL {given.public_url} is not https", "LINE and phones need https")
    return ok("settings", f"PUBLIC_URL is {given.public_url}")


def disk(given: Settings, db: Database) -> Iterator[Finding]:
    """Whether there is room, and whether evidence can be written."""
    folders = {given.data_dir} | ({snapshot.sqlite_file(db).parent} if db.is_sqlite else set())
    for folder in sorted(folders):
        free = shutil.disk_usage(folder).free
        said = f"{free // 1024**2} MB free in {folder}"
        if free < NO_ROOM:
            yield fault("disk", said, "make room now: a full disk loses messages")
        elif free < LITTLE_ROOM:
            yield warning("disk", said, "make room soon")
        else:
            yield ok("disk", said)
    try:
        given.evidence_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=given.evidence_dir):
            pass
    except OSError as problem:
        yield fault("disk", f"{given.evidence_dir}: {problem.strerror}", "let the service's user write there")
    else:
        yield ok("disk", f"evidence can be written in {given.evidence_dir}")


def database(_given: Settings, db: Database) -> Iterator[Finding]:
    """Whether it answers, has this program's version and can be written to."""
    kind = "SQLite" if db.is_sqlite else "PostgreSQL"
    if db.is_sqlite and not snapshot.sqlite_file(db).exists():
        yield fault("database", "there is none yet", "run: python -m bot migrate")
        return
    try:
        revision = schema.current(db)
    except SchemaRefused as problem:
        yield fault("database", str(problem), "set DATABASE_URL to this program's own")
        return
    except SQLAlchemyError as problem:
        yield fault("database", f"{kind} does not answer ({type(problem).__name__})", "start it, or set DATABASE_URL")
        return
    if revision is None:
        yield fault("database", f"the {kind} database is empty", "run: python -m bot migrate")
    elif revision not in schema.known():
        yield fault("database", f"it is of version {revision}, newer than this program", "install the newer program")
    elif revision != schema.newest():
        todo = "make a backup, then run: python -m bot migrate"
        yield fault("database", f"it is of version {revision}, older than {schema.newest()}", todo)
    else:
        yield ok("database", f"{kind}, at version {revision}")
        yield from _usable(db)


def _usable(db: Database) -> Iterator[Finding]:
    with db.write() as session:
        session.execute(update(Organisation).values(name=Organisation.name))
        session.rollback()
    yield ok("database", "it can be written to")
    if db.is_sqlite:
        with db.read() as session:
            mode = session.scalar(text("pragma journal_mode"))
        if mode == "wal":
            yield ok("database", "it is in WAL mode")
        else:
            yield fault("database", f"it is in {mode} mode, not WAL", "stop the service, run: python -m bot migrate")


def organisation(db: Database, name: str | None) -> int:
    """Whose data is looked at. Raises OrganisationUnclear."""
    with db.read() as session:
        return organisations.choose(session, name).id


# --- What is stored


def clock(session: Session, organisation_id: int, now: datetime) -> Iterator[Finding]:
    """Whether a tick went well lately, in any process."""
    ticked = heartbeats.last(session, organisation_id, heartbeats.TICK)
    todo = "start `python -m bot serve` (or `clock` beside `serve --web-only`), and look at its log"
    if ticked is None:
        yield fault("clock", "it has never ticked", todo)
    elif not health.clock_lives(ticked, ticked, now):
        yield fault("clock", f"it stands: the last tick was {_ago(now - ticked)}", todo)
    else:
        yield ok("clock", f"the last tick was {_ago(now - ticked)}")


def events(session: Session, organisation_id: int, now: datetime) -> Iterator[Finding]:
    """Events that failed, and those that wait too long."""
    found = health.pulse(session, organisation_id, now)
    if parked := found.events.get("failed", 0):
        todo = "see `replay --list`; when the cause is mended, run `replay`"
        yield fault("events", f"{parked} are parked with an error: people wait for an answer", todo)
    if found.oldest_event and now - found.oldest_event > health.UNAPPLIED_TOO_LONG:
        yield fault("events", f"one waits since {_ago(now - found.oldest_event)}", "is the service running?")
    if not found.events:
        yield ok("events", "all were applied")


def messages(session: Session, organisation_id: int, now: datetime) -> Iterator[Finding]:
    """Messages that did not reach anybody."""
    count = Counter(one.state for one in stuck.messages(session, organisation_id, ["held", "dead", "unknown"]))
    for state, why, todo in (
        ("held", "held because the quota was used up", "with a larger quota, or in the next month, run `replay`"),
        ("dead", "refused by LINE", "see `replay --list`; send one again with `replay ID`"),
        ("unknown", "may or may not have arrived", "see `replay --list`; ask the person, then `replay ID`"),
    ):
        if count[state]:
            yield warning("messages", f"{count[state]} {why}", todo)
    oldest = health.pulse(session, organisation_id, now).oldest_unsent
    if oldest and now - oldest > health.UNSENT_TOO_LONG:
        yield fault("messages", f"one waits to be sent since {_ago(now - oldest)}", "look at the log of the service")
    if not count:
        yield ok("messages", "none is held, refused or unclear")


def rich_menus(session: Session, organisation_id: int, _now: datetime) -> Iterator[Finding]:
    """Menus that are not made, and people who do not see theirs yet."""
    found = menus.outstanding(session, organisation_id, designs())
    if found.failing:
        todo = "see the log for LINE's answer; the words work when typed"
        yield warning("menus", f"LINE refused: {', '.join(found.failing)}", todo)
    elif found.unmade:
        yield warning("menus", f"not made yet: {', '.join(found.unmade)}", "the clock makes them; is it running?")
    else:
        yield ok("menus", "all that are needed are made")
    if found.unlinked:
        todo = "the clock links them; is it running?"
        yield warning("menus", f"{found.unlinked} people do not see their menu yet", todo)


def plan(session: Session, organisation_id: int, now: datetime) -> Iterator[Finding]:
    """Whether this year has a plan, whether each measure has an owner and each owner a reporter."""
    plans = load_plans(session, organisation_id)
    if not plans:
        yield fault("plan", "there is none", "run: python -m bot plan import FILE")
        return
    newest = plans[-1]
    year = newest.plan.fiscal_year
    today = bangkok_date(now)
    if newest.fiscal_year.last_month.last_day < today:
        yield warning("plan", f"the newest is of {year}, which is over", "import the plan of this year")
    else:
        yield ok("plan", f"{len(newest.measures)} measures of {year}")
    yield from _owners(newest)
    asked = people.to_ask(session, organisation_id, today)
    owing = {a.division_id for a in newest.assignments}
    without = [newest.divisions[i] for i in owing if asked[i].reason == "no_reporter"]
    if without:
        todo = "run for each: python -m bot invite --role reporter --division NAME"
        yield warning("plan", f"without a reporter: {', '.join(sorted(without))}", todo)
    away = [newest.divisions[i] for i in owing if asked[i].reason in ("away", "unreachable")]
    if away:
        todo = "another reporter is needed there"
        yield warning("plan", f"nobody can be reminded in: {', '.join(sorted(away))}", todo)


def _owners(stored: StoredPlan) -> Iterator[Finding]:
    owned = {a.measure_id for a in stored.assignments}
    without = [m.code for i, m in stored.measures.items() if i not in owned]
    if without:
        todo = "run for each: python -m bot plan assign CODE DIVISION"
        yield warning("plan", f"measures without an owner: {', '.join(without)}", todo)


def secretary(session: Session, organisation_id: int, _now: datetime) -> Iterator[Finding]:
    """Whether anybody is in charge."""
    if people.holding(session, organisation_id, ["secretary"]):
        yield ok("people", "somebody is in charge of the reports")
    else:
        yield warning("people", "nobody is in charge of the reports", "run: python -m bot invite --role secretary")


def backups(session: Session, organisation_id: int, now: datetime) -> Iterator[Finding]:
    """How old the newest backup is that this program made."""
    made = heartbeats.last(session, organisation_id, heartbeats.BACKUP)
    todo = "run every night: python -m bot backup OUT.zip, and copy it off this machine"
    if made is None:
        yield warning("backup", "none was made by this program", todo)
    elif now - made > OLD_BACKUP:
        yield warning("backup", f"the newest was made {_ago(now - made)}", todo)
    else:
        yield ok("backup", f"the newest was made {_ago(now - made)}")


def holidays(session: Session, organisation_id: int, now: datetime) -> Iterator[Finding]:
    """Whether the workdays of this year and the next are known."""
    year = bangkok_date(now).year
    known = days_off.years(session, organisation_id)
    for one in (year, year + 1):
        if one in known:
            yield ok("holidays", f"those of {one} ({be_year(one)}) are known")
        elif one == year or bangkok_date(now).month >= 11:
            said = f"no holiday table for {one} ({be_year(one)}): only weekends are days off"
            yield warning("holidays", said, f"run: python -m bot holidays fill {be_year(one)}")


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return f"{max(minutes, 0)} minutes ago"
    return f"{minutes // 60} hours ago" if minutes < 48 * 60 else f"{minutes // 60 // 24} days ago"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("clock", clock),
    ("events", events),
    ("messages", messages),
    ("menus", rich_menus),
    ("plan", plan),
    ("people", secretary),
    ("holidays", holidays),
    ("backup", backups),
)
