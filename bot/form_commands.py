"""The commands about the agency's own form: import, show, remove."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from bot.inputs import Refused, opened
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models import forms, organisations
from models.typos import likeness

_SURE = 80.0  # how alike a heading of --match and of the form must be


def form_import(settings: Settings, args: Namespace) -> None:
    """Read a form and say what each column was taken for; with --yes it is used from now on."""
    from exports.form_file import FormRefused
    from exports.own_form import Proposal, proposed

    path = Path(args.file)
    try:
        content = path.read_bytes()
        found: Proposal = proposed(content)
    except FormRefused as why:
        raise Refused(str(why)) from None
    columns = dict(found.columns)
    for given in args.match or ():
        letter, field = _match(given, found.headings)
        columns[letter] = field
    if not any(columns.values()):
        raise Refused("no column has a field; name them with --match 'HEADING=FIELD'")
    _print(found.headings, columns)
    if found.years:
        say(f"the titles name the year {', '.join(map(str, found.years))}; titles stay as they are in the file")
    if not args.yes:
        say("nothing stored; repeat with --yes to use this form")
        return
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        matching = {"sheet": found.sheet, "headings": found.headings, "columns": columns, "years": found.years}
        row = forms.keep(session, organisation.id, path.name, content, matching, None, Clock.wall())
        forms.confirm(session, row, Clock.wall())
    say("stored: the report can now be written with --layout own, and the chat gives this form")


def _match(given: str, headings: dict[str, str]) -> tuple[str, str]:
    """The column and field of `HEADING=FIELD`; the heading may also be the column's letter, the field - for none."""
    from exports.form_fields import FORM_FIELDS, folded

    heading, sign, field = given.rpartition("=")
    heading, field = heading.strip(), field.strip()
    if not sign or (field != "-" and field not in FORM_FIELDS):
        raise Refused(f"--match '{given}' must be HEADING=FIELD, FIELD one of -, {', '.join(FORM_FIELDS)}")
    alike = {letter: likeness(folded(heading), folded(text)) for letter, text in headings.items()}
    letter = heading.upper() if heading.upper() in headings else max(alike, key=lambda one: alike[one])
    if letter != heading.upper() and alike[letter] < _SURE:
        raise Refused(f"the form has no heading '{heading}'; it has: {', '.join(headings.values())}")
    return letter, "" if field == "-" else field


def _print(headings: dict[str, str], columns: dict[str, str]) -> None:
    from exports.form_fields import FORM_FIELDS

    for letter, heading in headings.items():
        field = columns.get(letter, "")
        say(f"{letter}  {heading} = {f'{field} ({FORM_FIELDS[field].title})' if field else '- (left empty)'}")


def form_show(settings: Settings, args: Namespace) -> None:
    """Say which form is in use, and what its columns hold."""
    with closing(opened(settings)) as db, db.read() as session:
        row = forms.current(session, organisations.choose(session, args.organisation).id)
        if row is None:
            say("no form of the agency's own; the reports are written in the plan's layout")
            return
        say(f"{row.name}, used since {row.confirmed_at:%Y-%m-%d}")
        _print(row.matching["headings"], row.matching["columns"])


def form_remove(settings: Settings, args: Namespace) -> None:
    """Use no form of the agency's own any more."""
    with closing(opened(settings)) as db, db.write() as session:
        row = forms.current(session, organisations.choose(session, args.organisation).id)
        if row is None:
            raise Refused("there is no form of the agency's own")
        forms.end(session, row, Clock.wall())
    say("removed: the reports are written in the plan's layout again")
