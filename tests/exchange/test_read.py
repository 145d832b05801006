"""Files as other programs write them: letters, separators, headings, and what is none of ours."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.book.raw import RawStyle, Remark, RemarkKind
from rus_sheets.book.struck import IS_STRUCK
from rus_sheets.errors import UnusableInputError
from rus_sheets.exchange.answer import answers
from rus_sheets.exchange.read import sheet_table, text_table
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewWorkbook
from tests.exchange.world import DONE, as_bytes, changed, notes, read, sent
from tests.merge import world

KNOWN = [world.declaration()]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_letters_and_separators_are_recognised(encoding: str, separator: str) -> None:
    book = world.small_book()
    base, lines = sent(book)
    data = as_bytes(changed(lines, {(2, "Resultat"): "Å, ä; ö\toch “så”\nvidare"}), encoding, separator)
    (file,) = read(book, data, base)
    assert [(cell.row, cell.value, cell.place) for cell in file.cells] == [
        ("A01", "Å, ä; ö\toch “så”\nvidare", "rad 2, Resultat")
    ]


def test_a_line_that_tells_the_separator_is_no_row() -> None:
    book = world.small_book()
    base, lines = sent(book)
    data = b"sep=,\r\n" + as_bytes(changed(lines, {(2, "Resultat"): "x"}), "utf-8", ",")
    assert [cell.place for file in read(book, data, base) for cell in file.cells] == ["rad 3, Resultat"]


def test_columns_may_be_moved_and_headers_written_otherwise() -> None:
    book = world.small_book()
    base, lines = sent(book)
    moved = [line[::-1] for line in changed(lines, {(3, "Genomförande"): "Genomförd"})]
    moved[0] = [f" {header.upper()}" for header in moved[0]]
    (file,) = read(book, as_bytes(moved), base)
    assert [(cell.row, cell.column, cell.value) for cell in file.cells] == [("A02", "status", DONE)]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00\x01\x02", b"namn;summa\r\na;1", "Åtgärdens id;Annat\r\nA01;x".encode(), b"{\n", b'{"a": 1}\n[2]\n',
        b"\x81\x8d\x8f", b'"' + b"x" * 200_000, "Åtgärd;Resultat;Effekt;Ansvarig;Samverkan\r\nx;y".encode(),
    ],
)  # fmt: skip
def test_what_is_none_of_ours(data: bytes) -> None:
    assert text_table("x.csv", data, KNOWN) is None


def test_a_damaged_line_of_ours_is_told() -> None:
    with pytest.raises(UnusableInputError, match=r"Rad 2 går inte att läsa"):
        text_table("x.jsonl", '{"Åtgärdens id": "A01", "Uttag": ""}\n{"Åtg'.encode(), KNOWN)


def test_json_lines_with_values_of_their_own_kinds() -> None:
    text = '{"Aktivitetens id": "A01", "Uttag": null, "Dagar utfall": 7.5, "Utfall": ["a"], "Status": ""}'
    table = text_table("x.jsonl", text.encode(), KNOWN)
    assert table
    assert [cell.value for cell in table.rows[0].cells] == ["A01", None, 7.5, '["a"]', None]


@settings(max_examples=world.examples(80), deadline=None)
@given(st.data())
def test_whatever_stands_in_a_file_of_ours_is_read_or_told(data: st.DataObject) -> None:
    book = world.small_book()
    base, lines = sent(book)
    texts = st.one_of(st.text(max_size=8), st.sampled_from(ODD))
    keys = st.sampled_from(["A01", "A02", "", "a01 "])
    rows = [[data.draw(keys), *(data.draw(texts) for _ in lines[0][2:]), data.draw(st.sampled_from([base.stamp, ""]))]
            for _ in range(data.draw(st.integers(0, 4)))]  # fmt: skip
    found = read(book, as_bytes([lines[0], *rows], "utf-16"), base)
    assert all(cell.column in ("status", "short", "effects", "submitted") for file in found for cell in file.cells)
    objects = [dict(zip(lines[0], [row[0], *(_number(text) for text in row[1:])], strict=True)) for row in rows]
    table = "\n".join(json.dumps(row) for row in [dict.fromkeys(lines[0]), *objects])
    world.merged(book, *found, *read(book, table.encode(), base, path="andra.jsonl"))


ODD = ["1e999", "9" * 400, "NaN", "2026-02-30", "0001-01-01", "99999999", "=1", "\ud7ff", "'", "1,5", "Genomförd", "-0"]


def _number(text: str) -> object:
    with contextlib.suppress(ValueError):
        return json.loads(text)
    return text


def test_a_sheet_with_a_heading_above() -> None:
    rows = [["Uppföljning"], [], ["Åtgärdens id", "Uttag", "Resultat"], ["A01", "", "Klart"]]
    cells = tuple(NewCell(row, column, text) for row, line in enumerate(rows, 1) for column, text in enumerate(line, 1))
    other = NewSheet("Annat", (NewCell(1, 1, "x"),))
    raw = world.as_raw(NewWorkbook((other, NewSheet("Blad1", cells)), "t", "a"))
    table = sheet_table(raw, KNOWN)
    assert table
    assert [(row.number, row.cells[2].value) for row in table.rows] == [(4, "Klart")]
    assert [(note.place, note.asks) for note in table.unread] == [("Annat", False)]


def test_what_is_struck_through_or_lies_on_the_sheet_is_no_plain_answer() -> None:
    book = world.small_book()
    rows = [["Åtgärdens id", "Uttag", "Resultat"], ["A01", "", "Klart"]]
    cells = tuple(NewCell(row, column, text) for row, line in enumerate(rows, 1) for column, text in enumerate(line, 1))
    raw = world.as_raw(NewWorkbook((NewSheet("Blad1", cells),), "t", "a"))
    sheet = raw.sheets[0]
    struck = sheet.cells | {(2, 3): sheet.cells[2, 3]._replace(style=len(raw.styles))}
    remarks = (Remark("C2", RemarkKind.COMMENT, "Egentligen inte."), Remark("A9", RemarkKind.PICTURE))
    raw = replace(
        raw, sheets=(replace(sheet, cells=struck, remarks=remarks),), styles=(*raw.styles, RawStyle(marks="s"))
    )
    table = sheet_table(raw, KNOWN)
    assert table
    one, other = answers(book, table, lambda _: None)
    assert [(cell.value, IS_STRUCK in cell.doubt) for cell in one.cells] == [("~~Klart~~", True)]
    assert [str(note) for note in other.notes if note.asks][-2:] == [
        "Blad1!C2: I en kommentar står: ”Egentligen inte.” Läs det, och för in det för hand om det är ett svar.",
        "Blad1!A9: Där ligger en bild. Läs det, och för in det för hand om det är ett svar.",
    ]


def test_what_is_not_read_is_told() -> None:
    book = world.small_book()
    base, lines = sent(book)
    own = [[*line, "Egen" if row == 0 else "x", "" if row == 0 else "lös"] for row, line in enumerate(lines)]
    without = lines[0].index("Resultat")
    own = [[text for place, text in enumerate(line) if place != without] for line in own]
    own[0][own[0].index("Effekt")] = "Samverkan"
    told = notes(read(book, as_bytes(own), base))
    assert [(note.text, note.asks) for note in told] == [
        ("Hör inte till utbytet och läses inte: Egen.", False),
        ("I kolumn 11, som saknar rubrik, står något på rad 2, 3. Det läses inte.", True),
        ("Kolumnen Samverkan finns flera gånger i filen och har inte lästs.", False),
        ("Kolumnen Resultat finns inte i filen och har inte lästs.", True),
        ("Kolumnen Effekt finns inte i filen och har inte lästs.", True),
    ]
