"""A line that somebody takes out of a list or table that still stands is missed, though other places say its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lxml import etree

from rus_sheets.office.zipwrite import with_members
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.memory.edges import number_in_name
from rus_sheets.word.memory.record import read_record
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import attribute, q, text_of
from rus_sheets.word.read.bookmarks import Spot, read_spots
from rus_sheets.word.templates.trail import What
from tests.usecases.test_listed import half, told
from tests.usecases.test_mended import NOW
from tests.usecases.years import Change, no_change, written_year

pytestmark = pytest.mark.slow

MARKS = (q("w:bookmarkStart"), q("w:bookmarkEnd"))
NAME, WITH_A_MARK = "Strategisk samhällsplanering", "Indikatorutveckling"
"""Activities of 2026 without a status, when half have answered: the list says their names, and which has priority."""

Edit = Callable[[etree._Element], None]


def edited(document: Path, change: Edit) -> None:
    """Change the document's body as another program would."""
    package = WordPackage(document)
    root = package.xml(package.main_part)
    change(root)
    document.write_bytes(with_members(package, {package.main_part: etree.tostring(root)}))


def take_out(line: etree._Element, *, keep: bool) -> None:
    """As Word does: bookmarks that aren't wholly in the line move to what follows; the others go or move too."""
    following = line.getnext() if line.getnext() is not None else line.getparent().getnext()
    paragraph = next(following.iter(q("w:p")))
    marks = list(line.iter(*MARKS))
    ids = [attribute(mark, "w:id") for mark in marks]
    at = 1 if len(paragraph) and paragraph[0].tag == q("w:pPr") else 0
    for mark in reversed(marks):
        if keep or ids.count(attribute(mark, "w:id")) == 1:
            paragraph.insert(at, mark)
    line.getparent().remove(line)


def line_of(spot: Spot) -> etree._Element | None:
    """The row or paragraph that an item is all by itself."""
    return spot.row if spot.row is not None else spot.start.getparent() if spot.is_within_a_line else None


def lists_in(document: Path) -> list[list[int]]:
    """The lists and tables of several lines: the numbers of the items, each a line of the body."""
    package = WordPackage(document)
    record, spots = read_record(package), read_spots(package).by_number
    assert record
    found = []
    for then in (mark for mark in record.trail.walk() if mark.what is What.LIST):
        items = [item.number for item in then.children if item.number in spots]
        lines = {line_of(spots[number]) for number in items if spots[number].part == package.main_part}
        if 1 < len(items) == len(lines - {None}):
            found.append(items)
    return found


def holders(root: etree._Element, numbers: Sequence[int]) -> list[etree._Element]:
    """The rows or paragraphs in which the items begin."""
    starts = {number_in_name(start): start for start in root.iter(MARKS[0])}
    lines = (starts[number].iterancestors(q("w:tr"), q("w:p")) for number in numbers)
    return [list(line)[-1] for line in lines]


def items_of_lists(root: etree._Element) -> list[etree._Element]:
    """The paragraphs with a bullet."""
    styles = ((p, p.find(q("w:pPr/w:pStyle"))) for p in root.iter(q("w:p")))
    return [p for p, style in styles if attribute(style, "w:val") == "ListBullet"]


def items_saying(root: etree._Element, text: str) -> list[etree._Element]:
    """Those that say just that."""
    return [p for p in items_of_lists(root) if text_of(p).strip() == text]


@pytest.mark.parametrize("keep", [True, False], ids=["bookmarks kept", "bookmarks gone"])
@pytest.mark.parametrize("which", [0, 1, -1])
@pytest.mark.parametrize(
    ("example", "command", "before"),
    [
        ("2026", "report", half),
        ("2026", "plan", no_change),
        ("2022", "report", half),
        ("bidrag-2026", "report", half),
        ("2026", "application", no_change),
    ],
)
def test_a_line_less_in_every_list(
    tmp_path: Path, example: str, command: str, before: Change, which: int, keep: bool
) -> None:
    document, workbook = written_year(tmp_path, example, command, no_change, before)
    chosen = [items[which] for items in lists_in(document)]

    def change(root: etree._Element) -> None:
        for line in holders(root, chosen):
            take_out(line, keep=keep)

    edited(document, change)
    missing = told(verify(document, workbook), "missing")
    assert chosen
    assert len(missing) == len(chosen), missing


def by_a_name(root: etree._Element) -> None:
    (line,) = items_saying(root, NAME)
    take_out(line, keep=True)


def by_a_name_and_mark(root: etree._Element) -> None:
    (line,) = [p for p in items_of_lists(root) if text_of(p).startswith(WITH_A_MARK)]
    take_out(line, keep=True)


@pytest.mark.parametrize(("change", "name"), [(by_a_name, NAME), (by_a_name_and_mark, WITH_A_MARK)])
def test_a_line_of_a_name_alone_is_named(tmp_path: Path, change: Edit, name: str) -> None:
    document, workbook = written_year(tmp_path, "2026", "report", no_change, half)
    edited(document, change)
    (missing,) = told(verify(document, workbook))
    assert f" {name} saknas i listan under ”" in missing
    left = refresh(document, workbook, now=NOW).left
    assert [disagreement.message for disagreement in left] == [missing]


def moved(root: etree._Element) -> None:
    (line,) = items_saying(root, NAME)
    line.getprevious().addprevious(line)


def without_bookmarks(root: etree._Element) -> None:
    (line,) = items_saying(root, NAME)
    for mark in list(line.iter(*MARKS)):
        mark.getparent().remove(mark)


def without_its_own_bookmark(root: etree._Element) -> None:
    (line,) = items_saying(root, NAME)
    line.remove(next(line.iter(MARKS[0])))


def in_other_words(root: etree._Element) -> None:
    (line,) = items_saying(root, NAME)
    next(line.iter(q("w:t"))).text = "Planering av samhället"


@pytest.mark.parametrize("change", [moved, without_bookmarks, without_its_own_bookmark, in_other_words])
def test_a_line_that_still_stands_is_not_missed(tmp_path: Path, change: Edit) -> None:
    document, workbook = written_year(tmp_path, "2026", "report", no_change, half)
    edited(document, change)
    assert told(verify(document, workbook)) == []


def test_a_list_taken_out_whole_is_no_fault(tmp_path: Path) -> None:
    """How many texts and lists aren't compared is said."""
    document, workbook = written_year(tmp_path, "2026", "report", no_change, half)

    def change(root: etree._Element) -> None:
        (first, *_) = [p for p in items_of_lists(root) if text_of(p).strip() == NAME]
        heading = next(p for p in first.itersiblings(preceding=True) if p not in items_of_lists(root))
        while (line := heading.getnext()) in items_of_lists(root):
            take_out(line, keep=False)

    edited(document, change)
    verified = verify(document, workbook)
    assert (told(verified), verified.removed) == ([], 1)
