"""Names that Windows can't open: no command makes a file or folder of one, on any system."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click
import pytest

from rus_sheets.cli.app import app
from rus_sheets.cli.options import NEW_PATH
from rus_sheets.office.windows_names import fault_of
from rus_sheets.resources import folder
from tests.cli.run import rus_sheets

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"
READ_ONLY = {
    "workbook", "document", "first", "second", "sources", "decisions", "rules", "template", "previous", "source",
    "earlier", "workbooks",
}  # fmt: skip
"""Parameters that are files to read, in all commands but those that make their workbook."""
MAKES_ITS_WORKBOOK = ("new", "import")


@pytest.mark.parametrize(
    "name",
    [
        "aux.docx",
        "CON",
        "nul.tar.gz",
        "COM1 .docx",
        "lpt³.xlsx",
        "plan.docx.",
        "plan.docx ",
        "a:b.docx",
        "vad?.docx",
        "a\tb",
    ],
)
def test_a_name_that_windows_takes_for_something_else(name: str) -> None:
    assert fault_of(name)


@pytest.mark.parametrize(
    "name", ["plan.docx", "auxilium.docx", "com10.docx", " a", ".dold", "å (1) [2] & 50 %.docx", "con-2"]
)
def test_a_name_that_windows_takes(name: str) -> None:
    assert not fault_of(name)


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "{wb}", "--no-pages", "-o", "{dir}/aux.docx"),
        ("plan", "{wb}", "--no-pages", "-o", "{dir}/CON/plan.docx"),
        ("report", "{wb}", "--no-pages", "-o", "{dir}/plan.docx."),
        ("split", "{wb}", "{dir}/ut "),
        ("split", "{wb}", "{dir}/ut", "--mail", "{dir}/nul"),
        ("merge", "{wb}", "{dir}", "--conflicts", "{dir}/com1.xlsx"),
        ("calendar", "{wb}", "-o", "{dir}/kalender.ics", "-o", "{dir}/prn.html"),
        ("export", "{wb}", "{dir}/fråga?.csv", "--profile", "aktiviteter"),
        ("new", "{dir}/lpt1.xlsx", "--year", "2027"),
        ("validate", "{wb}", "--annotate", "{dir}/a:b.xlsx"),
        ("demo", "{dir}/con.demo"),
    ],
    ids=lambda words: f"{words[0]} {words[-1]}",
)
def test_no_command_makes_a_file_of_such_a_name(tmp_path: Path, words: tuple[str, ...]) -> None:
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    ran = rus_sheets(*(word.format(wb=workbook, dir=tmp_path) for word in words))
    assert ran.code == 2
    assert "går inte att öppna i Windows" in " ".join(ran.err.split())
    assert list(tmp_path.iterdir()) == [workbook]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names there")
def test_what_is_there_under_such_a_name_is_let_be(tmp_path: Path) -> None:
    output = tmp_path / "a:b.docx"
    output.write_bytes(b"")
    assert rus_sheets("plan", shutil.copy(EXAMPLE, tmp_path), "--no-pages", "-o", output).code == 0


@pytest.mark.parametrize("name", app.list_commands(click.Context(app)))
def test_each_word_for_a_file_to_make_is_looked_at(name: str) -> None:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    reads = READ_ONLY - {"workbook"} if name in MAKES_ITS_WORKBOOK else READ_ONLY
    paths = [param for param in command.params if isinstance(param.type, click.Path)]
    assert [param.name for param in paths if (param.type is NEW_PATH) == (param.name in reads)] == []
