"""The word จุดที่ขาด: what a round's report lacks, division by division, and the buttons of the list."""

from __future__ import annotations

from collections.abc import Sequence

from exports.gaps import Gap, open_gaps
from exports.report import round_text
from handlers import asking, assigning, gaps_chased, gaps_waived, rounds, wording
from handlers import wording_closing as words
from handlers import wording_details as details_words
from handlers.incoming import Visit
from handlers.naming import Named, named
from handlers.owed import read_id
from handlers.rounds import Place
from models import people, reports, thai
from models.say import Card, Choice, Message, Row, Text
from models.tables import Person

A_CARD, MOST_CARDS = 12, 3  # lines of a card, and cards of one answer


def view(visit: Visit, person: Person, wanted: str = "") -> tuple[Message, ...]:
    """The word, alone or with a division's name, about the round that is worked on."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    place = rounds.meant(visit)
    if place is None:
        return (Text(wording.NO_PLAN),)
    if wanted and thai.same_words(wanted, words.WHOLE):
        return of_division(visit, person, place, rounds.NOBODY)
    if wanted:
        meant = named(visit, place[0], thai.clean(wanted))
        if meant.division and meant == Named(meant.divisions):
            return of_division(visit, person, place, meant.division)
        if meant.divisions and meant == Named(meant.divisions):
            names = place[0].divisions
            choices = [Choice(names[i], f"gaps/{rounds.name(place)}/{i}") for i in meant.divisions]
            return (asking.offer(visit, person, details_words.WHICH_DIVISION, choices),)
        return (Text(words.NO_SUCH_DIVISION), *overview(visit, person, place))
    return overview(visit, person, place)


def overview(visit: Visit, person: Person, place: Place) -> tuple[Message, ...]:
    """How many gaps each division has; with few of them the lines at once."""
    gaps = rounds.lacking(visit, place)
    open_ = open_gaps(gaps)
    divisions = list(dict.fromkeys((g.division_id or rounds.NOBODY, g.division or words.WHOLE) for g in gaps))
    rows = [_division_row(place, i, name, gaps) for i, name in divisions]
    close = Choice(words.CLOSE, f"close/{rounds.name(place)}", strong=not open_)
    rest = Choice(words.WAIVE_REST, f"gap/{rounds.name(place)}/waive-all/{rounds.NOBODY}")
    buttons = (*((rest,) if open_ else ()), close)
    card = Card(
        title=words.GAPS_TITLE,
        subtitle=round_text(place[1]),
        lead=words.lacking(len(open_), len(gaps) - len(open_)),
        rows=tuple(rows),
        note=words.gaps_how(None) if rows else "",
        buttons=buttons,
        alt=f"{words.GAPS_TITLE} {words.lacking(len(open_), len(gaps) - len(open_))}",
        tone="warn" if open_ else "good",
    )
    return (asking.remember_card(visit, person, card),)


def _division_row(place: Place, division_id: int, name: str, gaps: Sequence[Gap]) -> Row:
    own = [g for g in gaps if (g.division_id or rounds.NOBODY) == division_id]
    left = open_gaps(own)
    see = Choice(words.SEE, f"gaps/{rounds.name(place)}/{division_id}")
    return Row(name, words.count(len(left)), "bad" if left else "good", see)


def of_division(visit: Visit, person: Person, place: Place, division_id: int) -> tuple[Message, ...]:
    """The lines of one division, each with a button that asks exactly its person; the number opens the rest."""
    own = gaps_waived.of_division(visit, place, division_id)
    if not own:
        whose = place[0].divisions.get(division_id, words.WHOLE)
        return (Text(words.none_of(whose), (Choice(words.GAPS, f"word/{words.GAPS}"),)),)
    shown = own[: A_CARD * MOST_CARDS]
    rows = [_gap_row(place, n, gap) for n, gap in enumerate(shown, 1)]
    buttons = _remember(visit, person, place, own)
    parts = [rows[n : n + A_CARD] for n in range(0, len(rows), A_CARD)]
    name = own[0].division or words.WHOLE
    last = len(parts) - 1
    note = "\n".join(
        filter(None, [words.more(len(own) - len(shown)) if own[len(shown) :] else "", words.gaps_how(name)])
    )
    return tuple(
        Card(
            title=f"{words.GAPS_TITLE} {name}",
            subtitle=round_text(place[1]) if n == 0 else "",
            lead=words.lacking(len(open_gaps(own)), len(own) - len(open_gaps(own))) if n == 0 else "",
            rows=tuple(part),
            note=note if n == last else "",
            buttons=buttons if n == last else (),
            alt=f"{words.GAPS_TITLE} {name}",
            tone="warn" if open_gaps(own) else "good",
        )
        for n, part in enumerate(parts)
    )


def _remember(visit: Visit, person: Person, place: Place, own: Sequence[Gap]) -> tuple[Choice, ...]:
    """Take the numbers of a division's gaps, and the words of its buttons, as the next reply; gives the buttons."""
    buttons = _division_buttons(place, own[0].division_id or rounds.NOBODY, own)
    numbered = [Choice(words.number(n), rounds.about_gap(place, "about", gap)) for n, gap in enumerate(own, 1)]
    asking.remember(visit, person, numbered, buttons)
    return buttons


def _gap_row(place: Place, number: int, gap: Gap) -> Row:
    text = f"{thai.thai_digits(number)}. {gap.text}"
    if gap.waived:
        return Row(words.waived(text, gap.waived), tone="quiet")
    return Row(text, tone="bad", choice=_mend(place, gap))


def _mend(place: Place, gap: Gap) -> Choice | None:
    """What can be done about a gap beside letting it stay."""
    if gap.kind == assigning.KIND:
        return Choice(words.ASSIGN, rounds.about_gap(place, "assign", gap))
    return Choice(words.CHASE, rounds.about_gap(place, "chase", gap)) if gap.division_id else None


def _division_buttons(place: Place, division_id: int, own: Sequence[Gap]) -> tuple[Choice, ...]:
    left = open_gaps(own)
    if not left:
        return (Choice(words.GAPS, f"word/{words.GAPS}"),)
    all_ = (Choice(words.CHASE_ALL, f"gap/{rounds.name(place)}/all/{division_id}", strong=True),)
    return (*(all_ if division_id else ()), Choice(words.WAIVE, f"gap/{rounds.name(place)}/pick/{division_id}"))


# --- Buttons -------------------------------------------------------------------------------------------------


def tapped(visit: Visit, person: Person, year: str, round_key: str, rest: Sequence[str]) -> tuple[Message, ...]:
    """A button about gaps: `gaps/2570/6m/3` (a division), `gap/2570/6m/chase/field/3/ab12` and others."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    place = rounds.round_named(visit, year, round_key)
    if place is None or not rest:
        return (Text(wording.OLD_BUTTON),)
    *whats, last = rest
    division = read_id(last)
    match whats:
        case [] if division is not None:
            return of_division(visit, person, place, division)
        case ["all"] if division is not None:
            return gaps_chased.chase_all(visit, person, place, division, unlock=False)
        case ["unlock", "all"] if division is not None:
            return gaps_chased.chase_all(visit, person, place, division, unlock=True)
        case ["pick"] if division is not None:
            return gaps_waived.pick(visit, person, place, division)
        case ["every"] if division is not None:
            every = open_gaps(gaps_waived.of_division(visit, place, division))
            return gaps_waived.ask_reason(visit, person, place, [g.key for g in every])
        case ["waive-all"]:
            return gaps_waived.every(visit, person, place)
        case ["owner", division_id, *parts] if (wanted := read_id(division_id)) is not None:
            return _assigned(visit, person, place, wanted, "/".join([*parts, last]))
        case [("chase" | "unlock" | "assign" | "about" | "waive" | "again") as what, *parts]:
            return _about_one(visit, person, place, what, "/".join([*parts, last]))
    return (Text(wording.OLD_BUTTON),)


def _about_one(visit: Visit, person: Person, place: Place, what: str, key: str) -> tuple[Message, ...]:
    gap = _gap(visit, place, key)
    if gap is None:
        return (Text(words.NO_GAP, (Choice(words.GAPS, f"word/{words.GAPS}"),)),)
    if what in ("chase", "unlock"):
        send = rounds.about_gap(place, "unlock", gap)
        done = gaps_chased.chase(visit, person, place, [gap], send, unlock=what == "unlock")
        return done if person.asking else _and_the_next(visit, person, place, gap, done)
    if what == "assign":
        return assigning.ask(visit, person, place, gap)
    if what == "waive":
        return gaps_waived.ask_reason(visit, person, place, [gap.key])
    if what == "again":
        reports.end_waiver(visit.session, place[0].id, place[1].key, gap.key, visit.incoming.at)
        return overview(visit, person, place)
    if gap.waived:
        return (asking.offer(visit, person, gap.text, (Choice(words.AGAIN, rounds.about_gap(place, "again", gap)),)),)
    waive, mend = Choice(words.WAIVE_ONE, rounds.about_gap(place, "waive", gap)), _mend(place, gap)
    return (asking.offer(visit, person, gap.text, (mend, waive) if mend else (waive,)),)


def _assigned(visit: Visit, person: Person, place: Place, division_id: int, key: str) -> tuple[Message, ...]:
    """A division for a measure that had none, then what of the list is left."""
    gap = _gap(visit, place, key)
    said = assigning.give(visit, person, place, division_id, gap) if gap and gap.kind == assigning.KIND else None
    if said is None:
        return (
            Text(words.NO_GAP if gap is None else wording.OLD_BUTTON, (Choice(words.GAPS, f"word/{words.GAPS}"),)),
        )
    place = rounds.round_named(visit, str(place[0].plan.fiscal_year), place[1].key) or place
    left = gaps_waived.of_division(visit, place, rounds.NOBODY)
    return (said, *(of_division(visit, person, place, rounds.NOBODY) if left else overview(visit, person, place)))


def _gap(visit: Visit, place: Place, key: str) -> Gap | None:
    return next((g for g in rounds.lacking(visit, place) if g.key == key), None)


def _and_the_next(
    visit: Visit, person: Person, place: Place, gap: Gap, done: tuple[Message, ...]
) -> tuple[Message, ...]:
    """After one gap was chased the numbers of the others still mean them."""
    own = gaps_waived.of_division(visit, place, gap.division_id or rounds.NOBODY)
    if len(open_gaps(own)) < 2:
        return done
    _remember(visit, person, place, own)
    return (*done[:-1], *(Text(f"{one.text}\n{words.CHASE_NEXT}") for one in done[-1:] if isinstance(one, Text)))
