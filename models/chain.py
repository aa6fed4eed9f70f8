"""Who endorses a round's report, in which order, and who holds the posts (DOMAIN.md section 6).

An organisation has the posts that were set for it; until then those that its plan names, else the usual ones of its
kind of agency. These are stored as soon as somebody is named for one of them, or endorses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import audit, people, thai
from models.agencies import kind_of
from models.plan import Action, ApprovalStep, Plan
from models.report_tables import Post, PostHolder
from models.tables import Person

PREPARES = "ผู้จัดทำ"  # who prepares, where no post is named
HOLD = ("executive", "head", "secretary")  # the roles whose people can hold a post
FEWEST, MOST, LONGEST = 2, 12, 120  # posts, and letters of one


class ChainRefused(ValueError):
    """A chain that makes no sense; `why` says which way: few, many, empty, long, twice."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Seat:
    """A post of the chain and who holds it now, perhaps standing in (รักษาราชการแทน) to the end of a day.

    `key` names it in buttons; `post_id` is None as long as the usual posts are not stored."""

    key: str
    name: str
    action: Action
    post_id: int | None = None
    holder: Person | None = None
    acting: bool = False
    until: date | None = None


# --- The usual chain -----------------------------------------------------------------------------------------


def chain_of(plan: Plan) -> tuple[ApprovalStep, ...]:
    """The posts that endorse: those that the plan names, else the usual ones of its kind of agency.

    A plan that names only who prepared it has no chain: the usual posts follow that one.
    """
    named = tuple(sorted(plan.approval_chain, key=lambda step: step.order))
    if any(step.action == "approve" for step in named):
        return named
    usual = _usual(plan)
    prepares = [step for step in named if step.action == "prepare"]
    return (*prepares[:1], *usual[1:]) if prepares else usual


def _usual(plan: Plan) -> tuple[ApprovalStep, ...]:
    *comment, approves = kind_of(plan.organisation).posts
    return (
        ApprovalStep(1, PREPARES, "prepare"),
        *(ApprovalStep(n, post, "comment") for n, post in enumerate(comment, 2)),
        ApprovalStep(len(comment) + 2, approves, "approve"),
    )


# --- The organisation's own ----------------------------------------------------------------------------------


def posts(session: Session, organisation_id: int, generation: int | None = None) -> list[Post]:
    """The stored posts in order: those that count now, or those of an earlier chain; none when the usual ones do."""
    query = select(Post).where(Post.organisation_id == organisation_id).order_by(Post.position, Post.id)
    which = Post.ended_at.is_(None) if generation is None else Post.generation == generation
    return list(session.scalars(query.where(which)))


def seats(
    session: Session, organisation_id: int, plan: Plan, today: date, generation: int | None = None
) -> tuple[Seat, ...]:
    """The chain in order with who holds each post on a day."""
    stored = posts(session, organisation_id, generation)
    if not stored:
        return tuple(Seat(f"d{n}", step.position, step.action) for n, step in enumerate(chain_of(plan), 1))
    return tuple(_seat(session, post, today) for post in stored)


def steps(
    session: Session, organisation_id: int, plan: Plan, generation: int | None = None
) -> tuple[ApprovalStep, ...]:
    """The same as it is printed: the posts without who holds them."""
    stored = posts(session, organisation_id, generation)
    if not stored:
        return chain_of(plan)
    return tuple(ApprovalStep(n, p.name, cast(Action, p.action)) for n, p in enumerate(stored, 1))


def _seat(session: Session, post: Post, today: date) -> Seat:
    """Who stands in comes before who holds the post; whoever left, or has none of the roles any more, holds none."""
    query = (
        select(PostHolder, Person)
        .join(Person, Person.id == PostHolder.person_id)
        .where(PostHolder.post_id == post.id, PostHolder.ended_at.is_(None))
        .order_by(PostHolder.acting.desc(), PostHolder.id.desc())
    )
    for row, person in session.execute(query):
        over = row.until is not None and row.until < today
        if not over and people.holds(session, person, HOLD):
            return Seat(str(post.id), post.name, cast(Action, post.action), post.id, person, row.acting, row.until)
    return Seat(str(post.id), post.name, cast(Action, post.action), post.id)


def holds_one(session: Session, person: Person, today: date) -> bool:
    """Whether the person holds a post of the chain, and so reads what it endorses."""
    held = (_seat(session, post, today).holder for post in posts(session, person.organisation_id))
    return any(holder is not None and holder.id == person.id for holder in held)


def find(session: Session, organisation_id: int, plan: Plan, today: date, key: str) -> Seat | None:
    """The post of a button, also of one that was shown before the usual posts were stored; None when it is gone."""
    found = seats(session, organisation_id, plan, today)
    if key.startswith("d"):
        names = {f"d{n}": step.position for n, step in enumerate(chain_of(plan), 1)}
        return next((seat for seat in found if seat.name == names.get(key)), None)
    return next((seat for seat in found if seat.key == key), None)


# --- Changing it ---------------------------------------------------------------------------------------------


def store(session: Session, organisation_id: int, plan: Plan) -> list[Post]:
    """The posts as rows: the usual ones are stored when none are."""
    if found := posts(session, organisation_id):
        return found
    return _add(session, organisation_id, [(step.position, step.action) for step in chain_of(plan)])


def _add(session: Session, organisation_id: int, named: Sequence[tuple[str, str]]) -> list[Post]:
    last = session.scalar(select(func.max(Post.generation)).where(Post.organisation_id == organisation_id))
    made = [
        Post(organisation_id=organisation_id, position=n, name=name, action=action, generation=(last or 0) + 1)
        for n, (name, action) in enumerate(named, 1)
    ]
    session.add_all(made)
    session.flush()
    return made


def change(session: Session, organisation_id: int, plan: Plan, typed: Sequence[str], now: datetime) -> bool:
    """Set the posts: the first prepares, the last approves, the others comment between. Who holds a post that stays
    keeps it. Gives whether anything changed. Raises ChainRefused."""
    names = [" ".join(name.split()) for name in typed]
    _check(names)
    before = store(session, organisation_id, plan)
    actions = ["prepare", *["comment"] * (len(names) - 2), "approve"]
    wanted = list(zip(names, actions, strict=True))
    if [(post.name, post.action) for post in before] == wanted:
        return False
    for post in before:
        post.ended_at = now
    made = {post.name: post for post in _add(session, organisation_id, wanted)}
    for post in before:
        _move_holders(session, post, made.get(post.name), now)
    old, new = ({"posts": found} for found in ([post.name for post in before], names))
    audit.record(session, organisation_id, now, audit.POSTS, about="post", old=old, new=new)
    session.flush()
    return True


def _check(names: Sequence[str]) -> None:
    refusals = {
        "few": len(names) < FEWEST,
        "many": len(names) > MOST,
        "empty": not all(thai.clean(name) for name in names),  # letters that nobody sees are no name
        "long": any(len(name) > LONGEST for name in names),
        "twice": len(set(names)) < len(names),
    }
    for why, refused in refusals.items():
        if refused:
            raise ChainRefused(why)


def _move_holders(session: Session, before: Post, after: Post | None, now: datetime) -> None:
    held = select(PostHolder).where(PostHolder.post_id == before.id, PostHolder.ended_at.is_(None))
    for row in session.scalars(held).all():
        if after is None:
            row.ended_at = now
        else:
            row.post_id = after.id


def appoint(
    session: Session, post: Post, person: Person, now: datetime, *, acting: bool = False, until: date | None = None
) -> None:
    """Say who holds a post from now on. Who stands in (`acting`) replaces who stood in; the holder of the post itself
    replaces both. Whether it may be is for the caller to see."""
    _end(session, post, now, only_acting=acting)
    session.add(
        PostHolder(
            organisation_id=post.organisation_id,
            post_id=post.id,
            person_id=person.id,
            acting=acting,
            until=until,
            since=now,
        )
    )
    session.flush()
    new = {"post": post.name, "acting": acting} | ({"acting_until": until.isoformat()} if until else {})
    audit.record(session, post.organisation_id, now, audit.POSTS, about="person", about_id=person.id, new=new)


def vacate(session: Session, post: Post, now: datetime) -> bool:
    """Say that nobody holds a post; gives whether somebody did."""
    ended = _end(session, post, now)
    if ended:
        old = {"post": post.name}
        audit.record(session, post.organisation_id, now, audit.POSTS, about="person", about_id=ended[0], old=old)
    return bool(ended)


def _end(session: Session, post: Post, now: datetime, *, only_acting: bool = False) -> list[int]:
    """End who holds a post; gives their ids."""
    held = select(PostHolder).where(PostHolder.post_id == post.id, PostHolder.ended_at.is_(None))
    ended = [row for row in session.scalars(held) if row.acting or not only_acting]
    for row in ended:
        row.ended_at = now
    session.flush()
    return [row.person_id for row in ended]
