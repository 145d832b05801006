"""What merge and status say of files is so: how many gave something, what is about a whole file, who must look."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, PARTLY, answer
from tests.robust.hostile import members, packed


def words(text: str) -> str:
    return " ".join(text.split())


def test_files_that_gave_nothing_are_not_said_to_have_given(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    answer(workbook, "A04", "Olle", Status=DONE, Kort_utfall="Klart.")
    for activity in ("A05", "A06", "A07"):
        shutil.copy(next((workbook.parent / "ut").glob(f"{activity} *.xlsx")), workbook.parent / "in")
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert "Läste in 3 värden från 2 filer (5 lästa) till" in words(ran.out)
    again = rus_sheets("merge", workbook, workbook.parent / "in", "--dry-run")
    assert "Skulle läsa in 0 värden från 0 filer (5 lästa) till" in words(again.out)


def test_where_every_file_gave_something_they_are_counted_once(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    assert "Läste in 1 värde från 1 fil till" in words(rus_sheets("merge", workbook, workbook.parent / "in").out)


def test_a_note_about_a_whole_file_names_it_once(workbook: Path) -> None:
    path = answer(workbook, "A03", "Karin", Status=DONE)
    parts = members(path.read_bytes())
    saved = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    parts["docProps/core.xml"] = saved.sub(rb"\g<1>2062-05-01T10:00:00Z", parts["docProps/core.xml"])
    path.write_bytes(packed(parts))
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    told = words(ran.out)
    assert f"{path.name}: Filen är enligt sig själv sparad 2062-05-01" in told
    assert told.count(path.name) == 1, told


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([("Karin", {"Status": DONE})], 0),
        ([("Karin", {"Dagar_utfall": "ca 12"})], 1),
        ([("Karin", {"Inlämnad": "12 mars"})], 1),
        ([("Karin", {"Status": DONE}), ("Olle", {"Status": PARTLY})], 1),
        ([], 0),
    ],
)
def test_status_wants_a_person_when_something_cannot_be_read_or_decided(
    workbook: Path, answers: list[tuple[str, dict[str, Any]]], code: int
) -> None:
    for who, values in answers:
        answer(workbook, "A03", who, **values)
    for form in ("text", "json"):
        ran = rus_sheets("status", workbook, workbook.parent / "ut", workbook.parent / "in", "--format", form)
        assert ran.code == code, ran.out


def test_status_wants_a_person_for_a_file_that_cannot_be_used(workbook: Path) -> None:
    (workbook.parent / "in" / "svar.docx").write_bytes(b"PK")
    assert rus_sheets("status", workbook, workbook.parent / "in").code == 1
