"""A user's mistake gives one clear Swedish line, the right exit code, and changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xlsxwriter

from rus_sheets.cli import app
from rus_sheets.resources import folder
from tests.cli.run import rus_sheets

ON_A_WORKBOOK = [
    ("validate", "{wb}"),
    ("split", "{wb}", "{dir}/ut"),
    ("merge", "{wb}", "{dir}"),
    ("undo", "{wb}"),
    ("plan", "{wb}"),
    ("report", "{wb}"),
    ("application", "{wb}"),
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))


def wrong_inputs(tmp_path: Path) -> dict[str, tuple[Path, str]]:
    """Inputs that can't be used, and a word that the message must hold."""
    inputs: dict[str, tuple[Path, str]] = {}
    inputs["missing"] = tmp_path / "finns-inte.xlsx", "finns inte"
    (tmp_path / "mapp.xlsx").mkdir()
    inputs["a folder"] = tmp_path / "mapp.xlsx", "mapp"
    for name, content, word in (
        ("empty", b"", "tom"),
        ("text", b"Aktivitet;Dagar\nA01;5\n", "Excel"),
        ("old xls", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "xls"),
    ):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(content)
        inputs[name] = path, word
    other = tmp_path / "annan.xlsx"
    with xlsxwriter.Workbook(other) as book:
        book.add_worksheet("Blad1").write(0, 0, "Hej")
    inputs["not ours"] = other, "inte en arbetsbok"
    return inputs


@pytest.mark.parametrize("words", ON_A_WORKBOOK, ids=lambda words: words[0])
def test_an_input_that_cannot_be_used(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    for name, (path, word) in wrong_inputs(tmp_path).items():
        before = path.read_bytes() if path.is_file() else b""
        ran = rus_sheets(*(each.format(wb=path, dir=tmp_path / "in") for each in words))
        assert ran.code == 3, (name, ran)
        assert ran.err.startswith("Fel: "), (name, ran)
        if words[0] != "undo":  # undo asks first whether there is anything to take back
            assert word.lower() in " ".join(ran.err.split()).lower(), (name, ran)
        assert "Traceback" not in ran.out + ran.err
        assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("lock", ["~${name}", ".~lock.{name}#"])
def test_a_workbook_that_is_open_is_not_merged_into(workbook: Path, lock: str) -> None:
    before = workbook.read_bytes()
    workbook.with_name(lock.replace("{name}", workbook.name)).write_bytes(b"\x05Karin" + b" " * 50)
    (workbook.parent / "in").mkdir()
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert ran.code == 3
    assert "öppen i" in " ".join(ran.err.split())
    assert workbook.read_bytes() == before


WRONG_WORDS = [
    ((), 2),
    (("nwe",), 2),
    (("new",), 2),
    (("new", "x.xlsx"), 2),
    (("new", "x.xlsx", "--year", "abc"), 2),
    (("new", "x.xlsx", "--year", "2027", "--template", "finns-inte"), 2),
    (("validate", "x.xlsx", "--format", "xml"), 2),
    (("split", "{wb}", "ut", "--only", "A99"), 2),
    (("merge", "{wb}"), 2),
    (("explain", "RS999"), 2),
]


@pytest.mark.parametrize(
    ("words", "code"), WRONG_WORDS, ids=lambda each: " ".join(each) if isinstance(each, tuple) else ""
)
def test_wrong_words(workbook: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int) -> None:
    monkeypatch.chdir(workbook.parent)
    ran = rus_sheets(*(each.format(wb=workbook) for each in words))
    assert ran.code == code, ran
    assert not ENGLISH & set((ran.out + ran.err).replace(":", " ").split())


ENGLISH = {
    "Usage",
    "Error",
    "Options",
    "Commands",
    "Missing",
    "Invalid",
    "Try",
    "for",
    "No",
    "such",
    "help",
    "Show",
    "exit",
}


COMMANDS = sorted(app.COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_swedish_with_an_example(command: str) -> None:
    ran = rus_sheets(command, "--help")
    assert ran.code == 0
    assert f"Exempel: rus-sheets {command}" in ran.out
    assert not ENGLISH & set(ran.out.replace(":", " ").split())
    assert max(map(len, ran.out.splitlines())) <= 80


def test_new_does_not_write_over_a_file(workbook: Path) -> None:
    before = workbook.read_bytes()
    ran = rus_sheets("new", workbook, "--year", 2027)
    assert (ran.code, workbook.read_bytes()) == (3, before)
