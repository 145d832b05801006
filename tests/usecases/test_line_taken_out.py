"""A line that somebody takes out of a list or table that still stands is missed, though other places say its words.

refresh puts it back where nobody has written anything in its place.
"""

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
from tests.word.documents import faults, lines

pytestmark = pytest.mark.slow

MARKS = (q("w:bookmarkStart"), q("w:bookmarkEnd"))
NAME, WITH_A_MARK = "Strategisk samhällsplanering", "Indikatorutveckling"
"""Activities of 2026 without a status, when half have answered: the list says their names, and which has priority."""

PUT_BACK = "Kör rus-sheets refresh: det sätts in på sin plats."

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
    before_that = lines(document.read_bytes())

    def change(root: etree._Element) -> None:
        for line in holders(root, chosen):
            take_out(line, keep=keep)

    edited(document, change)
    verified = verify(document, workbook)
    missing = told(verified, "missing")
    assert chosen
    assert len(missing) == len(chosen), missing
    assert {disagreement.remedy for disagreement in verified.disagreements} == {PUT_BACK}
    if example != "2022":
        made = refresh(document, workbook, now=NOW)
        assert ([filled.done[:6] for filled in made.filled], made.left) == (["insatt"] * len(chosen), ())
        assert lines(document.read_bytes()) == before_that
        assert faults(document.read_bytes()) == []


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
    (put_back,) = refresh(document, workbook, now=NOW).filled
    assert name in put_back.title
    assert put_back.done.startswith("insatt i listan under ”")
    assert told(verify(document, workbook)) == []


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


def emptied(root: etree._Element) -> etree._Element:
    """Take out the list that has a name, and give what it is listed under."""
    (first, *_) = [p for p in items_of_lists(root) if text_of(p).strip() == NAME]
    heading = next(p for p in first.itersiblings(preceding=True) if p not in items_of_lists(root))
    while (line := heading.getnext()) in items_of_lists(root):
        take_out(line, keep=False)
    return heading


@pytest.mark.parametrize(
    ("example", "command", "before"),
    [("2026", "report", half), ("2026", "application", no_change), ("bidrag-2026", "report", half)],
)
def test_every_line_of_a_list_is_put_back(tmp_path: Path, example: str, command: str, before: Change) -> None:
    """Its heading, or the table's own, still says that they should be there."""
    document, workbook = written_year(tmp_path, example, command, no_change, before)
    before_that = lines(document.read_bytes())
    chosen = [number for items in lists_in(document) for number in items]

    def change(root: etree._Element) -> None:
        for line in holders(root, chosen):
            take_out(line, keep=True)

    edited(document, change)
    assert len(told(verify(document, workbook), "missing")) == len(chosen)
    assert refresh(document, workbook, now=NOW).left == ()
    assert lines(document.read_bytes()) == before_that


def test_a_list_taken_out_with_its_heading_is_told_of_as_a_section(tmp_path: Path) -> None:
    """The others that stand beside it make the list of them shorter than what is counted. It isn't put back."""
    document, workbook = written_year(tmp_path, "2026", "report", no_change, half)
    edited(document, lambda root: take_out(emptied(root), keep=False))
    (section,) = verify(document, workbook).disagreements
    assert section.message.startswith("Avsnittet ”")
    assert "är struket under ”" in section.message
    made = refresh(document, workbook, now=NOW)
    assert (made.filled, [left.about for left in made.left]) == ((), [section.about])


def with_own_words_in_its_place(root: etree._Element) -> None:
    (line,) = items_saying(root, NAME)
    line.addprevious(etree.fromstring(etree.tostring(line)))
    own = line.getprevious()
    for mark in list(own.iter(*MARKS)):
        mark.getparent().remove(mark)
    next(own.iter(q("w:t"))).text = "Det som inte blev av skriver vi om nästa år."
    take_out(line, keep=False)


def struck_with_changes_tracked(root: etree._Element) -> None:
    (line,) = items_saying(root, NAME)
    for run in list(line.iter(q("w:r"))):
        around = etree.Element(q("w:del"), {q("w:id"): "9001", q("w:author"): "x"})
        run.addprevious(around)
        around.append(run)
        for text in run.iter(q("w:t")):
            text.tag = q("w:delText")


@pytest.mark.parametrize("change", [with_own_words_in_its_place, struck_with_changes_tracked])
def test_what_people_have_made_of_the_place_is_left(tmp_path: Path, change: Edit) -> None:
    document, workbook = written_year(tmp_path, "2026", "report", no_change, half)
    edited(document, change)
    before_that = document.read_bytes()
    (missing,) = verify(document, workbook).disagreements
    assert NAME in missing.message
    assert missing.remedy != PUT_BACK
    made = refresh(document, workbook, now=NOW)
    assert (made.filled, len(made.left)) == ((), 1)
    assert document.read_bytes() == before_that
