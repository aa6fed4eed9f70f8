"""The OIT items that measures and report are published under, by ITA year; and codes of items as people type them.

models/oit.csv holds the years that are known (DOMAIN.md section 4). The codes are announced anew every year, so an
organisation's own entries, kept in its rules under `oit`, stand over it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).resolve().parent / "oit.csv"
KEY = "oit"  # in the organisation's rules
_FIRST, _LAST = 2550, 2640
_CODE = re.compile(r"(?:ข้อ(?:ที่)?)?([IEO]|0(?=\d))0*([1-9]\d{0,2})")


class OitRefused(ValueError):
    """An entry that makes no sense; the sentence says why."""


@dataclass(frozen=True)
class OitYear:
    """The items of an ITA year. `covers`: the fiscal year (BE) whose report is asked for; None is not known."""

    ita_year: int
    measures: str
    report: str
    covers: int | None
    confirmed: bool


def code_key(text: str | None) -> str:
    """The code of an item as it is compared: O42 for O42, o42, ๐๔๒, 042 and O ๔๒; E12 for e๑๒. "" when it is none."""
    kept = (c for c in unicodedata.normalize("NFKC", text or "")[:80] if unicodedata.category(c)[0] not in "ZPC")
    digits = (str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in kept)
    match = _CODE.fullmatch("".join(digits).upper())
    return f"{match[1].replace('0', 'O')}{match[2]}" if match else ""


def same_code(one: str | None, other: str | None) -> bool:
    """Whether two codes of items mean the same; what is no such code is compared as a text."""
    if code_key(one) or code_key(other):
        return code_key(one) == code_key(other)
    return bool(one) and _folded(one) == _folded(other)


def _folded(text: str | None) -> str:
    return "".join((text or "").split()).casefold()


@cache
def shipped() -> Mapping[int, OitYear]:
    """The years that come with the program."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = [
            OitYear(
                int(row["ita_year"]),
                row["measures"],
                row["report"],
                int(row["covers"]) if row["covers"] else None,
                row["confirmed"] == "yes",
            )
            for row in csv.DictReader(file)
        ]
    return {row.ita_year: row for row in rows}


def years(rules: Mapping[str, Any]) -> dict[int, OitYear]:
    """Every ITA year that is known to an organisation of these rules, in order."""
    own = {
        int(year): OitYear(int(year), entry["measures"], entry["report"], entry["covers"], True)
        for year, entry in rules.get(KEY, {}).items()
    }
    return dict(sorted({**shipped(), **own}.items()))


def asking_for(rules: Mapping[str, Any], fiscal_year: int) -> tuple[OitYear, ...]:
    """The ITA years whose report covers a fiscal year (BE)."""
    return tuple(one for one in years(rules).values() if one.covers == fiscal_year)


def set_year(
    rules: Mapping[str, Any], ita_year: int, measures: str, report: str, covers: int | None = None
) -> dict[str, Any]:
    """The rules with the items of an ITA year added or corrected; without `covers` the report is of the year before.

    Raises OitRefused when a code is none, both are the same, or a year is no Buddhist-era year.
    """
    codes = {"--measures": code_key(measures), "--report": code_key(report)}
    for option, code in codes.items():
        if not code.startswith("O"):
            raise OitRefused(
                f"{option}: '{(measures if option == '--measures' else report)[:40]}' is not a code such as O25"
            )
    if codes["--measures"] == codes["--report"]:
        raise OitRefused(f"--measures and --report are both {codes['--report']}; they are two items")
    covers = ita_year - 1 if covers is None else covers
    for option, year in (("--year", ita_year), ("--covers", covers)):
        if not _FIRST <= year <= _LAST:
            raise OitRefused(f"{option}: {year} is not a Buddhist-era year such as 2570")
    if not ita_year - 2 <= covers <= ita_year:
        raise OitRefused(f"--covers: a report of {covers} is not asked for in the ITA year {ita_year}")
    entry = {"measures": codes["--measures"], "report": codes["--report"], "covers": covers}
    return {**rules, KEY: {**rules.get(KEY, {}), str(ita_year): entry}}
