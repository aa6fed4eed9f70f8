"""Words whose measure, month or division is not clear: kept while it is asked which is meant, and after พักไว้ก่อน."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from handlers import bundles, drafts, naming, reporting, wording
from handlers import wording_together as words
from handlers.incoming import Visit
from handlers.owed import Owed, everything, read_tag, tag
from models import people, thai
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


@dataclass(frozen=True)
class Option:
    """A report, or a month and division, that can be chosen: the end of its button's data, and what names it. `order`
    is None where the words themselves say which measure."""

    value: str
    month: Month
    division_id: int
    division: str
    order: int | None = None
    title: str = ""


def options(visit: Visit, bundle: BundleRow, *, every: bool = False) -> list[Option]:
    """What can be chosen, and is left after a part of it was said; `every`: all that was offered at first."""
    if places := bundle.state.get("places"):
        names = {d: visit.session.get_one(Division, d).name for _, d in places}
        found = [Option(f"at.{d}.{m}", Month.parse(m), d, names[d]) for m, d in places]
    else:
        found = [
            Option(tag(o.key), o.month, o.key.division_id, o.division, o.measure.order, o.measure.title)
            for o in candidates_in(visit, bundle)
        ]
    left = bundle.state.get("left")
    return found if every or left is None else [o for o in found if o.value in left]


def _several(found: Sequence[Option]) -> tuple[bool, bool]:
    """Whether months and divisions tell them apart."""
    return len({o.month for o in found}) > 1, len({o.division_id for o in found}) > 1


def _labels(found: Sequence[Option]) -> list[str]:
    """What tells the options apart: the number, and the month or division where they differ."""
    several = _several(found)
    return [
        words.place(o.month, o.division, *several)
        if o.order is None
        else words.which_button(o.order, o.month, o.division, *several)
        for o in found
    ]


def _one_measure(found: Sequence[Option]) -> bool:
    return len({o.order for o in found}) == 1 and any(_several(found))


def named(visit: Visit, bundle: BundleRow, text: str, orders: Collection[int]) -> list[Option]:
    """The options that a text names, by a label or by any part of it: ข้อ 2, ต.ค., กองช่าง, คลัง. `orders`: the measures
    that the kept words name themselves. [] when it names none, or says more."""
    every = options(visit, bundle, every=True)
    for found in (options(visit, bundle), every):
        if exact := [o for o, label in zip(found, _labels(found), strict=True) if thai.same_words(text, label)]:
            return exact
        measures = {n: n for n in (*orders, *(o.order for o in found if o.order is not None))}
        divisions = {o.division_id: o.division for o in found}
        said = naming.read(thai.clean(text), visit.incoming.today, divisions, {o.month for o in found}, measures)
        number = thai.read_item(said.rest) or thai.read_number(said.rest) if said.rest else said.measure
        if (said.rest and number is None) or (number, said.month, said.divisions) == (None, None, ()):
            continue
        fitting = [
            o
            for o in found
            if said.month in (None, o.month)
            and (not said.divisions or o.division_id in said.divisions)
            and (number in (None, o.order) or (o.order is None and number in orders))
        ]
        if fitting:
            return fitting
    return []


def what_is_open(visit: Visit, bundle: BundleRow) -> str:
    """What is asked: ข้อ, or where it is one measure, what tells its reports apart."""
    found = options(visit, bundle)
    months, divisions = _several(found)
    return "และ".join(["เดือน"] * months + ["กอง"] * divisions) if _one_measure(found) else "ข้อ"


def ask(visit: Visit, bundle: BundleRow, lead: str = "") -> tuple[Message, ...]:
    """The question which report some words are about. The labels have no numbers of their own: a number that is typed
    is the measure's."""
    found = options(visit, bundle)
    labels, several, by_place = _labels(found), _several(found), _one_measure(found)
    shown = labels if any(several) else [wording.measure_label(o.order or 0, o.title) for o in found]
    choices = [Choice(label, f"which/{bundle.id}/{o.value}") for o, label in zip(found, shown, strict=True)]
    question = words.WHICH_REPORT
    if by_place:
        example = words.place(found[0].month, found[0].division, *several)
        question = words.which_place(what_is_open(visit, bundle), thai.arabic_digits(example))
    owed = candidates_in(visit, bundle)
    corrects = read_correction(bundle.state["text"]) is not None
    if question == words.WHICH_REPORT and not corrects and not any(o.missing for o in owed):
        question = words.ADD_WHERE
    lines = [lead, f"“{brief(bundle.state['text'])}”\n{question}"]
    if len(found) <= 12:
        titles = ["" if by_place else brief(o.title, 60) for o in found]
        lines += [f"{label} {title}".strip() for label, title in zip(labels, titles, strict=True)]
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
