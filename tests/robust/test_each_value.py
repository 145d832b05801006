"""Every attribute and text of every kind of element is given, one at a time, what it never should hold.

Some of all that are listed here at each run; ``RUS_SHEETS_FAULTS=all`` takes them all.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from rus_sheets.resources import folder
from rus_sheets.usecases.split import split
from tests.cli.run import Ran, rus_sheets
from tests.robust.conftest import Tell
from tests.robust.forms import small_workbook
from tests.robust.hostile import members, packed
from tests.robust.year import START

BATCH = 30
SAMPLE = 60
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


def given(data: bytes, place: Place, value: str) -> bytes:
    parts = members(data)
    text = parts[place.part]
    parts[place.part] = text[: place.start] + value.encode() + text[place.end :]
    return packed(parts)


def some(data: bytes) -> list[tuple[Place, str]]:
    found = list(itertools.product(places(data), VALUES))
    if os.environ.get("RUS_SHEETS_FAULTS") == "all":
        return found
    return random.Random(2).sample(found, SAMPLE)  # noqa: S311 - the same at each run


def in_order(ran: Ran, what: object) -> None:
    assert ran.code in (0, 1, 3), (what, ran)
    assert ran.code != 3 or ran.err.startswith("Fel: ") or "Kan inte läsas" in ran.out, (what, ran)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("värden")
    small_workbook(where / "bok.xlsx")
    shutil.move(split(where / "bok.xlsx", where / "ut", today=START.date())[0].path, where / "svar.xlsx")
    shutil.copy(folder("reports") / "ansokan.docx", where / "mall.docx")
    return where


def test_in_the_workbook(place: Path, tmp_path: Path, tell: Tell) -> None:
    good = (place / "bok.xlsx").read_bytes()
    tried = some(good)
    for what in tried:
        (tmp_path / "bok.xlsx").write_bytes(given(good, *what))
        in_order(rus_sheets("merge", tmp_path / "bok.xlsx", place / "svar.xlsx", "--dry-run"), what)
    tell(f"workbook: {len(tried)} values")


def test_in_answers(place: Path, tmp_path: Path, tell: Tell) -> None:
    good = (place / "svar.xlsx").read_bytes()
    tried = some(good)
    for first in range(0, len(tried), BATCH):
        where = tmp_path / f"in{first}"
        where.mkdir()
        for number, what in enumerate(tried[first : first + BATCH]):
            (where / f"{number}.xlsx").write_bytes(given(good, *what))
        in_order(rus_sheets("merge", place / "bok.xlsx", where, "--dry-run"), tried[first : first + BATCH])
        shutil.rmtree(where)
    tell(f"answers: {len(tried)} values")


@pytest.mark.parametrize("command", ["template", "verify", "refresh"])
def test_in_word_files(command: str, place: Path, tmp_path: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)  # LibreOffice would take a second for each
    good = (place / "mall.docx").read_bytes()
    path, book = tmp_path / "mall.docx", place / "bok.xlsx"
    words = {
        "template": ("application", book, "-o", tmp_path / "ny.docx", "--template", path),
        "verify": ("verify", path, book),
        "refresh": ("refresh", path, book, "--dry-run"),
    }[command]
    tried = some(good)
    for what in tried:
        path.write_bytes(given(good, *what))
        in_order(rus_sheets(*words), what)
    tell(f"{command}: {len(tried)} values")
