"""The word ปิดรอบ: freezing a round's report when nothing is lacking, taking that back, and what changed since."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from exports import freezing
from exports.amendments import Amendment, amendments
from exports.checks import odd
from exports.documents import PAPERS
from exports.gaps import open_gaps
from exports.report import round_text
from exports.report_value import Report
from exports.rounds import build_report, report_and_gaps
from exports.stories import all_stale
from handlers import asking, cases, files, overview, rounds, runs, staff, wording
from handlers import wording_closing as words
from handlers.incoming import Visit
from handlers.rounds import Place
from models import outbox, people, reports
from models.report_tables import ReportRow
from models.say import Card, Choice, Message, Row, Text
from models.tables import Person
from models.thai import arabic_digits, shorten

MOST_CHANGES, MOST_ODD = 12, 8


def view(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word: the round that can be frozen, or which of several; when there is none, how the last one stands."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    ready = rounds.to_close(visit)
    if len(ready) > 1:
        choices = [Choice(round_text(place[1]), _send(place)) for place in ready]
        return (asking.offer(visit, person, words.WHICH_ROUND, choices),)
    place = ready[0] if ready else rounds.frozen(visit) or rounds.meant(visit)
    return _card(visit, person, place) if place else (Text(wording.NO_PLAN),)


def sure_by_word(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words of the buttons ปิดรอบนี้ and ปิดเป็นฉบับใหม่, when the card was not the last thing shown."""
    ready = rounds.to_close(visit)
    place = ready[0] if ready else rounds.frozen(visit)
    if len(ready) > 1 or place is None or not people.is_secretary(visit.session, person):
        return view(visit, person)
    return sure(visit, person, place)


def of_frozen(answer: Callable[[Visit, Person, Place], tuple[Message, ...]]) -> Callable[..., tuple[Message, ...]]:
    """A word about the round that was frozen last."""

    def by_word(visit: Visit, person: Person) -> tuple[Message, ...]:
        if not people.is_secretary(visit.session, person):
            return (Text(wording.NOT_FOR_YOU),)
        place = rounds.frozen(visit)
        return answer(visit, person, place) if place else (Text(words.NOT_FROZEN),)

    return by_word


def tapped(visit: Visit, person: Person, year: str, round_key: str, rest: Sequence[str]) -> tuple[Message, ...]:
    """`close/2570/6m` is the card; behind it stands what is done with the round."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    place = rounds.round_named(visit, year, round_key)
    match rest if place else ["?"]:
        case [] if place:
            return _card(visit, person, place)
        case ["yes", version] if place and version == str(_next_version(visit, place)):
            return _freeze(visit, person, place)
        case ["sure"] | ["yes", *_] if place:  # a button of another version asks again
            return sure(visit, person, place)
        case ["no"]:
            return (Text(words.KEPT_OPEN),)
        case ["undone", version] if place and (row := _standing(visit, place)) and version == str(row.version):
            return _undone(visit, person, place, row)
        case ["undo"] | ["undone", *_] if place:
            return undo(visit, person, place)
        case ["keep"]:
            return (Text(words.KEPT_CLOSED),)
        case ["changes"] if place:
            return changes(visit, person, place)
        case ["versions"] if place:
            return versions(visit, person, place)
    return (Text(wording.OLD_BUTTON),)


def _send(place: Place, what: str = "") -> str:
    return f"close/{rounds.name(place)}" + (f"/{what}" if what else "")


def _standing(visit: Visit, place: Place) -> ReportRow | None:
    return reports.standing(visit.session, place[0].id, place[1].key)


def _next_version(visit: Visit, place: Place) -> int:
    return len(reports.versions(visit.session, place[0].id, place[1].key)) + 1


def changed_since(visit: Visit, place: Place, row: ReportRow) -> tuple[Amendment, ...]:
    """What changed since the freeze."""
    return amendments(freezing.thawed(row), build_report(visit.session, *place, visit.incoming.at))


# --- How a round stands --------------------------------------------------------------------------------------


def _card(visit: Visit, person: Person, place: Place) -> tuple[Message, ...]:
    """What a round lacks and what to look at, or which version is frozen and what changed since."""
    row = _standing(visit, place)
    card = frozen_card(visit, place, row) if row else _open_card(visit, place)
    return (asking.remember_card(visit, person, card),)


def _open_card(visit: Visit, place: Place) -> Card:
    report, gaps = report_and_gaps(visit.session, *place, visit.incoming.at)
    open_ = open_gaps(gaps)
    gap_row = Row(words.GAPS, words.lacking(len(open_), len(gaps) - len(open_)), "bad" if open_ else "good")
    odd = odd_lines(visit, place, report)
    opens = place[0].deadlines(place[1].last).opens
    early = opens > visit.incoming.at
    close = Choice(words.CLOSE_NOW, _send(place, "sure"), strong=True)
    see = Choice(words.SEE_GAPS, f"word/{words.GAPS}", strong=bool(open_))
    return Card(
        title=words.CLOSE_TITLE,
        subtitle=round_text(place[1]),
        lead=report.summary.headline,
        rows=(gap_row, *(Row(words.CHECKS, words.count_odd(len(odd)), "warn") for _ in odd[:1])),
        note=words.not_yet(place[1].last, opens) if early else "",
        buttons=(
            *((see,) if gaps else ()),
            *((close,) if not open_ and not early else ()),
            files.button(*place, "excel", words.GET_EXCEL),
        ),
        alt=f"{words.CLOSE_TITLE} {words.lacking(len(open_), len(gaps) - len(open_))}",
        tone="warn" if open_ else "good",
    )


def frozen_card(visit: Visit, place: Place, row: ReportRow) -> Card:
    """A frozen round: its version, what changed since, its papers."""
    changed = changed_since(visit, place, row)
    rows = (Row(words.changes(len(changed)), tone="warn"),) if changed else ()
    buttons = [
        cases.next_step(visit, place, row),
        files.button(*place, "excel", words.GET_EXCEL),
        files.papers_button(*place, words.GET_PAPERS),
        files.button(*place, "evidence", PAPERS["evidence"].title),
    ]
    if changed:
        buttons.append(Choice(words.CHANGES, _send(place, "changes")))
        buttons.insert(0, Choice(words.CLOSE_VERSION, _send(place, "sure"), strong=True))
    if row.version > 1:
        buttons.append(Choice(words.COMPARE, _send(place, "versions")))
    if not reports.endorsed(visit.session, row.id):
        buttons.append(Choice(words.UNDO, _send(place, "undo")))
    return Card(
        title=words.CLOSED_TITLE,
        subtitle=round_text(place[1]),
        lead=freezing.thawed(row).summary.headline,
        rows=rows,
        note=words.version(row.version, row.frozen_at, _by(visit, row.person_id), row.sha256),
        buttons=tuple(buttons),
        alt=f"{words.CLOSED_TITLE} {round_text(place[1])}",
    )


def _by(visit: Visit, person_id: int | None) -> str:
    """Who froze a report: a person, or the operator by command."""
    person = visit.session.get(Person, person_id) if person_id else None
    return staff.shown(person) if person else words.OPERATOR


# --- Freezing and taking it back -----------------------------------------------------------------------------


def _why_not(visit: Visit, place: Place) -> str:
    """Why a round cannot be frozen now, or ""."""
    opens = place[0].deadlines(place[1].last).opens
    if opens > visit.incoming.at:
        return words.not_yet(place[1].last, opens)
    row = _standing(visit, place)
    if row and not changed_since(visit, place, row):
        return words.FROZEN_ALREADY
    open_ = open_gaps(report_and_gaps(visit.session, *place, visit.incoming.at)[1])
    return words.not_ready(len(open_)) if open_ else ""


def sure(visit: Visit, person: Person, place: Place) -> tuple[Message, ...]:
    """The question before a round is frozen."""
    if why := _why_not(visit, place):
        return (Text(why, (Choice(words.GAPS, f"word/{words.GAPS}"),)),)
    yes = Choice(words.CLOSE_NOW, _send(place, f"yes/{_next_version(visit, place)}"), strong=True)
    odd = odd_lines(visit, place, build_report(visit.session, *place, visit.incoming.at))
    question = words.before_closing(odd[:MOST_ODD], len(odd[MOST_ODD:]))
    return (asking.confirm(visit, person, question, yes, Choice(words.NOT_NOW, _send(place, "no"))),)


def odd_lines(visit: Visit, place: Place, report: Report) -> list[str]:
    """What looks odd before a freeze and forbids nothing: what the checks find beside the gaps, and the secretary's
    words that the answers have left behind."""
    found = odd(place[0].plan, report)
    stale = all_stale(visit.session, *place, visit.incoming.at)
    return [*found, *(words.stale(place[0].measures[i].order) for i in stale)]


def _freeze(visit: Visit, person: Person, place: Place) -> tuple[Message, ...]:
    """Freeze, and send the round's summary to the executives (DESIGN.md section 8, "Round summaries")."""
    if why := _why_not(visit, place):
        return (Text(why),)
    row = freezing.freeze(visit.session, *place, person.id, visit.incoming.at)
    card = overview.round_card(visit.session, *place, visit.incoming.at)
    for executive in people.holding(visit.session, visit.desk.organisation_id, ["executive"]):
        sent = outbox.push(
            visit.session,
            visit.desk.organisation_id,
            executive.line_id,
            executive.id,
            (Text(words.told_closed(round_text(place[1]), row.version)), card),
            visit.desk.wall,
        )
        runs.card_went(visit.session, executive, *place, sent, visit.incoming.at)
    return (asking.remember_card(visit, person, frozen_card(visit, place, row)),)


def undo(visit: Visit, person: Person, place: Place) -> tuple[Message, ...]:
    """The question before a freeze is taken back."""
    row = _standing(visit, place)
    if row is None:
        return (Text(words.NOT_FROZEN),)
    if reports.endorsed(visit.session, row.id):
        return (Text(words.ENDORSED),)
    keep = Choice(words.KEEP, _send(place, "keep"))
    yes = Choice(words.UNDO, _send(place, f"undone/{row.version}"))
    return (asking.confirm(visit, person, words.SURE_UNDO, yes, keep),)


def _undone(visit: Visit, person: Person, place: Place, row: ReportRow) -> tuple[Message, ...]:
    asked = cases.asked_for(visit, row)
    if not freezing.undo(visit.session, row, place[1], person.id, visit.incoming.at):
        return (Text(words.ENDORSED),)
    runs.freeze_undone(visit.session, *place, asked, visit.incoming.at, visit.desk.wall)
    visit.session.flush()
    return (Text(words.UNDONE, (Choice(words.CLOSE, f"word/{words.CLOSE}"),)),)


# --- What changed --------------------------------------------------------------------------------------------


def changes(visit: Visit, person: Person, place: Place) -> tuple[Message, ...]:
    """What changed since the freeze, line by line."""
    row = _standing(visit, place)
    if row is None:
        return (Text(words.NOT_FROZEN),)
    found = changed_since(visit, place, row)
    again = Choice(words.CLOSE_VERSION, _send(place, "sure"))
    said = _differences(found, words.CHANGES_TITLE, round_text(place[1]), words.NO_CHANGES, (again,))
    return tuple(asking.remember_card(visit, person, one) if isinstance(one, Card) else one for one in said)


def compare(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """`1 กับ 3` after the word: any two versions of the round that was frozen last."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    place = rounds.frozen(visit)
    if place is None:
        return (Text(words.NOT_FROZEN),)
    return versions(visit, person, place, [int(n) for n in re.findall(r"\d{1,4}", arabic_digits(text))])


def versions(visit: Visit, _person: Person, place: Place, wanted: Sequence[int] = ()) -> tuple[Message, ...]:
    """Two frozen versions, held against each other: those that are named, else the last two."""
    every = reports.versions(visit.session, place[0].id, place[1].key)
    if len(every) < 2:
        return (Text(words.ONE_VERSION),)
    found = [row for row in every if row.version in wanted] if wanted else every[-2:]
    if len(found) != 2:
        return (Text(words.which_versions(every[-1].version)),)
    older, newer = found
    different = amendments(freezing.thawed(older), freezing.thawed(newer))
    return _differences(
        different, words.versions(older.version, newer.version), round_text(place[1]), words.SAME_VERSIONS
    )


def _differences(
    found: Sequence[Amendment], title: str, subtitle: str, none: str, buttons: tuple[Choice, ...] = ()
) -> tuple[Message, ...]:
    if not found:
        return (Text(none),)
    rows = tuple(
        Row(
            shorten(" ".join(part for part in (one.measure, one.division, one.month) if part), 90),
            one.field,
            note=words.change(one.old, one.new),
        )
        for one in found[:MOST_CHANGES]
    )
    rest = len(found) - len(rows)
    note = words.more_changes(rest) if rest else ""
    card = Card(title=title, subtitle=subtitle, rows=rows, note=note, buttons=buttons, alt=title, tone="warn")
    return (card,)
