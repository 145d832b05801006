"""Documents written before a figure had a tag of its own: what stood there before is read as what is meant there."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.office.zipwrite import with_members
from rus_sheets.resources import folder
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases import documents
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.parts.edited_package import WordPackage
from tests.usecases.test_grafted import as_read
from tests.usecases.test_mended import NOW
from tests.usecases.years import Change, Rows, no_change, written_year

pytestmark = pytest.mark.slow

TEMPLATES = {
    DocumentCommand.REPORT: "verksamhetsberattelse.docx",
    DocumentCommand.SHORT: "arsredovisning-kort.docx",
}
NOW_AND_BEFORE = {
    "{% if oredovisade %}{{ redovisat_utfall }}{% else %}{{ summor.utfall }}{% endif %}": "{{ summor.utfall }}",
    "{% if oredovisade %}{{ andel_redovisat }}{% else %}{{ andel_utfall }}{% endif %}": "{{ andel_utfall }}",
}


@pytest.fixture(autouse=True)
def _no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "program", lambda: None)


def unpriced(rows: Rows) -> None:
    """One post is accounted for; of another one expense is known and one isn't."""
    rows["expenses"] = [
        {"id": "U01", "post": "P1", "text": "Lön", "amount": 1_000_000},
        {"id": "U02", "post": "P2", "text": "Hotell", "amount": 40_000},
        {"id": "U03", "post": "P2", "text": "Tåg"},
    ]


def priced(rows: Rows) -> None:
    unpriced(rows)
    rows["expenses"][2]["amount"] = 5_000


def workbook(target: Path, change: Change) -> Path:
    target.mkdir()
    return written_year(target, "2026", "report", no_change, change)[1]


def written_before(target: Path, command: DocumentCommand, book: Path) -> Path:
    """The document as our template gave it before the sum's new tags."""
    package = WordPackage(folder("reports") / TEMPLATES[command])
    body = package.read(package.main_part).decode()
    for now, before in NOW_AND_BEFORE.items():
        assert now in body
        body = body.replace(now, before)
    template = target / "mall.docx"
    template.write_bytes(with_members(package, {package.main_part: body.encode()}))
    document = target / "dokument.docx"
    write_document(command, book, now=NOW, output=document, template=template)
    return document


def sums(document: Path) -> list[str]:
    """What stands on the row of sums: budget, outcome and share."""
    said = as_read(document)
    at = next(number for number, line in enumerate(said) if line.startswith("Summa, utfall för"))
    return said[at : at + 4]


@pytest.mark.parametrize("command", TEMPLATES)
def test_the_sum_of_some_posts_is_theirs_in_an_older_document_too(tmp_path: Path, command: DocumentCommand) -> None:
    book = workbook(tmp_path / "före", unpriced)
    document = written_before(tmp_path, command, book)
    assert sums(document) == ["Summa, utfall för 1 av 4 poster", "4 500 000", "1 040 000", "23 %"]
    told = verify(document, book)
    assert [each.message.replace("\u00a0", " ") for each in told.disagreements] == [
        "Utfall, kr, redovisade: dokumentet säger 1 040 000, arbetsboken 1 000 000.",
        "Utfall, kr / Budget, kr, redovisade: dokumentet säger 23 %, arbetsboken –.",
    ]
    assert refresh(document, book, now=NOW).left == ()
    assert sums(document) == ["Summa, utfall för 1 av 4 poster", "4 500 000", "1 000 000", "–"]
    assert verify(document, book).outcome == "allt stämmer"
    later = workbook(tmp_path / "efter", priced)
    left = refresh(document, later, now=NOW).left  # sentences that only today's template could be taken from
    assert sums(document) == ["Summa, utfall för 2 av 4 poster", "4 500 000", "1 045 000", "–"]
    assert {each.kind for each in left} == {"left_over"}
    assert [each.kind for each in left] == [each.kind for each in verify(document, later).disagreements]
