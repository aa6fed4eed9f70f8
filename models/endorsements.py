"""Where a frozen report is in the chain: which posts have said a word on it, and whose turn it is.

What was said is append-only. A report that is returned goes to who prepared it, and when it is proposed again it
passes all posts again; what they said before stays, and is printed. A new frozen version begins anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit, chain
from models.chain import Seat
from models.plan import Plan
from models.redaction import cleaned, typed_in
from models.report_tables import Endorsement, Post, ReportRow
from models.tables import Person

Verdict = Literal["endorse", "return", "skip"]
State = Literal["new", "returned", "waiting", "complete"]


@dataclass(frozen=True)
class Course:
    """A report's way through the chain: each post with its word of this time round, None when it is still to come;
    `returns` are those that sent it back before, `maker` is the id of who proposed it last."""

    steps: tuple[tuple[Seat, Endorsement | None], ...]
    returns: tuple[Endorsement, ...]
    maker: int | None

    @property
    def turn(self) -> Seat | None:
        """The post that is to say a word now, also when it was not proposed yet; None when all have."""
        return next((seat for seat, word in self.steps if word is None), None)

    @property
    def said(self) -> tuple[Endorsement, ...]:
        """What was said this time round, in the order of the posts."""
        return tuple(word for _, word in self.steps if word is not None)

    @property
    def state(self) -> State:
        """new: to be proposed, also when the chain begins with another post now; returned: with who prepared it;
        waiting: at the post whose turn it is."""
        if self.turn is None:
            return "complete"
        if self.said and self.turn.action != "prepare":
            return "waiting"
        return "returned" if self.returns else "new"

    @property
    def since(self) -> datetime | None:
        """Since when it is where it is; None when it was never proposed."""
        last = [*self.said, *self.returns]
        return max(word.at for word in last) if last else None


def words_on(session: Session, report_id: int) -> Sequence[Endorsement]:
    """All that the chain said on a report, oldest first."""
    query = select(Endorsement).where(Endorsement.report_id == report_id).order_by(Endorsement.id)
    return session.scalars(query).all()


def course(session: Session, row: ReportRow, plan: Plan, today: date) -> Course:
    """The way of a report as it stands on a day. A report that was approved keeps the posts of that time."""
    words = words_on(session, row.id)
    returns = [n for n, word in enumerate(words) if word.verdict == "return"]
    this_time = words[returns[-1] + 1 :] if returns else words
    posts = {word.id: session.get_one(Post, word.post_id) for word in words}
    said = {(word.post_name, posts[word.id].action): word for word in this_time}
    proposed = [word.person_id for word in words if posts[word.id].action == "prepare"]
    approved = [posts[word.id].generation for word in this_time if posts[word.id].action == "approve"]
    found = chain.seats(session, row.organisation_id, plan, today, approved[0] if approved else None)
    steps = tuple((seat, said.get((seat.name, seat.action))) for seat in found)
    return Course(steps, tuple(words[n] for n in returns), proposed[-1] if proposed else None)


def approved_by(session: Session, report_id: int) -> int | None:
    """The generation of the chain that approved a report; None when it is not approved."""
    approving = (Post.action == "approve", Endorsement.verdict == "endorse")
    query = (
        select(Post.generation)
        .join(Endorsement, Endorsement.post_id == Post.id)
        .where(Endorsement.report_id == report_id, *approving)
        .order_by(Endorsement.id)
        .limit(1)
    )
    return session.scalar(query)


def say(
    session: Session,
    row: ReportRow,
    seat: Seat,
    person: Person,
    verdict: Verdict,
    comment: str,
    now: datetime,
    place: str,
) -> Endorsement:
    """Append a post's word, by the person who says it; `place` names the round in the audit. Whose turn it is, is for
    the caller to see, and the posts are stored (chain.store)."""
    if seat.post_id is None:
        raise ValueError("the posts of the chain are not stored yet")
    word = Endorsement(
        organisation_id=row.organisation_id,
        report_id=row.id,
        post_id=seat.post_id,
        post_name=seat.name,
        acting=seat.acting and seat.holder is not None and seat.holder.id == person.id,
        person_id=person.id,
        verdict=verdict,
        comment=comment,
        at=now,
    )
    session.add(word)
    session.flush()
    audit.record(
        session,
        row.organisation_id,
        now,
        audit.ENDORSED,
        about="report",
        about_id=row.id,
        place=place,
        new={"post": seat.name, "verdict": verdict, "version": row.version},
    )
    return word


def typed(session: Session, person: Person, message: str, since: datetime) -> list[str]:
    """The comments of a person since then that were typed in a message, perhaps after the word of the verdict."""
    words = select(Endorsement.comment).where(Endorsement.person_id == person.id, Endorsement.at >= since)
    return [comment for comment in session.scalars(words) if typed_in(comment, message)]


def forget(session: Session, person: Person, texts: Sequence[str], since: datetime) -> None:
    """Take texts that were unsent out of what the person said since then, and out of a comment not stored yet."""
    words = select(Endorsement).where(Endorsement.person_id == person.id, Endorsement.at >= since)
    for word in session.scalars(words):
        word.comment = cleaned(word.comment, texts)
    about = person.asking_about or {}
    if about.get("comment"):
        person.asking_about = {**about, "comment": cleaned(about["comment"], texts)}
