"""The rich menus as LINE takes them: where each word lies, the body, and the picture that was drawn for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handlers import wording
from handlers.menus import MENUS, NEWCOMER, Menu
from scheduler.menus import Design

IMAGES = Path(__file__).resolve().parent / "menu_images"
WIDTH = 2500  # LINE takes 800 to 2500
# A row's height by how many words it holds: two large ones lie beside their icons, smaller ones under theirs.
HEIGHTS = {2: 460, 3: 560, 4: 560}


@dataclass(frozen=True)
class Cell:
    """A word and its place on the picture."""

    word: str
    x: int
    y: int
    width: int
    height: int
    large: bool


def cells(menu: Menu) -> list[Cell]:
    """The places of a menu's words; together they cover the picture without a gap."""
    found: list[Cell] = []
    top = 0
    for row in menu.rows:
        height = HEIGHTS[len(row)]
        edges = [round(WIDTH * n / len(row)) for n in range(len(row) + 1)]
        for word, left, right in zip(row, edges, edges[1:], strict=False):
            found.append(Cell(word, left, top, right - left, height, large=len(row) == 2))
        top += height
    return found


def height(menu: Menu) -> int:
    """The height of a menu's picture."""
    return sum(HEIGHTS[len(row)] for row in menu.rows)


def body(menu: Menu) -> dict[str, Any]:
    """LINE's rich menu object. A tap shows the word in the chat and does what the typed word does."""
    return {
        "size": {"width": WIDTH, "height": height(menu)},
        "selected": True,
        "name": menu.name,
        "chatBarText": menu.bar,
        "areas": [
            {
                "bounds": {"x": cell.x, "y": cell.y, "width": cell.width, "height": cell.height},
                "action": _action(cell.word),
            }
            for cell in cells(menu)
        ],
    }


def _action(word: str) -> dict[str, str]:
    action = {"type": "postback", "label": word, "data": f"word/{word}", "displayText": word}
    # What is wanted next is typing, so the keyboard opens by itself.
    return action | {"inputOption": "openKeyboard"} if word == wording.ENTER_CODE else action


@cache
def designs() -> dict[str, Design]:
    """Every menu with its committed picture, by name."""
    return {
        menu.name: Design(menu.name, body(menu), image(menu).read_bytes(), for_all=menu is NEWCOMER) for menu in MENUS
    }


def image(menu: Menu) -> Path:
    """Where a menu's picture lies."""
    return IMAGES / f"{menu.name}.png"
