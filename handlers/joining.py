"""Joining: invitations, the first words with a person, and what a stranger may do (nothing else)."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from handlers import asking, wording
from handlers.incoming import Visit
from handlers.wording_people import MY_DATA
from models import audit, people, thai
from models.conversation import word_of
from models.say import Choice, Message, Text
from models.shown import HELP, SKIP
from models.tables import Division, Invitation, Organisation, Person, RoleRow, WrongCode

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are mistaken for another
LENGTH = 8
WRONG_CODES = 5  # so many wrong codes …
WRONG_WITHIN = timedelta(minutes=15)  # … within this time make a person wait
LONGEST_NAME = 60
ASKED = "name"  # what to call a person, asked when joining

_LIKE_A_CODE = re.compile(r"(?:รหัส\s*)?([A-Za-z0-9]{4})\s?[-–]?\s?([A-Za-z0-9]{4})\s*(?:ค่ะ|ครับ|คะ)?")
_CODE = re.compile(rf"(?<![A-Za-z0-9])([{LETTERS}]{{4}})\s?[-–]?\s?([{LETTERS}]{{4}})(?![A-Za-z0-9])", re.IGNORECASE)


def invite(
    session: Session,
    organisation_id: int,
    role: str,
    division_id: int | None,
    now: datetime,
    *,
    uses: int = 1,
    valid: timedelta = timedelta(days=14),
    acting_until: date | None = None,
) -> tuple[str, datetime]:
    """Make an invitation; gives its code, which is shown this once, and when it expires.

    With `acting_until` who joins stands in for the post until the end of that day.
    """
    code = ""
    while code.isalpha() or code.isdigit() or not code:  # letters and digits, so that no word or year is one
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    made = Invitation(
        organisation_id=organisation_id,
        code_hash=_hash(code),
        role=role,
        division_id=division_id,
        uses_left=uses,
        expires_at=now + valid,
        created_at=now,
        acting=acting_until is not None,
        until=acting_until,
    )
    session.add(made)
    session.flush()
    until = {"acting_until": acting_until.isoformat()} if acting_until else {}
    audit.record(
        session,
        organisation_id,
        now,
        audit.INVITATION,
        about="invitation",
        about_id=made.id,
        division_id=division_id,
        new={"role": role, "division": division_id, "uses": uses} | until,
    )
    return f"{code[:4]}-{code[4:]}", now + valid


def _hash(code: str) -> str:
    return hashlib.sha256(code.upper().encode()).hexdigest()


def code_in(text: str) -> str | None:
    """The invitation code in a text, in its bare form, or None."""
    match = _CODE.search(thai.arabic_digits(text))
    return (match[1] + match[2]).upper() if match else None


def has_a_code(text: str) -> bool:
    """Whether something in a text can be a code: eight of its letters, with both letters and digits."""
    code = code_in(text)
    return code is not None and not code.isalpha() and not code.isdigit()


def means_a_code(text: str) -> bool:
    """Whether a person who has joined can only have meant a code: it stands alone, or beside the word รหัส.

    Digits alone are years (2566-2569), letters alone are words.
    """
    match = _CODE.search(text)
    if match is None or "รหัส" in text:
        return match is not None
    mixed = re.search(r"\d", match.group()) and re.search(r"[A-Za-z]", match.group())
    return bool(mixed and match.group() == text.strip())


def looks_like_a_code(text: str) -> bool:
    """Whether a text can only be a code that was copied wrongly: it has letters or digits that no code has."""
    match = _LIKE_A_CODE.fullmatch(thai.arabic_digits(text).strip())
    bare = match[1] + match[2] if match else ""
    return bool(match) and not bare.isdigit() and not bare.isalpha()


def stranger(visit: Visit) -> tuple[Message, ...]:
    """Somebody who has not joined: a friendly way in, a code, and nothing else."""
    incoming = visit.incoming
    if incoming.kind in ("unfollow", "unsend"):
        return ()
    code = code_in(incoming.text) if incoming.kind == "text" else None
    if code is None:
        if incoming.kind == "text" and looks_like_a_code(incoming.text):
            return (Text(wording.CODE_WRONG),)
        said = incoming.text if incoming.kind == "text" else incoming.tap.removeprefix("word/")
        not_kept = f"\n{wording.FILE_OF_STRANGER}" if incoming.kind == "file" else ""
        return (Text(f"{_to_a_stranger(said)}{not_kept}"),)
    return use_code(visit, code) or (Text(wording.CODE_WRONG),)


def _to_a_stranger(said: str) -> str:
    """The words on the rich menu of those who have not joined (handlers/menus.py) are answered, all else welcomed."""
    if word_of(said) == HELP:
        return wording.HELP_STRANGER
    if thai.same_words(said, MY_DATA):
        return wording.NOTHING_KEPT
    return wording.ASK_CODE if thai.same_words(said, wording.ENTER_CODE) else wording.WELCOME_STRANGER


def use_code(visit: Visit, code: str) -> tuple[Message, ...]:
    """Try a code. Right: the roles are added and the person is told what is kept. Wrong: counted, and () is given;
    after too many wrong ones no code is tried for a while."""
    session = visit.session
    if _wrong_lately(visit) >= WRONG_CODES:
        return (Text(wording.CODE_TOO_MANY),)
    invitation = session.scalar(
        select(Invitation)
        .where(
            Invitation.organisation_id == visit.desk.organisation_id,
            Invitation.code_hash == _hash(code),
            Invitation.uses_left > 0,
            Invitation.expires_at > visit.desk.wall,
        )
        .with_for_update()
    )
    if invitation is None or (invitation.until and invitation.until < visit.incoming.today):
        session.execute(delete(WrongCode).where(WrongCode.at < visit.desk.wall - WRONG_WITHIN))
        session.add(
            WrongCode(organisation_id=visit.desk.organisation_id, line_id=visit.incoming.line_id, at=visit.desk.wall)
        )
        return ()
    person = visit.person or _new_person(visit)
    terms = (invitation.role, invitation.division_id, visit.incoming.at)
    if people.give(session, person, *terms, acting=invitation.acting, until=invitation.until):
        invitation.uses_left -= 1
    organisation = session.get_one(Organisation, visit.desk.organisation_id)
    text = wording.joined(role_names(session, person), organisation.name or "หน่วยงาน")
    if visit.person is None:  # asked once, and not again with each further code
        asking.ask(visit, person, ASKED, lasts=True)
        return (Text(f"{text}\n\n{wording.ASK_NAME}", (Choice(SKIP, f"word/{SKIP}"),)),)
    return (Text(text, (Choice(wording.MENU, f"word/{wording.MENU}"),)),)


def _new_person(visit: Visit) -> Person:
    person = Person(
        organisation_id=visit.desk.organisation_id,
        line_id=visit.incoming.line_id,
        joined_at=visit.incoming.at,
    )
    visit.session.add(person)
    visit.session.execute(
        delete(WrongCode).where(
            WrongCode.organisation_id == person.organisation_id, WrongCode.line_id == person.line_id
        )
    )
    visit.session.flush()
    audit.sign(visit.session, person.id)
    return person


def _wrong_lately(visit: Visit) -> int:
    count = visit.session.scalar(
        select(func.count(WrongCode.id)).where(
            WrongCode.organisation_id == visit.desk.organisation_id,
            WrongCode.line_id == visit.incoming.line_id,
            WrongCode.at > visit.desk.wall - WRONG_WITHIN,
        )
    )
    return count or 0


def role_names(session: Session, person: Person) -> list[str]:
    """The person's roles as shown: ผู้รายงาน กองช่าง."""
    return [role_text(session, r) for r in people.roles(session, person)]


def role_text(session: Session, role: RoleRow) -> str:
    """One role as shown, with its division and until when it is acting."""
    division = session.get_one(Division, role.division_id).name if role.division_id else None
    return wording.role_name(role.name, division, role.until if role.acting else None)


def can_be_a_name(text: str) -> bool:
    """Whether a reply to the question for a name is one, and not a steering word or a number."""
    return not word_of(text) and thai.read_number(text) is None and thai.read_item(text) is None


def as_name(text: str) -> str:
    """A typed name as it is stored: one space between its words, and not too long."""
    return thai.cut(" ".join(text.split()), LONGEST_NAME)


def take_name(person: Person, text: str) -> Text:
    """The answer to what to call a person."""
    asking.close(person)
    person.name = as_name(text)
    return Text(wording.named(person.name))
