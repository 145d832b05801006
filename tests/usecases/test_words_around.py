"""A figure that isn't known any more, in a sentence that somebody has edited: it reads well, or is named and left."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.cli.run import rus_sheets
from tests.usecases.years import Rows, row, written_year
from tests.word.documents import lines

pytestmark = pytest.mark.slow

DAYS = "Summering/Dagar_totalt"
NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
NONSENSE = re.compile(
    r"(?:ännu inte (?:känt|redovisat)|[^:] saknas|–|belopp) (?:kr|arbetsdagar|dagar|planerade|av (?:hela )?budget)"
    r"|(?<=för )ingen\b|omfattar ännu"
)


def without_days(rows: Rows) -> None:
    row(rows, "plan", "A03")["days"] = None


def with_days(rows: Rows) -> None:
    row(rows, "plan", "A03")["days"] = 14


def write_beside(document: Path, tag: str, before: str, after: str, *, only: str = "") -> int:
    """Type before and after every control with the tag, on lines that begin with ``only``; how many there were."""
    edited = docx.Document(str(document))
    found = 0
    for control in list(edited.element.iter(qn("w:sdt"))):
        name = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        line = next(control.iterancestors(qn("w:p")), None)
        if line is None or name is None or name.get(qn("w:val")) != tag:
            continue
        if "".join(piece.text or "" for piece in line.iter(qn("w:t"))).startswith(only):
            found += 1
            control.addprevious(_run(before))
            control.addnext(_run(after))
    edited.save(str(document))
    return found


def _run(text: str) -> object:
    return parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve">{text}</w:t></w:r>')


def said(document: Path) -> list[str]:
    return [line.replace("\u00a0", " ") for line in lines(document.read_bytes())]


def ends_well(document: Path, workbook: Path, left: set[str]) -> None:
    """After refresh nothing reads badly, and what is ``left`` is named by both commands, in the same words."""
    foreseen = [found for found in verify(document, workbook).disagreements if "passar inte" in found.message]
    made = refresh(document, workbook, now=NOW)
    assert [line for line in said(document) if NONSENSE.search(line)] == []
    told = [found for found in made.left if found.kind == "changed"]
    assert {found.tag for found in told} == left
    assert [found.message for found in told] == [found.message for found in foreseen]
    assert rus_sheets("verify", document, workbook).code == 1


def test_what_is_no_longer_known(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "short", without_days)
    assert write_beside(document, DAYS, "ungefär ", "", only="Planen") == 1
    assert write_beside(document, DAYS, "Dagar: ", "", only="755") == 1
    ends_well(document, workbook, {DAYS})
    assert any("Planen omfattar ungefär 755 arbetsdagar" in line for line in said(document))
    assert "Dagar: ännu inte känt" in said(document)


def test_what_is_known_again(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "short", with_days, without_days)
    missing = "Plan/Dagar/saknas"
    assert write_beside(document, missing, "bland annat ", " (prel)") == 1
    ends_well(document, workbook, {missing})
    assert not any("ingen (prel)" in line for line in said(document))


def test_a_share_and_an_amount(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "budget", "P3")["budget"] = None
        rows["expenses"].append({"id": "U99", "post": "P3", "text": "Tåg"})

    document, workbook = written_year(tmp_path, "2022", "short", change)
    share = "Summering/Utfall_totalt av Budget_totalt"
    assert write_beside(document, share, "hela ", "") >= 2
    assert write_beside(document, "Budget/P3/Utfall", "", " kr") == 1
    assert write_beside(document, "Budget/P3/Avvikelse", "Avvikelse: ", "") == 1
    ends_well(document, workbook, {share, "Budget/P3/Utfall"})
    assert "Avvikelse: ännu inte redovisat" in said(document)
