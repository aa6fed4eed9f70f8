"""A measure of a division month by month, and one month's answer with its photos, files and links."""

from __future__ import annotations

from urllib.parse import quote

from exports.report import round_text
from handlers import asking, files, wording
from handlers import wording_details as words
from handlers.incoming import Visit
from handlers.owed import tag
from handlers.scopes import (
    Scope,
    order_about,
    overdue,
    owed_in,
    remember,
    scope_of,
    see_division,
    see_measure,
    state_of,
)
from models import people
from models.form import BY_NAME
from models.ledger import STATUSES, EvidenceRef, Key, Obligation
from models.records import load_plan
from models.say import Card, Choice, Message, Row, Text, Tone
from models.shown import brief
from models.tables import Person
from models.thai import month_names, short_date, short_month, thai_digits

FILES = 10  # buttons of one answer
LETTERS = 300  # of each text of an answer; six of them are a phone's screen or two
LONGEST_LINK = 1000  # of LINE, for the address of a button


def of_measure(visit: Visit, person: Person, found: Scope, measure_id: int, division_id: int) -> tuple[Message, ...]:
    """A measure's months of a scope, newest first; of a single month its answer at once. Without a division (0) the
    divisions that answer for it are offered."""
    measure = found.stored.measures.get(measure_id)
    if measure is None or (division_id and division_id not in found.stored.divisions):
        return (Text(wording.OLD_BUTTON),)
    owed = owed_in(visit, found, division_id or None, measure_id)
    ids = [i for i in found.stored.divisions if any(o.key.division_id == i for o in owed)]
    if not division_id and len(ids) > 1:
        names = [Choice(found.stored.divisions[i], see_measure(found, measure_id, i)) for i in ids]
        return (asking.offer(visit, person, words.which_division(measure.order), names),)
    if not owed:
        return (Text(words.NOTHING_YET),)
    if len(found.months) == 1:
        return answer(visit, person, owed[0].key)
    newest_first = sorted(owed, key=lambda o: o.month, reverse=True)
    rows, choices = [], []
    for one in newest_first:
        see = Choice(words.SEE, f"see/answer/{tag(one.key)}")
        rows.append(_month_row(visit, one, see))
        choices += [Choice(name, see.send) for name in (short_month(one.month), *month_names(one.month))]
    remember(visit, person, choices)
    division = found.stored.divisions[ids[0]]
    buttons = [Choice(division, see_division(found, ids[0]))]
    if people.is_executive(visit.session, person):
        buttons.insert(0, Choice(words.ORDER, order_about(found, ids[0], measure_id, "0")))
    return (
        Card(
            title=wording.numbered(measure.order, brief(measure.title, 80)),
            subtitle=f"{division} {found.name}",
            rows=tuple(rows),
            note=words.how_months(newest_first[0].month),
            buttons=tuple(buttons),
            alt=wording.numbered(measure.order, brief(measure.title, 80)),
        ),
    )


def _month_row(visit: Visit, one: Obligation, see: Choice) -> Row:
    """A month of a measure: its status, and the beginning of what was done."""
    said = one.answer if one.is_in else None
    if said is None:
        tone: Tone = "bad" if overdue(visit, one) else "quiet"
        return Row(short_month(one.month), state_of(visit, one) or words.NO_ANSWER, tone, see)
    files_ = words.pieces(len(said.evidence)) if said.evidence else ""
    first = brief(said.activity or said.problem, 110)
    note = " · ".join(part for part in (first.replace("\n", " "), files_) if part)
    return Row(short_month(one.month), STATUSES[said.status], "plain", see, note)


def answer(visit: Visit, person: Person, key: Key) -> tuple[Message, ...]:
    """One month's answer of a division: its texts, and a button for each photo, file or link."""
    stored = load_plan(visit.session, visit.desk.organisation_id, key.month.fiscal_year.number)
    found = scope_of(stored, key.month.key) if stored else None
    measure = stored.measures.get(key.measure_id) if stored else None
    if found is None or stored is None or measure is None or key.division_id not in stored.divisions:
        return (Text(wording.OLD_BUTTON),)
    one = next((o for o in owed_in(visit, found, key.division_id, key.measure_id) if o.key == key), None)
    if one is None:
        return (Text(words.NOTHING_YET),)
    said = one.answer if one.state != "missing" else None
    every = [ref for ref in said.evidence if ref.sha256 or 0 < len(_encoded(ref.url)) <= LONGEST_LINK] if said else []
    shown = every[:FILES]
    buttons = [_file(visit, person, ref, n) for n, ref in enumerate(shown, 1)]
    if people.is_executive(visit.session, person):
        buttons.append(Choice(words.ORDER, order_about(found, key.division_id, key.measure_id, key.month.key)))
    round = stored.round_of(key.month)
    whole = scope_of(stored, round.key)
    if whole:
        buttons.append(Choice(words.of_round(round_text(round)), see_measure(whole, key.measure_id, key.division_id)))
    notes = [words.FILES_LIVE] if shown else []
    if len(every) > FILES:
        notes.insert(0, words.more_files(len(every) - FILES))
    title = wording.numbered(measure.order, brief(measure.title, 80))
    return (
        Card(
            title=title,
            subtitle=f"{stored.divisions[key.division_id]} {found.name}",
            lead="" if said and one.is_in and one.in_time else state_of(visit, one),
            rows=_fields(one) if said else (Row(words.NO_ANSWER, tone="quiet"),),
            note="\n".join(notes),
            buttons=tuple(buttons),
            alt=title,
        ),
    )


def _fields(one: Obligation) -> tuple[Row, ...]:
    """What an answer says, field by field; what was not answered is left out."""
    said = one.answer
    assert said
    dates = ", ".join(short_date(day) for day in sorted(set(said.dates)))
    percent = f"ร้อยละ {thai_digits(said.percent)}" if said.percent else ""
    texts = {
        "status": " ".join(part for part in (STATUSES[said.status], percent) if part),
        "activity": said.activity,
        "dates": dates,
        "output": said.output,
        "outcome": said.outcome,
        "problem": said.problem,
    }
    return tuple(Row(BY_NAME[name].label, brief(text, LETTERS), field=True) for name, text in texts.items() if text)


def _file(visit: Visit, person: Person, ref: EvidenceRef, number: int) -> Choice:
    """The button of a photo, file or link; the address of a file is signed anew and lives for 15 minutes."""
    if ref.url:
        kind, link = words.LINK, _encoded(ref.url)
    else:
        kind = words.PHOTO if ref.content_type.startswith("image/") else words.FILE
        link = files.address(visit, person, {"evidence": ref.id})
    return Choice(words.file_button(kind, number), kind="link", link=link)


def _encoded(url: str) -> str:
    """An address as LINE takes it: Thai letters in it as bytes."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._")
