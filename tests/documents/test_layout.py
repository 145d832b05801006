"""How the pages fall, as LibreOffice lays them out."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest
from pypdf import PdfReader

from rus_sheets.word.parts.ns import q, text_of
from rus_sheets.word.pdf.pdf import to_pdf
from tests.documents.books import example, last_year, rendered
from tests.documents.states import document
from tests.documents.test_pages import headings
from tests.word.documents import body

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]

DOCUMENTS = [
    ("2022", "planned", "plan"),
    ("verksamhet", "compared", "plan"),
    ("verksamhet", "empty", "report"),
    ("2022", "whole", "report"),
    ("2022", "whole", "application"),
    ("verksamhet", "compared", "application"),
    ("2022", "whole", "short"),
    ("verksamhet", "half", "short"),
    ("verksamhet", "half", "report"),
    ("bidrag", "empty", "report"),
    ("bidrag", "planned", "report"),
    ("bidrag", "half", "report"),
    ("bidrag", "whole", "report"),
]
EACH = pytest.mark.parametrize(("name", "state", "command"), DOCUMENTS)

_TOP, _FOOT = 770.0, 66.0  # of the text on an A4 page, in points from its foot


@dataclass(frozen=True)
class Line:
    """A line of text, and how far from the foot of the page it stands, in points."""

    above: float
    text: str


def made(name: str, state: str, command: str) -> bytes:
    """The document; ``compared`` is made beside last year's workbook."""
    return rendered(command, example(2026), last_year()) if state == "compared" else document(name, state, command)


@cache
def pdf(name: str, state: str, command: str) -> bytes:
    return to_pdf(made(name, state, command))


@cache
def pages(name: str, state: str, command: str) -> list[list[Line]]:
    """The lines of each page's text, without running head and foot."""
    return [_lines(page) for page in PdfReader(BytesIO(pdf(name, state, command))).pages]


def _lines(page: object) -> list[Line]:
    pieces: list[tuple[float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x, y = tm[4], tm[5]
            pieces.append((cm[1] * x + cm[3] * y + cm[5], cm[0] * x + cm[2] * y + cm[4], text))

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    inside = sorted(
        (piece for piece in pieces if _FOOT < piece[0] < _TOP), key=lambda piece: (-round(piece[0]), piece[1])
    )
    made = []
    for _, group in groupby(inside, key=lambda piece: round(piece[0])):
        row = list(group)
        made.append(Line(row[0][0], "".join(piece[2] for piece in row).strip()))
    return made


def _is_contents(lines: list[Line]) -> bool:
    return bool(lines) and lines[0].text == "Innehåll"


@EACH
def test_no_page_is_nearly_empty(name: str, state: str, command: str) -> None:
    """No quarter of a page, and not the last one either: what the document ends with keeps together."""
    found = pages(name, state, command)
    filled = {
        number: (_TOP - min((line.above for line in lines), default=_TOP)) / (_TOP - _FOOT)
        for number, lines in enumerate(found, start=1)
        if not _is_contents(lines)
    }
    assert {number: round(share, 2) for number, share in filled.items() if share <= 0.25} == {}


@EACH
def test_every_row_of_a_table_is_on_some_page(name: str, state: str, command: str) -> None:
    """LibreOffice 7.4 loses the rows of a long table that begins at the foot of a page."""
    printed = {word for lines in pages(name, state, command) for line in lines for word in line.text.split()}
    rows = [row for table in body(made(name, state, command)).iter(q("w:tbl")) for row in table.iter(q("w:tr"))]
    firsts = {text_of(next(row.iter(q("w:p")))).split()[0] for row in rows}
    assert [first for first in firsts if not any(word.startswith(first) for word in printed)] == []


@EACH
def test_no_heading_is_last_on_a_page(name: str, state: str, command: str) -> None:
    """As LibreOffice keeps it with what follows, whatever the file asks for."""
    known = {text for _, text in headings(made(name, state, command))}
    lasts = [lines[-1].text for lines in pages(name, state, command)[1:] if lines and not _is_contents(lines)]
    assert [last for last in lasts if last in known or last.partition(" ")[2] in known] == []


@pytest.mark.parametrize(
    ("name", "state", "command", "title"),
    [
        ("2022", "planned", "plan", "Budget 2022"),
        ("verksamhet", "compared", "plan", "Budget 2026"),
        ("2022", "whole", "report", "Ekonomi"),
        ("verksamhet", "half", "report", "Ekonomi"),
    ],
)
def test_the_economy_is_on_one_page(name: str, state: str, command: str, title: str) -> None:
    found = [[line.text for line in lines] for lines in pages(name, state, command) if not _is_contents(lines)]
    begins = [number for number, lines in enumerate(found) if any(each.endswith(f" {title}") for each in lines)]
    ends = [number for number, lines in enumerate(found) if any("Finansieringen är" in each for each in lines)]
    assert begins == ends
    assert len(begins) == 1


@EACH
def test_a_checker_finds_nothing(tmp_path: Path, name: str, state: str, command: str) -> None:
    outloud = pytest.importorskip("outloud")
    path = tmp_path / "p.pdf"
    path.write_bytes(pdf(name, state, command))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, of the libraries it uses
        result = outloud.check(str(path))
    assert not result.error
    found = [f"{each.rule} {each.message}" for each in result.findings if each.severity in ("error", "warning")]
    assert found == []
