"""What may not, or can't, be changed is told before anything is done, with what to do about it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.excel.read.package import Package
from rus_sheets.office.sealed import ensure_not_sealed
from rus_sheets.usecases.changing.backups import FOLDER
from tests.cli.run import Ran, rus_sheets
from tests.cli.test_merge import DONE, answer, merged, outcome
from tests.excel.small import relation
from tests.robust.hostile import members, packed
from tests.usecases.documents import example_year

_ORIGIN = relation("rIdSig", "origin", "_xmlsignatures/origin.sigs").replace(
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/origin",
    "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
)
_FINAL = (
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="99" name="_MarkAsFinal">'
    '<vt:bool xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">true</vt:bool></property>'
)
_CUSTOM = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">{}</Properties>'


def signed(path: Path) -> None:
    """As Office writes it: a relationship to the origin, and the signatures beside it."""
    parts = members(path.read_bytes())
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", _ORIGIN.encode() + b"</Relationships>")
    kind = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
    override = f'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="{kind}"/>'
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"</Types>", override.encode() + b"</Types>")
    parts["_xmlsignatures/origin.sigs"] = b""
    parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"
    path.write_bytes(packed(parts))


def marked_as_final(path: Path) -> None:
    parts = members(path.read_bytes())
    custom = parts.get("docProps/custom.xml")
    if custom is None:
        parts["docProps/custom.xml"] = _CUSTOM.format(_FINAL).encode()
        related = relation("rIdCustom", "custom-properties", "docProps/custom.xml").encode()
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", related + b"</Relationships>")
    else:
        parts["docProps/custom.xml"] = custom.replace(b"</Properties>", _FINAL.encode() + b"</Properties>")
    path.write_bytes(packed(parts))


def with_a_password_for_changes(path: Path) -> None:
    parts = members(path.read_bytes())
    sharing = b'<fileSharing userName="Karin" reservationPassword="CC1A"/>'
    book = re.sub(rb"(<fileVersion[^>]*/>)", lambda found: found[1] + sharing, parts["xl/workbook.xml"])
    assert sharing in book
    path.write_bytes(packed(parts | {"xl/workbook.xml": book}))


def files(folder: Path) -> dict[Path, bytes]:
    """All but the lock, which lies there empty."""
    return {path: path.read_bytes() for path in folder.rglob("[!.]*") if path.is_file()}


CHANGING = [
    ("merge", "{}", "in"),
    ("merge", "{}", "--decisions", "k.xlsx"),
    ("validate", "{}", "--fix"),
    ("undo", "{}"),
]
CLOSED = {signed: ("digitalt signerad", "Visa signaturer"), marked_as_final: ("slutgiltig", "Redigera ändå")}
WORKBOOKS = CLOSED | {with_a_password_for_changes: ("lösenord för ändringar", "Allmänna alternativ")}


@pytest.mark.parametrize("close", WORKBOOKS)
@pytest.mark.parametrize("words", CHANGING)
def test_a_closed_workbook_is_not_changed(
    workbook: Path, close: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Kort_utfall="Klart.")
    if words[0] == "undo":
        assert merged(workbook, workbook.parent / "in")[0].code == 0
    close(workbook)
    before = files(workbook.parent)
    ran = run(workbook, *words)
    assert ran.code == 3
    assert before == files(workbook.parent)
    assert all(each in " ".join(ran.err.split()) for each in (workbook.name, *WORKBOOKS[close]))


def test_a_damaged_workbook_is_taken_back(workbook: Path) -> None:
    """What can't be read can't tell that it is closed either."""
    before = workbook.read_bytes()
    answer(workbook, "A03", "Karin", Status=DONE)
    assert merged(workbook, workbook.parent / "in")[0].code == 0
    note = next((workbook.parent / FOLDER).glob("*.json"))
    broken = packed(members(workbook.read_bytes()) | {"xl/workbook.xml": b"<x/>", "docProps/custom.xml": b"<"})
    after = json.loads(note.read_text())["after"]
    note.write_text(note.read_text().replace(after, hashlib.sha256(broken).hexdigest()))
    workbook.write_bytes(broken)
    assert rus_sheets("undo", workbook).code == 0
    assert workbook.read_bytes() == before


@pytest.mark.parametrize("close", WORKBOOKS)
@pytest.mark.parametrize("words", [("validate",), ("status", "in"), ("split", "ut2"), ("plan",)])
def test_what_only_reads_it_goes_on(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, close: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("rus_sheets.usecases.documents.program", lambda: None)
    close(workbook)
    assert run(workbook, words[0], "{}", *words[1:]).code in (0, 1)


@pytest.mark.parametrize("close", CLOSED)
def test_a_closed_document_is_not_refreshed(tmp_path: Path, close: Callable[[Path], None]) -> None:
    document, book = example_year(tmp_path, 2026, "plan")
    close(document)
    before = document.read_bytes()
    ran = rus_sheets("refresh", document, book)
    assert (ran.code, document.read_bytes()) == (3, before)
    assert CLOSED[close][0] in ran.err
    assert "Word" in ran.err
    assert rus_sheets("refresh", document, book, "--dry-run").code in (0, 1)


@pytest.mark.parametrize("close", CLOSED)
@pytest.mark.parametrize(
    ("words", "copy"),
    [
        (("validate", "{}", "--annotate"), "granskad.xlsx"),
        (("new", "--year", "2027", "--from", "{}"), "verksamhet-2027.xlsx"),
    ],
)
def test_a_copy_is_open_for_changes(
    workbook: Path, close: Callable[[Path], None], words: tuple[str, ...], copy: str
) -> None:
    close(workbook)
    target = workbook.parent / copy
    given = [workbook if each == "{}" else each for each in words]
    ran = rus_sheets(given[0], target, *given[1:]) if words[0] == "new" else rus_sheets(*given, target)
    assert ran.code in (0, 1), ran.err
    made = Package(target)
    ensure_not_sealed(made)
    assert not made.parts_in("_xmlsignatures")
    assert b"signature" not in made.read("_rels/.rels") + made.read("[Content_Types].xml")
    openpyxl.load_workbook(target)


def with_totals_row(path: Path, table: str) -> None:
    """The totals row switched on under the table, as Excel writes it."""
    parts = members(path.read_bytes())
    name = next(part for part, data in parts.items() if f'displayName="{table}"'.encode() in data)
    text = parts[name].decode()
    ref = re.search(r'<table [^>]*?ref="([A-Z]+\d+:[A-Z]+)(\d+)"', text)
    assert ref
    longer = f'ref="{ref[1]}{int(ref[2]) + 1}" totalsRowCount="1"'
    parts[name] = text.replace(f'ref="{ref[1]}{ref[2]}"', longer, 1).encode()
    path.write_bytes(packed(parts))


def test_a_log_without_room_is_told_before_anything_is_read(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    with_totals_row(workbook, "Logg")
    before = workbook.read_bytes()
    monkeypatch.setattr("rus_sheets.usecases.merging.read_candidates", None)
    ran, _ = merged(workbook, workbook.parent / "in")
    assert (ran.code, workbook.read_bytes()) == (3, before)
    assert f"{workbook.name}, Logg!A" in ran.err
    assert "Slå av summaraden under Tabelldesign" in ran.err


def test_a_table_without_room_refuses_its_new_rows_and_the_rest_goes_in(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Kort_utfall="Klart.")
    form = workbook.parent / "in" / "A03 Karin.xlsx"
    book = openpyxl.load_workbook(form)
    events = book["Händelser och utgifter"]
    row = next(cell.row for cell in events["A"] if cell.value == "A03-H01")
    for header, value in {"Rubrik": "Vårmötet", "Deltagare": 12}.items():
        column = next(cell.column for line in events.iter_rows(max_row=row) for cell in line if cell.value == header)
        events.cell(row, column).value = value
    book.save(form)
    with_totals_row(workbook, "Händelser")
    ran, told = merged(workbook, workbook.parent / "in")
    assert ran.code == 1
    refused = [each for each in told["decisions"] if each["action"] == "refuse"]
    assert {each["sheet"] for each in refused} == {"Händelser"}
    assert all("summarad" in each["message"] and "Händelser!A" in each["message"] for each in refused)
    assert "Slå av summaraden under Tabelldesign" in str(refused)
    assert outcome(workbook, "A03", "status") == DONE


def run(path: Path, *words: str) -> Ran:
    """The command, with the names that are given lying beside the workbook."""
    given = [path if each == "{}" else each if each.startswith("-") else path.parent / each for each in words[1:]]
    return rus_sheets(words[0], *given)
