"""``rus-sheets newsletter`` as a user sees it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rus_sheets.resources import folder
from tests.cli.run import rus_sheets

YEAR = folder("examples") / "2022" / "verksamhet-2022.xlsx"
GRANT = folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx"
SPRING = ("--from", "2022-03-01", "--to", "31 maj 2022")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_both_are_written_beside_the_workbook_and_told(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(YEAR, tmp_path))
    ran = rus_sheets("newsletter", workbook, *SPRING)
    assert ran.code == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {YEAR.name, "Nyhetsbrev-2022-03-01--2022-05-31.docx", "Nyhetsbrev-2022-03-01--2022-05-31.eml"}
    assert flat(ran.out).count("Kurser och seminarier: 5") == 2
    assert "Inte med: Aktuellt (bladet Texter har ingen ny notis (Dokument: Nyhetsbrev))." in flat(ran.out)
    assert "49 händelser utan datum: inte i brevet." in ran.out
    told = json.loads(rus_sheets("newsletter", workbook, *SPRING, "--format", "json").out)
    assert [part["heading"] for part in told["parts"]] == [part["heading"] for part in told["files"][0]["parts"]]
    (tmp_path / "trasigt.docx").write_bytes(b"PK")
    ran = rus_sheets("newsletter", workbook, "--from", "2022-06-01", "--to", "2022-06-30", "-o", tmp_path / "juni.eml")
    assert ran.code == 1
    assert "trasigt.docx" in ran.out
    assert "Tidigare brev: Nyhetsbrev mars–maj 2022." in flat(ran.out)
    assert "Bara Word-filen minns" in flat(ran.out)


@pytest.mark.parametrize(
    ("workbook", "words", "code", "said"),
    [
        (YEAR, ["--from", "2022-03-01"], 2, "--to"),
        (YEAR, ["--from", "2022-06-01", "--to", "2022-05-01"], 2, "2022-05-01 är före 2022-06-01"),
        (YEAR, [*SPRING, "-o", "brev.html"], 2, ".docx, för Word, eller .eml"),
        (YEAR, [*SPRING, "--earlier", str(YEAR)], 3, "inget Word-dokument"),
        (GRANT, [*SPRING], 2, "säger inte vad som ska stå i ett nyhetsbrev"),
    ],
)
def test_wrong_usage(workbook: Path, words: list[str], code: int, said: str) -> None:
    ran = rus_sheets("newsletter", workbook, *words)
    assert (ran.code, said in flat(ran.err)) == (code, True)
    assert not list(YEAR.parent.glob("Nyhetsbrev*"))
