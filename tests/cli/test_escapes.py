"""Nothing that stands in a cell, a file's name or on the command line acts on the terminal."""

from __future__ import annotations

import ast
import json
import shutil
import sys
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rus_sheets import cli
from rus_sheets.cli.terminal import complain, visible
from rus_sheets.errors import UnusableInputError
from rus_sheets.office.long_paths import shown
from rus_sheets.resources import folder
from tests.cli.run import rus_sheets

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"
BIDI = {*"\u061c\u200e\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
NASTY = "\u202egnp.slx\u2066\x9b31m\u2028Fel: allt är raderat\x7f"
CODED = "_x001B_[2J_x0007_"
"""How a workbook holds ESC and BEL, which XML can't."""


def acts(text: str) -> set[str]:
    """The characters that a terminal might act on, line ends aside."""
    return {each for each in text if each in BIDI or unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs")} - {"\n"}


@given(st.text())
@example("\\\\?\\")
@example("\\\\?\\C:\\plan.xlsx")
def test_a_line_is_one_line_of_visible_characters(text: str) -> None:
    assert not acts(visible(text))
    assert "\n" not in visible(text)
    if not acts(text) and "\n" not in text:
        assert visible(text) == shown(text).translate({0x206A + n: f"\\u{0x206A + n:04x}" for n in range(6)}).translate(
            {0xFFF9 + n: f"\\u{0xFFF9 + n:04x}" for n in range(3)}
        )


def test_what_is_shown_instead() -> None:
    assert visible("a\x1b[31m\u202eb\x85\u2028c\nd\te\x7f") == r"a\u001b[31m\u202eb\u0085\u2028c d e\u007f"


def test_only_the_terminal_prints() -> None:
    """Whatever is printed passes one module."""
    for path in Path(cli.__file__).parent.rglob("*.py"):
        if path.name == "terminal.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("print", "click.echo", "click.secho", "console"), (path, node.lineno)
                assert not called.endswith((".print", "stdout.write", "stderr.write")), (path, node.lineno)


def test_several_faults_have_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    complain(UnusableInputError("Ett\nfel.", place="a.toml", remedy="Rätta.", also=["b: två\x1b", "c: tre"]))
    assert capsys.readouterr().err.splitlines() == ["Fel: a.toml: Ett fel. Rätta.", r"b: två\u001b", "c: tre"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A workbook whose texts and answers hold what a terminal acts on."""
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    assert rus_sheets("split", workbook, tmp_path / "ut", "--only", "A03").code == 0
    book = openpyxl.load_workbook(workbook)
    plan = book["Plan"]
    columns = {cell.value: cell.column for cell in plan[1]}
    plan.cell(3, columns["Aktivitet"]).value = f"{CODED}{NASTY}"
    plan.cell(3, columns["E-post"]).value = f"{CODED}{NASTY}"
    book.save(workbook)
    (tmp_path / "in").mkdir()
    for name in ("ett", "två"):
        form = openpyxl.load_workbook(next((tmp_path / "ut").iterdir()))
        sheet = form.worksheets[0]
        at = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Dagar utfall")
        sheet.cell(at.row, 2).value = f"{CODED}{NASTY}{name}"
        form.properties.lastModifiedBy = f"{NASTY}{name}"
        form.save(tmp_path / "in" / f"A03 {name}\u202e.xlsx")
    return workbook


WORDS = [
    ("validate", "{wb}"),
    ("merge", "{wb}", "{dir}/in", "--dry-run"),
    ("status", "{wb}", "{dir}/in"),
    ("compare", str(EXAMPLE), "{wb}"),
    ("validate", f"finns{NASTY}.xlsx"),
    ("merge", "{wb}", f"{{dir}}/finns{NASTY}"),
    ("split", "{wb}", "{dir}/ut2", "--only", f"\x1b{NASTY}"),
    ("explain", f"\x1b{NASTY}"),
    (f"\x1b{NASTY}",),
    ("merge", f"--{NASTY}"),
    ("new", "x.xlsx", "--year", NASTY),
]


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words[0][:9])
def test_no_command_passes_it_on(hostile: Path, words: tuple[str, ...]) -> None:
    filled = [each.format(wb=hostile, dir=hostile.parent) for each in words]
    ran = rus_sheets(*filled)
    assert ran.out + ran.err
    assert not acts(ran.out + ran.err)
    if words[0] in ("validate", "merge", "status", "compare") and len(words) > 1 and words[1] != "--":
        told = rus_sheets(*filled, "--format", "json")
        assert not acts(told.out + told.err)
        assert not told.out or json.loads(told.out)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their file names can't hold it")
def test_names_of_files_that_no_text_can_hold(hostile: Path) -> None:
    source = next((hostile.parent / "in").iterdir())
    shutil.copy(source, hostile.parent / "in" / "A03 \x1b[31m\udce9\n.xlsx")
    ran = rus_sheets("merge", hostile, hostile.parent / "in", "--dry-run")
    assert "[31m" in ran.out, "the file is told of, whatever it is called"
    assert not acts(ran.out + ran.err)
    gone = rus_sheets("validate", hostile.parent / "\x1b[31m\udce9\n.xlsx")
    assert r"\u001b[31m\udce9" in gone.err
    assert not acts(gone.out + gone.err)


def test_a_cell_is_no_emoji(hostile: Path) -> None:
    ran = rus_sheets("validate", hostile.parent / ":x: finns inte.xlsx")
    assert ":x: finns inte.xlsx" in " ".join(ran.err.split())
