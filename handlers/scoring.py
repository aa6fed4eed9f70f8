"""The ITA scores in the chat, for the secretary and the executives: what is low, who answers it, what changed; and
whether the round's report shows all that a complete one shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from exports.completeness import completeness
from exports.dossier import gather
from exports.report import round_text
from exports.rounds import current_round, scores_of_year
from exports.score_words import NO_MEASURE, difference_text, item_label, measures_text, scored_text
from exports.scoring import Below, Scores
from exports.texts import paper, short
from handlers import overview, wording
from handlers import wording_scores as words
from handlers.incoming import Visit
from models import assessments, people, thai
from models.plan import Plan
from models.say import Bar, Card, Choice, Message, Row, Text, Tone
from models.tables import Organisation, Person
from models.thai import thai_digits

MOST_ROWS = 6  # of what is under the threshold; all of it stands in the Excel file
MOST_CODES = 8
MOST_ORDERS = 12
MOST_FALLEN = 3
_CENTURY = 2500
_ASKED = re.compile(rf"(?:ดู)?{words.SCORES}\s*(?:ita)?\s*(?:ปี)?\s*(?:พ\.?ศ\.?)?\s*(\d\d|25\d\d)?")


def view(visit: Visit, person: Person, year: int | None = None) -> tuple[Message, ...]:
    """The word คะแนน: overall and level, the ten indicators, what is under the threshold and who answers it."""
    return _shown(visit, person, year, _scores_card)


def covered(visit: Visit, person: Person, year: int | None = None) -> tuple[Message, ...]:
    """The word มาตรการที่ตอบ: each of the ten indicators with its measures."""
    return _shown(visit, person, year, _coverage_card)


def compared(visit: Visit, person: Person, year: int | None = None) -> tuple[Message, ...]:
    """The word เทียบคะแนน: every indicator against the year before, and what crossed the threshold."""
    return _shown(visit, person, year, _comparison_card)


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """`คะแนน ITA`, `คะแนน 2568`, `คะแนน ปี ๖๘`; None when it is not just that: a report may speak of scores too."""
    match = _ASKED.fullmatch(thai.clean(text))
    if match is None or not people.oversees(visit.session, person):
        return None
    year = int(match[1]) if match[1] else None
    return view(visit, person, year + _CENTURY if year is not None and year < 100 else year)


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...] | None:
    """A button of these cards, with the year that it is about."""
    match rest:
        case [what, year] if what in _CARDS and year.isascii() and year.isdigit() and len(year) == 4:
            return _shown(visit, person, int(year), _CARDS[what])
    return None


_Draw = Callable[[str, Scores, Plan | None], Message]


def _shown(visit: Visit, person: Person, year: int | None, draw: _Draw) -> tuple[Message, ...]:
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    organisation_id = visit.desk.organisation_id
    known = assessments.years(visit.session, organisation_id)
    if not known:
        return (Text(words.NO_SCORES),)
    if year is not None and year not in known:
        return (Text(words.no_scores_of(year, tuple(known))),)
    scores, plan = scores_of_year(visit.session, organisation_id, known, year or max(known))
    name = visit.session.get_one(Organisation, organisation_id).name or ""
    return (draw(paper(name), scores, plan),)


def _scores_card(name: str, scores: Scores, plan: Plan | None) -> Card:
    low = sorted((one for one in scores.below if one.by_mean), key=_worst_first)
    changes = {c.code: c for c in scores.changes if c.kind == "indicator"}
    bars = [
        Bar(
            words.numbered(one.number, short(paper(one.name), 40)),
            min(100, max(0, round(one.score))),  # a plan may hold a slip such as 9227
            100,
            "bad" if one.score < scores.threshold else "good",
            words.figures(one.score, changes.get(str(one.number))),
        )
        for one in scores.coverage
        if one.score is not None
    ]
    lead = "\n".join(line for line in (words.overall(scores), words.below_line(scores, plan is not None)) if line)
    return Card(
        title=words.title(scores.ita_year),
        subtitle=name,
        lead=lead,
        rows=tuple(_low_row(one, plan) for one in low[:MOST_ROWS]),
        bars=tuple(bars),
        note="\n".join(_notes(scores, plan, len(low))),
        buttons=_buttons(scores),
        alt=" ".join(f"{words.title(scores.ita_year)} {lead}".split()),
        tone="bad" if scores.unanswered else "warn" if low else "good",
    )


def _worst_first(one: Below) -> tuple[bool, float]:
    return bool(one.measures), one.item.score or 0


def _low_row(one: Below, plan: Plan | None) -> Row:
    tone: Tone = "warn" if one.measures else "bad"
    answer = _orders(one.orders) if plan else ""
    return Row(item_label(one.item), scored_text(one), tone, note=answer)


def _orders(orders: tuple[int, ...]) -> str:
    rest = f" และอีก {thai_digits(len(orders) - MOST_ORDERS)}" if len(orders) > MOST_ORDERS else ""
    return measures_text(orders[:MOST_ORDERS], "ข้อ") + rest


def _notes(scores: Scores, plan: Plan | None, low: int) -> list[str]:
    notes = [words.more(low - MOST_ROWS)] if low > MOST_ROWS and plan else []
    single = [short(paper(one.item.code), 20) for one in scores.below if not one.by_mean]
    notes += [words.one_source(_few(single))] if single else []
    return [*notes, *_crossed(scores)]


def _crossed(scores: Scores) -> list[str]:
    """What came over the threshold, and what fell under it, by name."""
    up, down = ([words.called(c) for c in scores.changes if c.crossed == way] for way in ("up", "down"))
    return words.crossed(_few(up), _few(down), scores.threshold)


def _few(codes: list[str]) -> list[str]:
    rest = [f"และอีก {thai_digits(len(codes) - MOST_CODES)} ข้อ"] if len(codes) > MOST_CODES else []
    return codes[:MOST_CODES] + rest


def _buttons(scores: Scores) -> tuple[Choice, ...]:
    compare = [Choice(words.COMPARED, f"scores/compared/{scores.ita_year}")] if scores.changes else []
    cover = Choice(words.COVERED, f"scores/covered/{scores.ita_year}")
    return (cover, *compare, Choice(words.COMPLETE, f"word/{words.COMPLETE}"))


def _coverage_card(name: str, scores: Scores, plan: Plan | None) -> Message:
    if plan is None:
        return Text(words.NO_PLAN_YET)
    rows = tuple(
        Row(
            words.numbered(one.number, short(paper(one.name), 40)),
            _orders(one.orders) if one.orders else NO_MEASURE,
            "plain" if one.orders else "warn",
        )
        for one in scores.coverage
    )
    back = Choice(words.SCORES, f"scores/view/{scores.ita_year}")
    title = words.covered_title(scores.ita_year)
    return Card(title=title, subtitle=name, rows=rows, buttons=(back,), alt=title)


def _comparison_card(name: str, scores: Scores, _plan: Plan | None) -> Message:
    if not scores.changes:
        return Text(words.nothing_to_compare(scores.ita_year))
    rows = []
    for change in scores.changes:
        tone: Tone = "good" if change.difference > 0 else "bad" if change.difference < 0 else "quiet"
        if change.kind == "indicator":
            label = words.numbered(int(change.code), short(paper(change.name), 40))
            rows.append(Row(label, difference_text(change.difference), tone, note=words.before_and_now(change)))
    fallen = sorted(
        (c for c in scores.changes if c.difference < 0 and c.kind == "question"), key=lambda c: c.difference
    )
    title = words.compared_title(scores.ita_year)
    return Card(
        title=title,
        subtitle=name,
        lead=words.overall(scores),
        rows=tuple(rows),
        note="\n".join([*_crossed(scores), *words.fallen(fallen[:MOST_FALLEN])]),
        buttons=(Choice(words.SCORES, f"scores/view/{scores.ita_year}"),),
        alt=title,
    )


_CARDS: dict[str, _Draw] = {"view": _scores_card, "covered": _coverage_card, "compared": _comparison_card}


# --- Completeness ------------------------------------------------------------------------------------------------


def complete(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ตรวจความครบถ้วน: what a complete report shows and the current round's does not; where to mend it."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    stored = overview.current_plan(visit)
    if stored is None:
        return (Text(wording.NO_PLAN),)
    now = visit.incoming.at
    dossier = gather(visit.session, stored, current_round(stored, now), now, Path())
    elements = completeness(dossier)
    by_state = {state: [one for one in elements if one.state == state] for state in words.STATES}
    rows = [
        Row(
            words.numbered(one.number, one.name),
            words.STATES[one.state],
            "bad" if one.state == "missing" else "warn",
            note=f"{one.lacks} → {one.fix}",
        )
        for one in elements
        if one.state != "present"
    ]
    if done := by_state["present"]:
        names = ", ".join(words.numbered(one.number, one.name) for one in done)
        rows.append(Row(words.present_row(len(done)), words.STATES["present"], "good", note=names))
    counts = [len(by_state[state]) for state in words.STATES]
    lead = words.counted(*counts) if len(done) < len(elements) else words.ALL_PRESENT
    year = dossier.report.fiscal_year
    round_ = current_round(stored, now)
    return (
        Card(
            title=words.COMPLETE_TITLE,
            subtitle=round_text(round_),
            lead=lead,
            rows=tuple(rows),
            note="\n".join(words.oit_line(one) for one in dossier.oit),
            buttons=(Choice(words.SCORES, f"word/{words.SCORES}"),),
            alt=f"{words.COMPLETE_TITLE} {thai_digits(year)}: {lead}",
            tone="bad" if by_state["missing"] else "warn" if by_state["partial"] else "good",
        ),
    )
