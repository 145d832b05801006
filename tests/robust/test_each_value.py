"""Every kind of value in a file is given what it never should hold, every kind of element is gone, twice, empty ...

One at a time, in each part: attributes, texts, elements by what they stand in, and the parts themselves.

Some of all that are listed here at each run; ``RUS_SHEETS_FAULTS=all`` takes them all, a number that many.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import folder
from rus_sheets.usecases.split import split
from tests.cli.run import Ran, rus_sheets
from tests.robust.conftest import Tell
from tests.robust.forms import small_workbook
from tests.robust.hostile import members, packed
from tests.robust.trial import FAULTS, chosen
from tests.robust.uncalculated import stand_ins
from tests.robust.year import START

BATCH = 30
SAMPLE = 40
VALUES = (
    "", " ", "0", "-1", "1.5", "1e999", "NaN", "9" * 20, "9" * 5000, "²", "٣", "１", "+1", "1_000", "0x10", "true",
    "A", "A0", "A1:XFD1048576", "XFE1:A1", "$A$1", "#REF!", "../x", "/", "rId999", "&lt;", "&#1;", "&#55357;",
    "_x0000_", "🐟", "'", "{{ x }}", "{% if x %}", "[Red]0;", "0001-01-01", "9999-99-99T99:99:99Z",
)  # fmt: skip
"""Written as they stand in XML."""
_ELEMENT = re.compile(rb"<([\w:]+)((?: [\w:]+=\"[^\"]*\")*)/?>(?:([^<]+)</)?")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


class Place(NamedTuple):
    """Where a value stands in a part; ``what`` is the element and the attribute, or ``()`` for a text."""

    part: str
    what: str
    start: int
    end: int


def places(data: bytes) -> Iterator[Place]:
    """The first of each kind."""
    for part, text in members(data).items():
        seen: set[str] = set()
        for element in _ELEMENT.finditer(text) if part.endswith((".xml", ".rels")) else ():
            name = element[1].decode()
            found = [(f"{name} {match[1].decode()}", match.start(2), match.end(2))
                     for match in _ATTRIBUTE.finditer(text, element.start(2), element.end(2))]  # fmt: skip
            if element[3]:
                found.append((f"{name} ()", element.start(3), element.end(3)))
            for what, start, end in found:
                if what not in seen:
                    seen.add(what)
                    yield Place(part, what, start, end)


def _others(element: etree._Element) -> None:
    element.tag = f"{{urn:annat}}{etree.QName(element).localname}"


def _empty(element: etree._Element) -> None:
    tag, attributes, tail = element.tag, dict(element.attrib), element.tail
    element.clear()
    element.tag, element.tail = tag, tail
    element.attrib.update(attributes)


WAYS: dict[str, Callable[[etree._Element], object]] = {
    "gone": lambda element: _parent(element).remove(element),
    "twice": lambda element: element.addnext(deepcopy(element)),
    "empty": _empty,
    "bare": lambda element: element.attrib.clear(),
    "text": lambda element: setattr(element, "text", "99"),
    "other": _others,
}


def _parent(element: etree._Element) -> etree._Element:
    found = element.getparent()
    assert found is not None
    return found


def elements(data: bytes) -> Iterator[tuple[str, int, str]]:
    """The first of each kind, by what it stands in: part, number in the part, and what to do with it."""
    for part, text in members(data).items():
        seen = set()
        for number, element in enumerate(etree.fromstring(text).iter() if part.endswith((".xml", ".rels")) else ()):
            parent = element.getparent()
            if parent is not None and (parent.tag, element.tag) not in seen:
                seen.add((parent.tag, element.tag))
                yield from ((part, number, way) for way in WAYS)


def changed(data: bytes, place: tuple[str, int, str]) -> bytes:
    part, number, way = place
    parts = members(data)
    root = etree.fromstring(parts[part])
    WAYS[way](next(itertools.islice(root.iter(), number, None)))
    return packed(parts | {part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def without(data: bytes) -> Iterator[tuple[object, bytes]]:
    """Each part gone, empty, and something else."""
    parts = members(data)
    for part in parts:
        yield (part, "gone"), packed({name: content for name, content in parts.items() if name != part})
        for content in (b"", b"<a/>"):
            yield (part, content), packed(parts | {part: content})


def given(data: bytes, place: Place, value: str) -> bytes:
    parts = members(data)
    text = parts[place.part]
    parts[place.part] = text[: place.start] + value.encode() + text[place.end :]
    return packed(parts)


def some(data: bytes, name: str) -> list[tuple[object, Callable[[], bytes]]]:
    """What is tried, and what makes it."""
    found: list[tuple[object, Callable[[], bytes]]] = []
    found += [((place, value), partial(given, data, place, value))
              for place, value in itertools.product(places(data), VALUES)]  # fmt: skip
    found += [(place, partial(changed, data, place)) for place in elements(data)]
    found += [(what, partial(bytes, made)) for what, made in without(data)]
    return chosen(name, found) if FAULTS else random.Random(name).sample(found, SAMPLE)  # noqa: S311


def in_order(ran: Ran, what: object) -> None:
    assert ran.code in (0, 1, 3), (what, ran)
    assert ran.code != 3 or ran.err.startswith("Fel: ") or "Kan inte läsas" in ran.out, (what, ran)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("värden")
    small_workbook(where / "bok.xlsx")
    shutil.move(split(where / "bok.xlsx", where / "ut", today=START.date())[0].path, where / "svar.xlsx")
    shutil.rmtree(where / "ut")
    form = read_workbook(where / "svar.xlsx").sheets[0]
    row = next(cell.row for cell in form.cells.values() if cell.value == "Kort utfall")
    patch_cells(where / "svar.xlsx", where / "svar.xlsx", {form.name: {f"B{row}": "Svar"}})
    shutil.copy(where / "bok.xlsx", where / "hel.xlsx")
    shutil.copy(folder("reports") / "ansokan.docx", where / "mall.docx")
    return where


COMMANDS = {
    "merge": ("merge", "bok.xlsx", "svar.xlsx"),
    "validate": ("validate", "bok.xlsx"),
    "fix": ("validate", "bok.xlsx", "--fix"),
    "annotate": ("validate", "bok.xlsx", "--annotate", "granskad.xlsx"),
    "split": ("split", "bok.xlsx", "ut"),
    "new": ("new", "ny.xlsx", "--year", "2027", "--from", "bok.xlsx"),
    "plan": ("plan", "bok.xlsx", "-o", "plan.docx"),
    "export": ("export", "bok.xlsx", "ut.csv", "--profile", "atgardslista"),
    "compare": ("compare", "bok.xlsx", "hel.xlsx"),
    "newsletter": ("newsletter", "bok.xlsx", "--from", "2026-03-01", "--to", "2026-05-31"),
    "coverage": ("coverage", "bok.xlsx"),
    "years": ("years", "bok.xlsx", str(folder("examples") / "2022" / "verksamhet-2022.xlsx")),
    "template": ("application", "hel.xlsx", "-o", "ny.docx", "--template", "mall.docx"),
    "verify": ("verify", "mall.docx", "hel.xlsx"),
    "refresh": ("refresh", "mall.docx", "hel.xlsx"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_in_the_workbook_and_in_word(
    command: str, place: Path, tmp_path: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, attribute, other in stand_ins():
        monkeypatch.setattr(module, attribute, other)
    monkeypatch.setenv("PATH", os.devnull)  # LibreOffice would take a second for each
    name = next(word for word in COMMANDS[command] if word in ("bok.xlsx", "mall.docx"))
    tried = some((place / name).read_bytes(), command)
    for what, make in tried:
        where = tmp_path / "mapp"
        shutil.copytree(place, where)
        (where / name).write_bytes(make())
        monkeypatch.chdir(where)
        ran = rus_sheets(*COMMANDS[command])
        in_order(ran, what)
        for path in where.glob("*.xlsx") if ran.code != 3 else ():
            read_workbook(path)  # what could be read can still be
        shutil.rmtree(where)
    tell(f"{command}: {len(tried)} values, elements and parts")


def test_in_answers(place: Path, tmp_path: Path, tell: Tell) -> None:
    tried = some((place / "svar.xlsx").read_bytes(), "answers")
    for first in range(0, len(tried), BATCH):
        where = tmp_path / f"in{first}"
        where.mkdir()
        for number, (_, make) in enumerate(tried[first : first + BATCH]):
            (where / f"{number}.xlsx").write_bytes(make())
        what = [told for told, _ in tried[first : first + BATCH]]
        in_order(rus_sheets("merge", place / "bok.xlsx", where, "--dry-run"), what)
        shutil.rmtree(where)
    tell(f"answers: {len(tried)} values, elements and parts")
