"""Workbooks that hardly say anything, and cells that say too much."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator

from rus_sheets.book.model import Book
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import NewRow
from rus_sheets.word.parts.ns import NS, q, text_of
from tests.documents.books import EMPTY, KINDS, book_of, example, rendered, rows_of
from tests.word.accessibility import problems
from tests.word.documents import body, faults, lines

pytestmark = pytest.mark.slow

_SAYS_NOTHING = re.compile(
    r"(?<![\d.,\u00a0])0[ \u00a0](?:aktiviteter|arbetsdagar|kr)\b|\bNone\b|\bnan\b|[.,:] ?[.,:]|\(\)"
)


def _only(*tables: str, year: int = 2026) -> dict[str, Sequence[NewRow]]:
    rows = rows_of(year, year)
    return {key: rows.get(key, []) if key in (*tables, "settings") else [] for key in EMPTY}


def _one_activity() -> Mapping[str, Sequence[NewRow]]:
    rows = _only("areas", "groups", "plan")
    rows["plan"] = [{key: value for key, value in rows["plan"][0].items() if key in ("id", "group", "name", "amount")}]
    return rows


BARE: dict[str, Mapping[str, Sequence[NewRow]]] = {
    "nothing": EMPTY,
    "only a plan": _only("areas", "groups", "plan"),
    "a plan without texts": {**_only(*EMPTY), "texts": []},
    "the old shape without texts": {**_only(*EMPTY, year=2022), "texts": []},
    "only a budget": _only("budget", "funding"),
    "one activity that says nothing": _one_activity(),
}


@cache
def _bare(name: str) -> Book:
    return book_of(BARE[name])


def _sound(made: bytes, folder: Path) -> None:
    assert faults(made) == []
    assert problems(made) == []
    (folder / "d.docx").write_bytes(made)
    assert [str(error) for error in OpenXmlValidator().validate(folder / "d.docx").errors] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BARE)
def test_a_bare_workbook_gives_a_sane_document(tmp_path: Path, name: str, kind: str) -> None:
    made = rendered(kind, _bare(name))
    _sound(made, tmp_path)
    text = lines(made)
    assert [line for line in text if _SAYS_NOTHING.search(line)] == []
    if kind == "report":
        assert any("status ännu" in line or "inga aktiviteter" in line for line in text) or "shape" in name


WORD = "miljömålsuppföljningssamordningsgruppsmötesprotokollsjusterare" * 4
HARD = (
    "Första & <andra> \"tredje\" 'fjärde'\tflik\x0b\x01\x1f{{ titel }} {% if x %} _x000D_ 🌱👩‍🌾 \u202eomvänt\u202c\r\n"
    "- punkt ett\n  - punkt i punkt\n• punkt två\nText emellan.\n1. ett\n2. två\n\n1. ett igen\n3) tre\n"
    "Se https://www.rus.se/åäö_(sida)?a=1&b=å, och [länken](https://exempel.se/ö).\n=SUMMA(A1)\n" + WORD + "\n"
    "Sist: 4 500 000 kr, 10 %, 6 §.\n\n\n"
)
LONG = ("Ord å ä ö & mer. " * 2000)[:32_767]
RUNS = (("- Det ", ""), ("viktiga & ", "b"), ("sneda", "i"), (" båda <b>", "bi"), ("\n1. https://rus.se/ö", "b"))


def _hard_rows() -> dict[str, list[NewRow]]:
    from rus_sheets.layout.canonical import RichText  # noqa: PLC0415

    rows = rows_of(2022, 2022)
    for table, column in (
        ("plan", "description"), ("plan", "deliverables"), ("plan", "partners"), ("plan", "project_plan"),
        ("outcomes", "text"), ("outcomes", "short"), ("outcomes", "deviation"), ("outcomes", "next"),
        ("parts", "text"), ("parts", "result"), ("goals", "text"), ("goals", "comment"), ("budget", "comment"),
        ("budget", "description"), ("expenses", "text"), ("events", "heading"), ("funding", "comment"),
        ("groups", "spent_comment"), ("groups", "comment"), ("texts", "text"), ("texts", "heading"), ("seats", "role"),
    ):  # fmt: skip
        for row in rows[table]:
            if column in row or table in ("plan", "texts"):
                row[column] = HARD
    rows["plan"][0] |= {"name": HARD, "owner": HARD, "description": LONG}
    rows["plan"][1] |= {"name": WORD, "description": RichText(RUNS)}
    rows["areas"][0]["name"] = "Vatten & <mark>"
    return rows


@cache
def _hard() -> Book:
    return book_of(_hard_rows())


@pytest.mark.parametrize("kind", KINDS)
def test_hard_texts_never_break_a_document(tmp_path: Path, kind: str) -> None:
    made = rendered(kind, _hard())
    (tmp_path / "d.docx").write_bytes(made)
    assert [str(error) for error in OpenXmlValidator().validate(tmp_path / "d.docx").errors] == []
    assert [each for each in faults(made) if not each.startswith("left in")] == []
    assert problems(made) == []
    text = lines(made)
    if kind in ("plan", "report"):
        assert any(line.startswith("Första & <andra> \"tredje\" 'fjärde' flik") for line in text)
        assert any(WORD in line for line in text)
        assert "=SUMMA(A1)" in text
        assert "Sist: 4\u00a0500\u00a0000\u00a0kr, 10\u00a0%, 6\u00a0§." in text
    if kind == "plan":
        assert any(len(line) > 32_000 for line in text)


def test_numbered_lists_begin_anew_and_links_keep_their_address() -> None:
    made = rendered("plan", _hard())
    root = body(made)
    start = next(each for each in root.iter(q("w:p")) if text_of(each) == "Text emellan.")
    numbers = []
    for paragraph in start.itersiblings():
        number = paragraph.find("w:pPr/w:numPr/w:numId", NS)
        if number is None:
            break
        numbers.append((text_of(paragraph), number.get(q("w:val"))))
    assert [text for text, _ in numbers] == ["ett", "två", "ett igen", "tre"]
    one, two, again, three = (number for _, number in numbers)
    assert one == two
    assert len({one, again, three}) == 3
    with ZipFile(BytesIO(made)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert 'Target="https://www.rus.se/åäö_(sida)?a=1&amp;b=å"' in relations
    assert 'Target="https://exempel.se/ö"' in relations


@pytest.mark.parametrize(("kind", "count"), [("plan", 1), ("report", 6)])
def test_a_chart_opens_with_its_figures(tmp_path: Path, kind: str, count: int) -> None:
    made = rendered(kind, example(2022))
    found = 0
    with ZipFile(BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.startswith("word/embeddings/"):
                found += 1
                path = tmp_path / Path(name).name
                path.write_bytes(archive.read(name))
                assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
                cells = read_workbook(path).sheet("Data")
                assert cells is not None
                chart = archive.read(f"word/charts/chart{found}.xml").decode()
                values = [cell.value for cell in cells.cells.values() if isinstance(cell.value, (int, float))]
                shown = [float(value) for value in re.findall(r"<c:v>(-?[\d.]+)</c:v>", chart)]
                assert sorted(map(float, values)) == sorted(shown)
                assert "Data!$B$2:" in chart
        charts = archive.read("word/document.xml").decode().count("<c:chart ")
    assert found == charts == count
