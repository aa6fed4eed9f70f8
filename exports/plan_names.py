"""Divisions as people name them in a plan file: name, code, ทุกกอง, a section, or `กองคลัง /งานพัสดุ`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from exports.plan_file import quoted
from models.plan import ALL_DIVISIONS

ALL_NAME = "ทุกกอง"
NOT_PRINTED = "(ไม่พิมพ์)"  # in the workbook: the responsible cell is empty on paper, although divisions are named
_SECTION_WORDS = ("งาน", "ฝ่าย", "กลุ่มงาน")
_ABBREVIATED = "ฯ"  # กองการศึกษาฯ
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_BETWEEN = re.compile(r"[/,;\n]|\sและ\s?")


def name_key(text: str) -> str:
    """A name as it is compared: without white space, zero-width characters and case.

    What looks alike on paper counts as one: ำ typed as two signs, แ typed as two เ (DOMAIN.md section 8).
    """
    return "".join(_INVISIBLE.sub("", normalize("NFKC", text)).split()).replace("เเ", "แ").casefold()


@dataclass(frozen=True)
class Named:
    """What a responsible cell names: the codes of divisions, and a section when it names one beside its division."""

    codes: tuple[str, ...]
    section: str | None = None


@dataclass
class DivisionNames:
    """The names, codes and sections of a plan's divisions."""

    codes: dict[str, str] = field(default_factory=dict)  # key of a name or code -> code
    names: dict[str, str] = field(default_factory=dict)  # code -> printed name
    sections: dict[str, set[str]] = field(default_factory=dict)  # key of a section -> codes

    @classmethod
    def of(cls, divisions: Iterable[Mapping[str, Any]]) -> DivisionNames:
        """The names of raw divisions; what is not text is passed over (the checks complain about it)."""
        found = cls()
        for division in divisions:
            code, name = division.get("code"), division.get("name")
            if not isinstance(code, str) or not isinstance(name, str):
                continue
            found.names.setdefault(code, name)
            for text in (name, code):
                found.codes.setdefault(name_key(text), code)
            sections = division.get("sections")
            for section in sections if isinstance(sections, list) else ():
                if isinstance(section, str):
                    found.teach(section, code)
        found.codes.setdefault(name_key(ALL_NAME), ALL_DIVISIONS)
        found.codes.setdefault(ALL_DIVISIONS, ALL_DIVISIONS)
        return found

    def teach(self, section: str, code: str) -> None:
        """The section belongs to the division of the code."""
        self.sections.setdefault(name_key(section), set()).add(code)

    def resolve(self, text: str) -> Named:
        """The divisions that a text names. Raises ValueError with a sentence when it is not clear which."""
        if (code := self._code(text)) is not None:
            return Named((code,), text.strip() if self._is_section(text) else None)
        codes: list[str] = []
        unknown: list[str] = []
        section: str | None = None
        for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
            code = self._code(part)
            if code is None:
                unknown.append(part)
                continue
            if code not in codes:
                codes.append(code)
            if self._is_section(part):
                section = part
        # "กองคลัง /งานพัสดุ" says itself that the section belongs to the division beside it.
        if len(unknown) == 1 and len(codes) == 1 and unknown[0].startswith(_SECTION_WORDS):
            return Named((codes[0],), unknown[0])
        if unknown or not codes:
            raise ValueError(f"{quoted(' / '.join(unknown) or text)} is not a division of the plan ({self._known()})")
        return Named(tuple(codes), section if len(codes) == 1 else None)

    def spelling(self, code: str) -> str:
        """How a cell names the code so that `resolve` gives it back: by name, else by code."""
        name = self.names.get(code, ALL_NAME if code == ALL_DIVISIONS else code)
        return name if self.codes.get(name_key(name)) == code else code

    def typed(self, measure: Mapping[str, Any]) -> dict[str, Any]:
        """A measure as the workbook shows it: divisions by name, and a word where no text is printed."""
        divisions = [self.spelling(code) for code in measure["divisions"]]
        text = measure["responsible_text"]
        return {
            **measure,
            "divisions": divisions,
            "responsible_text": NOT_PRINTED if divisions and text is None else text,
        }

    def fill_responsible(self, measure: dict[str, Any]) -> None:
        """Takes a measure's printed responsible text from its divisions as typed, when the workbook gives none."""
        text, divisions = measure.get("responsible_text"), measure.get("divisions")
        if text == NOT_PRINTED:
            del measure["responsible_text"]
        elif text is None and divisions:
            measure["responsible_text"] = "\n".join(self._printed(item) for item in divisions)

    def _printed(self, text: str) -> str:
        """A code is printed as the division's name, anything else as it was typed."""
        code = self.codes.get(name_key(text))
        return self.names.get(code, ALL_NAME) if code is not None and name_key(text) == name_key(code) else text

    def _code(self, text: str) -> str | None:
        key = name_key(text)
        if key in self.codes:
            return self.codes[key]
        owners = self.sections.get(key, set())
        if len(owners) > 1:
            raise ValueError(
                f"{quoted(text)} is a section of several divisions ({', '.join(sorted(owners))}); name the division"
            )
        if owners:
            return next(iter(owners))
        if key.endswith(_ABBREVIATED) and len(key) > 1:
            meant = {code for known, code in self.codes.items() if known.startswith(key[: -len(_ABBREVIATED)])}
            return next(iter(meant)) if len(meant) == 1 else None
        return None

    def _is_section(self, text: str) -> bool:
        return name_key(text) in self.sections and name_key(text) not in self.codes

    def _known(self) -> str:
        return ", ".join(quoted(name)[1:-1] for name in list(self.names.values())[:20])
