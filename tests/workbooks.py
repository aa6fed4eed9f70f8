"""Looks at a workbook without openpyxl: that its parts are whole, named and tied together as Excel wants them."""

from __future__ import annotations

import posixpath
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml import ElementTree

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ORDER = (  # of what stands in a sheet; Excel repairs a file in which it differs
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "drawing", "legacyDrawing", "tableParts",
)  # fmt: skip


def check(path: Path) -> dict[str, Element]:
    """The parts of a workbook by name, after everything that can be wrong with them was looked at."""
    with ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        parts = {n: ElementTree.fromstring(archive.read(n)) for n in names if n.endswith((".xml", ".rels"))}
    types = parts["[Content_Types].xml"]
    by_name = {e.get("PartName", "").lstrip("/") for e in types.iter(f"{TYPES}Override")}
    by_ending = {e.get("Extension") for e in types.iter(f"{TYPES}Default")}
    for name in names:
        if name != "[Content_Types].xml":
            assert name in by_name or name.rpartition(".")[2] in by_ending, name
    assert by_name <= set(names)
    for name, root in parts.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for tie in root.iter(RELATION):
                if tie.get("TargetMode") != "External":
                    target = tie.get("Target", "")
                    full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                    assert full.lstrip("/") in names, (name, target)
        if name.startswith("xl/worksheets/sheet"):
            _check_sheet(root, len(list(parts["xl/styles.xml"].find(f"{MAIN}cellXfs") or ())))
    return parts


def _check_sheet(root: Element, styles: int) -> None:
    tags = [child.tag.removeprefix(MAIN) for child in root]
    assert [ORDER.index(tag) for tag in tags] == sorted(ORDER.index(tag) for tag in tags)
    rows = [int(row.get("r", 0)) for row in root.iter(f"{MAIN}row")]
    assert rows == sorted(set(rows))
    assert all(0 < float(row.get("ht", 1)) <= 409.5 for row in root.iter(f"{MAIN}row"))
    for cell in root.iter(f"{MAIN}c"):
        assert cell.get("t", "n") in ("n", "s", "inlineStr")
        assert cell.find(f"{MAIN}f") is None
        assert int(cell.get("s", 0)) < styles
