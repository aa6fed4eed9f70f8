"""The commands about the endorsement chain: its posts, and who holds them."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.inputs import Refused, day_of, opened, plan_of
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models import chain, organisations, people
from models.calendar import bangkok_date
from models.chain import ChainRefused, Seat
from models.plan import Plan
from models.report_tables import Post
from models.tables import Organisation, Person

_REFUSED = {
    "few": f"a chain has at least {chain.FEWEST} posts, with commas between them",
    "many": f"a chain has at most {chain.MOST} posts",
    "empty": "a post has no name",
    "long": f"the name of a post has at most {chain.LONGEST} letters",
    "twice": "a post stands in it twice",
}


def chain_show(settings: Settings, args: Namespace) -> None:
    """Print the posts in order with who holds them."""
    with closing(opened(settings)) as db, db.read() as session:
        organisation = organisations.choose(session, args.organisation)
        plan = plan_of(session, organisation.id, None).plan
        _list(chain.seats(session, organisation.id, plan, bangkok_date(Clock.wall())))


def chain_set(settings: Settings, args: Namespace) -> None:
    """Set the posts: the first prepares, the last approves."""
    with closing(opened(settings)) as db, db.write() as session:
        organisation, plan, now = _begin(session, args.organisation)
        before = _waiting(session, organisation, now)
        try:
            chain.change(session, organisation.id, plan, args.posts.split(","), now)
        except ChainRefused as refused:
            raise Refused(_REFUSED[refused.why]) from None
        found = chain.seats(session, organisation.id, plan, bangkok_date(now))
        _ask(session, organisation, before, now)
        _list(found)


def chain_holder(settings: Settings, args: Namespace) -> None:
    """Say who holds a post, or stands in for it; what waits there is sent to them."""
    if args.until and not args.acting:
        raise Refused("--until goes with --acting")
    until = day_of(args.until, "--until") if args.until else None
    if until and until < bangkok_date(Clock.wall()):
        raise Refused(f"--until {until} is over")
    if bool(args.person) == bool(args.id):
        raise Refused("name one --person NAME, or --id N")
    with closing(opened(settings)) as db, db.write() as session:
        organisation, plan, now = _begin(session, args.organisation)
        before = _waiting(session, organisation, now)
        post = _post(session, organisation, plan, args.post)
        person = _person(session, organisation, args.person, args.id)
        chain.appoint(session, post, person, now, acting=args.acting, until=until)
        sent = _ask(session, organisation, before, now)
        acting = f", acting{f' until {until}' if until else ''}" if args.acting else ""
        say(f"{post.name}: {_called(person)}{acting}" + (f"; {sent} waiting report sent" if sent else ""))


def chain_vacate(settings: Settings, args: Namespace) -> None:
    """Say that nobody holds a post."""
    with closing(opened(settings)) as db, db.write() as session:
        organisation, plan, now = _begin(session, args.organisation)
        post = _post(session, organisation, plan, args.post)
        if not chain.vacate(session, post, now):
            raise Refused(f"nobody holds {post.name}")
        say(f"{post.name}: nobody")


def _begin(session: Session, name: str | None) -> tuple[Organisation, Plan, datetime]:
    organisation = organisations.choose(session, name)
    organisations.take_turn(session, organisation.id)
    return organisation, plan_of(session, organisation.id, None).plan, Clock.wall()


def _waiting(session: Session, organisation: Organisation, now: datetime) -> dict[int, int]:
    from handlers import cases

    return cases.holders(session, organisation.id, bangkok_date(now))


def _ask(session: Session, organisation: Organisation, before: dict[int, int], now: datetime) -> int:
    from handlers import cases

    return cases.ask_new_holders(session, organisation.id, before, now, now)


def _post(session: Session, organisation: Organisation, plan: Plan, name: str) -> Post:
    """The one post of that name, or the only one that begins so."""
    found = chain.store(session, organisation.id, plan)
    named = [p for p in found if p.name == name] or [p for p in found if p.name.startswith(name)]
    if len(named) != 1:
        raise Refused(f"there is no one post '{name}'; there are: {', '.join(p.name for p in found)}")
    return named[0]


def _person(session: Session, organisation: Organisation, name: str | None, number: int | None) -> Person:
    """Somebody who can hold a post, by the name in the chat or by the id."""
    candidates = people.holding(session, organisation.id, chain.HOLD)
    found = [p for p in candidates if (p.id == number if number else p.name == name)]
    if len(found) != 1:
        listed = ", ".join(f"{_called(p)} (--id {p.id})" for p in candidates) or "nobody"
        raise Refused(f"there is no one such {' or '.join(chain.HOLD)}; there are: {listed}")
    return found[0]


def _called(person: Person) -> str:
    return person.name or f"person {person.id}"


def _list(seats: tuple[Seat, ...]) -> None:
    for number, seat in enumerate(seats, 1):
        held = _called(seat.holder) if seat.holder else "-"
        say(f"{number} {seat.name} [{seat.action}]: {held}{_acting(seat.acting, seat.until)}")


def _acting(acting: bool, until: date | None) -> str:
    return f" (acting{f' until {until}' if until else ''})" if acting else ""
