"""Signed addresses of files for one person: the papers of a round, and single files of evidence."""

from __future__ import annotations

import secrets
from typing import Any

from exports import report
from exports.documents import PAPERS
from handlers import wording, wording_papers
from handlers import wording_forms as words
from handlers.incoming import Visit
from models import chain, endorsements, forms, people, reports
from models.calendar import Round
from models.post_tables import FileLink
from models.records import StoredPlan, load_plan
from models.say import Card, Choice, Message, Text
from models.tables import Person

PUBLISHED = ("excel", "own", "memo", "announcement")  # papers that who keeps the website opens


def address(visit: Visit, person: Person, what: dict[str, Any]) -> str:
    """A signed, expiring address; `what` says what it opens: {"year", "round", "paper"} or {"evidence": id}."""
    row = FileLink(
        id=secrets.token_urlsafe(16),
        organisation_id=person.organisation_id,
        person_id=person.id,
        what=what,
        created_at=visit.incoming.at,
    )
    visit.session.add(row)
    return visit.desk.link(row.id)


def button(stored: StoredPlan, round: Round, kind: str, label: str, *, strong: bool = False) -> Choice:
    """A button that asks for a paper of a round; it works however old it is."""
    return Choice(label, f"paper/{kind}/{stored.plan.fiscal_year}/{round.key}", strong=strong)


def papers_button(stored: StoredPlan, round: Round, label: str) -> Choice:
    """A button for the card of all papers of a round (handlers/papers.py)."""
    return Choice(label, f"papers/{stored.plan.fiscal_year}/{round.key}")


def card(visit: Visit, person: Person, stored: StoredPlan, round: Round, kind: str = "excel") -> Card:
    """The card with the address of a paper; the Excel file comes in the agency's own form too, when it has one."""
    labels = {kind: wording_papers.OPEN_FILE}
    if kind == "excel" and forms.current(visit.session, person.organisation_id):
        labels = {"own": words.GET_OWN, "excel": words.GET_WHOLE}
    what = {"year": stored.plan.fiscal_year, "round": round.key}
    links = {one: address(visit, person, what | {"paper": one}) for one in labels}
    buttons = [Choice(label, kind="link", link=links[one], strong=True) for one, label in labels.items()]
    title = PAPERS[kind].title
    return Card(
        title=title,
        subtitle=report.round_text(round),
        lead=wording_papers.LINK_LIVES,
        note=wording_papers.link_opens(kind == "excel"),
        buttons=tuple(buttons),
        alt=title,
    )


def tapped(visit: Visit, person: Person, kind: str, year: str, key: str) -> tuple[Message, ...]:
    """The button of a card, however old: a fresh address of a round's paper."""
    found = round_named(visit, year, key)
    if not _may_open(visit, person, kind, found):
        return (Text(wording.NOT_FOR_YOU),)
    if found is None or kind not in PAPERS:
        return (Text(wording.OLD_BUTTON),)
    return (card(visit, person, *found, kind),)


def may_read(visit: Visit, person: Person) -> bool:
    """Whether the person reads every paper: who oversees the organisation, or holds a post of the chain."""
    session = visit.session
    return people.oversees(session, person) or chain.holds_one(session, person, visit.incoming.today)


def _may_open(visit: Visit, person: Person, kind: str, found: tuple[StoredPlan, Round] | None) -> bool:
    """Whether the person opens a paper; who keeps the website opens what is published, when it has been endorsed."""
    session = visit.session
    if may_read(visit, person):
        return True
    if found is None or kind not in PUBLISHED or not people.holds(session, person, ["webkeeper"]):
        return False
    row = reports.standing(session, found[0].id, found[1].key)
    return row is not None and endorsements.approved_by(session, row.id) is not None


def round_named(visit: Visit, year: str, key: str) -> tuple[StoredPlan, Round] | None:
    """The plan and round that a button names, or None when it names none of ours."""
    known = year.isascii() and year.isdigit() and len(year) == 4
    stored = load_plan(visit.session, visit.desk.organisation_id, int(year)) if known else None
    try:
        return (stored, Round.parse(stored.fiscal_year, key)) if stored else None
    except ValueError:
        return None
