"""Words whose measure, month or division is not clear: kept while it is asked which is meant, and after พักไว้ก่อน."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from handlers import bundles, drafts, reporting, wording
from handlers import wording_together as words
from handlers.incoming import Visit
from handlers.owed import Owed, everything, read_tag, tag
from models import people
from models.calendar import Month
from models.corrections import read_correction
from models.replies import warning
from models.say import Choice, Message, Text
from models.shown import brief, pause
from models.sources import Ids
from models.tables import BundleRow, Division, Person


def of_reports(
    visit: Visit, person: Person, candidates: Sequence[Owed], text: str, message: Ids
) -> tuple[Message, ...]:
    """Words whose measure, month or division is not clear: kept while it is asked, unless they need a warning."""
    if why := warning(text):
        return (Text(words.not_kept(why)),)
    state: dict[str, Any] = {"tags": [tag(o.key) for o in candidates], "text": text, "message": message}
    first = candidates[0]
    return ask(visit, bundles.make(visit, person, first.month, first.key.division_id, "which", state))


def of_places(
    visit: Visit, person: Person, places: Sequence[tuple[Month, int]], text: str, message: Ids
) -> tuple[Message, ...]:
    """Words about measures that are wanted in several months, or of several divisions: kept while it is asked, unless
    they need a warning."""
    if why := warning(text):
        return (Text(words.not_kept(why)),)
    kept = [[month.key, division] for month, division in places]
    state: dict[str, Any] = {"tags": [], "places": kept, "text": text, "message": message}
    month, division = places[0]
    return ask(visit, bundles.make(visit, person, month, division, "which", state))


def choices_of(visit: Visit, bundle: BundleRow) -> list[tuple[str, str]]:
    """What can be chosen: the end of a button's data, and its label."""
    if places := bundle.state.get("places"):
        names = {d: visit.session.get_one(Division, d).name for _, d in places}
        several = (len({m for m, _ in places}) > 1, len(names) > 1)
        return [(f"at.{d}.{m}", words.place(Month.parse(m), names[d], *several)) for m, d in places]
    owed = candidates_in(visit, bundle)
    return [(tag(o.key), label) for o, label in zip(owed, _labels(owed), strict=True)]


def ask(visit: Visit, bundle: BundleRow, lead: str = "") -> tuple[Message, ...]:
    """The question which report some words are about. The labels have no numbers of their own: a number that is typed
    is the measure's."""
    offered, owed = choices_of(visit, bundle), candidates_in(visit, bundle)
    one_measure = len({o.key.measure_id for o in owed}) == 1
    titles = {} if bundle.state.get("places") or one_measure else {tag(o.key): o.measure for o in owed}
    by_number = len({(o.month, o.division) for o in owed}) == 1
    short = {t: wording.measure_label(m.order, m.title) for t, m in titles.items()} if by_number else {}
    choices = [Choice(short.get(value, label), f"which/{bundle.id}/{value}") for value, label in offered]
    question = words.WHICH_PLACE if bundle.state.get("places") or one_measure else words.WHICH_REPORT
    corrects = read_correction(bundle.state["text"]) is not None
    if question == words.WHICH_REPORT and not corrects and not any(o.missing for o in owed):
        question = words.ADD_WHERE
    lines = [lead, f"“{brief(bundle.state['text'])}”\n{question}"]
    if len(offered) <= 12:
        lines += [f"{label} {brief(titles[v].title, 60)}" if v in titles else label for v, label in offered]
    return (Text("\n".join(filter(None, lines)), (*choices[:11], pause())),)


def resumed(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word รายงาน while some words wait for their report, or after พักไว้ก่อน: it is asked again which is meant,
    as long as one of them can be. () when none wait, or a report is open."""
    if drafts.open_draft(visit, person):
        return ()
    rows = visit.session.scalars(
        select(BundleRow)
        .where(
            BundleRow.person_id == person.id,
            BundleRow.kind == "which",
            BundleRow.division_id.in_(people.divisions(visit.session, person)),
        )
        .order_by(BundleRow.id.desc())
        .limit(5)
    )
    for bundle in rows:
        waits = (bundle.open or bundle.state.get("paused")) and not bundle.state.get("done")
        if waits and any(not reporting.why_not(o, visit) for o in _meant(visit, bundle)):
            drafts.close_all(visit, person)
            bundle.open, bundle.moved_at = True, visit.incoming.at
            visit.session.flush()
            return ask(visit, bundle, words.WORDS_WAIT)
    return ()


def _meant(visit: Visit, bundle: BundleRow) -> list[Owed]:
    """The reports that may be meant, also where only their month and division are asked."""
    places = [(month, division) for month, division in bundle.state.get("places", [])]
    divisions = sorted({division for _, division in places})
    found = everything(visit.session, visit.desk.organisation_id, visit.incoming.at, divisions) if places else []
    return [o for o in found if (o.month.key, o.key.division_id) in places] or candidates_in(visit, bundle)


def candidates_in(visit: Visit, bundle: BundleRow) -> list[Owed]:
    wanted = set(bundle.state["tags"])
    division_ids = sorted({key.division_id for t in wanted if (key := read_tag(t))})
    found = everything(visit.session, visit.desk.organisation_id, visit.incoming.at, division_ids)
    return [o for o in found if tag(o.key) in wanted]


def _labels(owed: Sequence[Owed]) -> list[str]:
    """What tells the reports apart: the number, and the month or division where they differ."""
    several = (len({o.month for o in owed}) > 1, len({o.division for o in owed}) > 1)
    return [words.which_button(o.measure.order, o.month, o.division, *several) for o in owed]
