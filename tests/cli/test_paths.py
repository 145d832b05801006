"""Paths that Windows and others find hard: Swedish letters in both forms, long, reserved, quoted, another's lock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rus_sheets.resources import folder
from tests.cli.run import rus_sheets
from tests.robust.hostile import packed
from tests.wine import UNDER_WINE
from tests.word.documents import lines
from tests.word.test_own_template import with_macros

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"


@pytest.mark.parametrize("name", ["År 2026 – öppet", "A\u030ar 'citat' & 100 %", "-bindestreck [1]"])
def test_folders_of_every_name(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.mkdir()
    workbook = Path(shutil.copy(EXAMPLE, place))
    assert rus_sheets("split", workbook, place / "ut", "--only", "A03").code == 0
    assert rus_sheets("merge", workbook, place / "ut").code == 1  # none of them has been answered


@pytest.mark.skipif(UNDER_WINE, reason="Wine's: GetFinalPathName stops at 260 characters")
def test_a_path_longer_than_windows_takes_by_default(tmp_path: Path) -> None:
    place = tmp_path
    while len(str(place)) < 300:
        place = place / "en ganska lång mapp på en delad disk"
    place.mkdir(parents=True)
    workbook = Path(shutil.copy(EXAMPLE, place))
    ran = rus_sheets("split", workbook, place / "ut", "--only", "A03")
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert rus_sheets("merge", workbook, place / "ut").code == 1  # none of them has been answered
    assert rus_sheets("validate", workbook).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "{wb}", "{dir}/ut"),
        ("validate", "{wb}", "--fix"),
        ("undo", "{wb}"),
    ],
    ids=lambda words: words[0],
)
def test_a_workbook_open_elsewhere_is_not_changed(tmp_path: Path, words: tuple[str, ...]) -> None:
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    rus_sheets("split", workbook, tmp_path / "ut", "--only", "A03")
    (tmp_path / f"~${workbook.name}").write_bytes(b"\x05Karin" + b" " * 50)
    before = workbook.read_bytes()
    ran = rus_sheets(*(each.format(wb=workbook, dir=tmp_path) for each in words))
    assert ran.code == 3
    assert workbook.read_bytes() == before


def test_a_document_open_elsewhere_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no LibreOffice: it is slow and not what this is about
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    document = tmp_path / "Verksamhetsplan-2026.docx"
    assert rus_sheets("plan", workbook).code == 0
    before = document.read_bytes()
    (tmp_path / "~$rksamhetsplan-2026.docx").write_bytes(b"\x05Karin" + b" " * 50)
    for words in (("plan", workbook), ("refresh", document, workbook)):
        ran = rus_sheets(*words)
        assert (ran.code, document.read_bytes()) == (3, before), words


def test_an_edited_document_is_kept_when_it_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    document = tmp_path / "Verksamhetsplan-2026.docx"
    document.write_bytes(b"omarbetat")
    assert rus_sheets("plan", workbook).code == 0
    assert [each.read_bytes() for each in (tmp_path / "säkerhetskopior").glob("*.docx")] == [b"omarbetat"]
    assert rus_sheets("undo", document).code == 0
    assert document.read_bytes() == b"omarbetat"


def test_a_document_is_never_put_over_a_workbook(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    before = workbook.read_bytes()
    assert rus_sheets("plan", workbook, "-o", workbook).code == 2
    assert workbook.read_bytes() == before


def test_macros_of_a_template_are_left_out_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    template = tmp_path / "min mall.docm"
    template.write_bytes(packed(with_macros("{{ titel }}")))
    ran = rus_sheets("plan", workbook, "--template", template, "-o", tmp_path / "plan.docx")
    assert ran.code == 0
    assert "Mallens makron har inte följt med." in ran.out
    assert lines((tmp_path / "plan.docx").read_bytes())[0] == "Verksamhetsplan 2026"


def test_the_template_of_another_document_is_known_as_such(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    ran = rus_sheets("plan", workbook, "--template", folder("reports") / "verksamhetsberattelse.docx")
    assert ran.code == 3
    told = " ".join(ran.err.split())
    assert "inte gjord för det här dokumentet utan för Verksamhetsberättelse. Kör rus-sheets report" in told


def test_the_template_of_another_form_is_known_as_such(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    ran = rus_sheets("plan", workbook, "--template", folder("reports") / "bidrag.docx")
    told = " ".join(ran.err.split())
    assert (ran.code, "finns inte" in told) == (3, False)
    assert f"Mallen är till arbetsböcker av slaget bidrag, men {workbook.name} är av slaget verksamhet." in told


def test_each_fault_of_a_template_has_a_line_of_its_own(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    template = tmp_path / "mall.docx"
    template.write_bytes(packed(with_macros("{{ titl }}", "{{ orgnisation }}")))
    ran = rus_sheets("plan", workbook, "--template", template)
    assert ran.code == 3
    assert [line[:12] for line in ran.err.splitlines() if line.startswith("- ")] == ["- stycket ”{"] * 2
