"""The cells of an agency's printed table as parts of a raw measure: titles, lists, issues, responsible cells.

What exports/cells.py prints, these read; marks of lists are taken off, because the plan holds items without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_ITEM = re.compile(r"\s*(\d{1,3})[.)]\s*(.*)", re.DOTALL)
_DASH = re.compile(r"\s*[-–]\s*(.*)", re.DOTALL)
_INSTRUMENT = re.compile(r"\b(IIT|EIT|OIT)\b")
_QUESTION = re.compile(r"\s*([IEO])\s*(\d{1,2})[.\s]+(.*)", re.DOTALL)


def _put_title(measure: dict[str, Any], text: str) -> None:
    match = _ITEM.fullmatch(text)
    lines = (match.group(2) if match else text).split("\n")
    items = [found.group(1) for line in lines[1:] if (found := _DASH.fullmatch(line))]
    if items and len(items) == len(lines) - 1:
        measure["title"], measure["title_items"] = lines[0].strip(), items
    else:
        measure["title"] = "\n".join(lines).strip()


def _put_items(name: str) -> Callable[[dict[str, Any], str], None]:
    def put(measure: dict[str, Any], text: str) -> None:
        items, style = listed_items(text)
        measure[name] = items
        if style:
            measure[f"{name}_style"] = style

    return put


def _put_title_items(measure: dict[str, Any], text: str) -> None:
    _put_items("title_items")(measure, text)
    measure["title"] = measure["title_items"][0]


def _put_follow_up(measure: dict[str, Any], text: str) -> None:
    measure["follow_up"] = {"items": listed_items(text)[0]}


def _put_responsible(measure: dict[str, Any], text: str) -> None:
    measure["responsible_text"] = text
    measure["divisions"] = [line.strip() for line in text.split("\n") if line.strip()]


def _put_issue(measure: dict[str, Any], text: str) -> None:
    """The lines of an issue: instrument, indicator, its name, the question with its code."""
    issue: dict[str, Any] = {}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if lines and (found := _INSTRUMENT.search(lines[0])):
        issue["instrument"] = found.group(1)
        lines.pop(0)
    if lines and (number := re.fullmatch(r"ตัวชี้วัดที่\s*(\d{1,2})", lines[0])):
        issue["indicator_number"] = int(number.group(1))
        measure["indicators"] = [issue["indicator_number"]]
        lines.pop(0)
        if len(lines) > 1:
            issue["indicator_name"] = lines.pop(0)
    said = "\n".join(lines)
    if question := _QUESTION.fullmatch(said):
        issue["question"] = f"{question.group(1)}{int(question.group(2))}"
        said = question.group(3)
        measure["code"] = issue["question"]
    measure["title"] = said
    if issue:
        measure["issue"] = issue | {"text": said}


READERS: dict[str, Callable[[dict[str, Any], str], None]] = {
    "title": _put_title,
    "order+title": _put_title,
    "order+title+items": _put_title,
    "title_items": _put_title_items,
    "issue": _put_issue,
    "analysis": lambda measure, text: measure.update(analysis=text),
    "guidelines": _put_items("guidelines"),
    "steps": _put_items("steps"),
    "follow_up": _put_follow_up,
    "responsible_text": _put_responsible,
}


def listed_items(text: str) -> tuple[list[str], str | None]:
    """The items of a printed list without their marks, and the style when it is not the usual one.

    Numbered items count on from 1; dashes mark items when the first line has one; anything else is one item.
    """
    lines = text.split("\n")
    items: list[str] = []
    if (first := _ITEM.fullmatch(lines[0])) and int(first.group(1)) == 1:
        for line in lines:
            match = _ITEM.fullmatch(line)
            if match and int(match.group(1)) == len(items) + 1:
                items.append(match.group(2).strip())
            else:
                items[-1] += f"\n{line.strip()}"
        return items, "number" if len(items) == 1 else None
    if _DASH.fullmatch(lines[0]):
        for line in lines:
            if match := _DASH.fullmatch(line):
                items.append(match.group(1).strip())
            else:
                items[-1] += f"\n{line.strip()}"
        return items, "dash"
    return [text], None
