"""Draws the pictures of the rich menus: python -m bot.menu_drawing, after a change of words or looks.

A page of HTML per menu, photographed by Chromium, because a browser sets Thai vowels and tone marks right. It runs on
a developer's machine with the packages of requirements-dev.txt, Debian's chromium and fonts-thai-tlwg; the service
only reads the pictures, which are committed. `drawn.json` keeps the digest of each page, so that a test sees a
picture that is out of date.
"""

from __future__ import annotations

import hashlib
import json
import sys

from bot.menus import IMAGES, WIDTH, Cell, cells, height, image
from handlers import wording
from handlers.menus import MENUS, Menu
from handlers.wording_ladder import CHASE_WORD
from handlers.wording_orders import ORDERS

CHROMIUM = "/usr/bin/chromium"
FONT = "Garuda"  # of fonts-thai-tlwg: loops stay open and marks stay apart when small
AIR = 50  # at least so much free around a word and its icon
DRAWN = IMAGES / "drawn.json"
GREEN, INK, PAPER, RULE = "#0B6E4F", "#1F2937", "#FFFFFF", "#D1D5DB"

# Strokes on a square of 24; the line is as wide as the page says.
ICONS = {
    wording.REPORT: '<path d="M4 20h4L19 9l-4-4L4 16z"/><path d="M13 7l4 4"/>',
    wording.SAME: '<path d="M4 11a8 8 0 0 1 14-4l2 2"/><path d="M20 4v5h-5"/>'
    '<path d="M20 13a8 8 0 0 1-14 4l-2-2"/><path d="M4 20v-5h5"/>',
    wording.STATUS: '<path d="M4 6l1.5 1.5L8 5"/><path d="M4 12l1.5 1.5L8 11"/><path d="M4 18l1.5 1.5L8 17"/>'
    '<path d="M12 6.5h8M12 12.5h8M12 18.5h8"/>',
    wording.EVIDENCE: '<path d="M3 8h4l2-3h6l2 3h4v12H3z"/><circle cx="12" cy="13.5" r="3.7"/>',
    wording.EDIT: '<path d="M5 3h9l5 5v13H5z"/><path d="M14 3v5h5"/>'
    '<path d="M9 17.5l.4-2.2 4.3-4.3 1.8 1.8-4.3 4.3z"/>',
    wording.SUMMARY: '<path d="M4 20h16"/><path d="M6.5 20v-7M12 20V5M17.5 20v-10"/>',
    wording.GET_FILE: '<path d="M12 3v12"/><path d="M7.5 11l4.5 4.5 4.5-4.5"/><path d="M4 16v5h16v-5"/>',
    wording.MEETING: '<rect x="4" y="5" width="16" height="16"/><path d="M4 10.5h16M8.5 3v4M15.5 3v4"/>'
    '<path d="M9 15.5l2 2 4-4"/>',
    wording.STAFF: '<circle cx="9" cy="8" r="3.6"/><path d="M2.5 20c0-4 2.7-6.2 6.5-6.2s6.5 2.2 6.5 6.2"/>'
    '<path d="M15.5 4.8a3.6 3.6 0 0 1 0 6.4M18 14.4c2.2.9 3.5 2.8 3.5 5.6"/>',
    CHASE_WORD: '<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4z"/><path d="M10 21.5h4M12 3v2"/>',
    ORDERS: '<path d="M4 5h16v11h-9l-4.5 4v-4H4z"/><path d="M8 9.2h8M8 12.4h5"/>',
    wording.HELP_WORD: '<circle cx="12" cy="12" r="9"/><path d="M9 9.5a3 3 0 1 1 4.2 2.7c-.8.4-1.2.9-1.2 1.8"/>'
    '<path d="M12 17.2v.1"/>',
    wording.ENTER_CODE: '<circle cx="8" cy="15.5" r="4.5"/><path d="M11.3 12.3L20.5 3M16.5 7l3 3"/>',
}

STYLE = f"""
* {{ margin: 0; box-sizing: border-box; }}
body {{ width: {WIDTH}px; background: {PAPER}; font-family: {FONT}; font-weight: bold; position: relative; }}
.cell {{ position: absolute; display: flex; flex-direction: column; align-items: center; justify-content: center;
  gap: 24px; color: {INK}; font-size: 116px; line-height: 1.5; white-space: nowrap; border: solid {RULE};
  border-width: 0 3px 3px 0; }}
.cell svg {{ width: 200px; height: 200px; stroke: {GREEN}; }}
.large {{ flex-direction: row; gap: 36px; background: {GREEN}; color: {PAPER}; border-color: #FFFFFF66; }}
.large svg {{ width: 180px; height: 180px; stroke: {PAPER}; flex: none; }}
svg {{ fill: none; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }}
"""


def page(menu: Menu) -> str:
    """The HTML page that is the menu's picture."""
    drawn = "".join(_cell(cell) for cell in cells(menu))
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{STYLE}</style>'
        f'<body style="height:{height(menu)}px">{drawn}</body></html>'
    )


def _cell(cell: Cell) -> str:
    place = f"left:{cell.x}px;top:{cell.y}px;width:{cell.width}px;height:{cell.height}px"
    look = "cell large" if cell.large else "cell"
    return (
        f'<div class="{look}" style="{place}"><svg viewBox="0 0 24 24">{ICONS[cell.word]}</svg>'
        f"<span>{cell.word}</span></div>"
    )


def digest(menu: Menu) -> str:
    """What `drawn.json` must say of the menu's picture."""
    return hashlib.sha256(page(menu).encode()).hexdigest()


# A font that is there looks the same whatever stands behind it.
INSTALLED = f"""(() => {{
  const pen = document.createElement('canvas').getContext('2d');
  const wide = behind => {{ pen.font = 'bold 116px {FONT}, ' + behind; return pen.measureText('iiiWWW').width; }};
  return wide('monospace') === wide('serif');
}})()"""


# The words that come too near to the edge of their place.
TOO_LARGE = f"""[...document.querySelectorAll('.cell')].filter(cell => {{
  const place = cell.getBoundingClientRect();
  return [...cell.children].some(child => {{
    const ink = child.getBoundingClientRect();
    return ink.left < place.left + {AIR} || ink.right > place.right - {AIR}
      || ink.top < place.top + {AIR} || ink.bottom > place.bottom - {AIR};
  }});
}}).map(cell => cell.innerText)"""


def draw() -> None:
    """Draw every menu anew. Raises RuntimeError when a word does not fit its place."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for menu in MENUS:
            view = browser.new_page(viewport={"width": WIDTH, "height": height(menu)})
            view.set_content(page(menu))
            if not view.evaluate(INSTALLED):
                raise RuntimeError(f"the font {FONT} is not installed; it comes with Debian's fonts-thai-tlwg")
            wide = view.evaluate(TOO_LARGE)
            if wide:
                raise RuntimeError(f"too large for their places on {menu.name}: {', '.join(wide)}")
            view.screenshot(path=str(image(menu)))
            view.close()
        browser.close()
    DRAWN.write_text(json.dumps({menu.name: digest(menu) for menu in MENUS}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    draw()
    sys.stdout.write(f"drawn: {', '.join(menu.name for menu in MENUS)}\n")
