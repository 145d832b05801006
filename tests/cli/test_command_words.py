"""A command line can't be misread: what looks like an option, has no effect or stands in the wrong place is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest

from rus_sheets.cli import app
from rus_sheets.commandline import command_line
from rus_sheets.resources import folder
from tests.cli.run import Ran, rus_sheets

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"
DASHES = "–—‐‑‒―−﹘﹣－⸺\u00ad"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the workbook, two follow-up files and an empty inbox, in which one stands."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, tmp_path)
    assert rus_sheets("split", EXAMPLE.name, "ut", "--only", "A03", "--only", "A05").code == 0
    Path("in").mkdir()
    return tmp_path


def told(ran: Ran) -> str:
    return " ".join(f"{ran.out} {ran.err}".split())


def state(place: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in place.rglob("*") if each.is_file() and each.name[0] != "."}


def refused(here: Path, *words: str, code: int = 2) -> str:
    """What is said of a command that must change nothing."""
    before = state(here)
    ran = rus_sheets(*words)
    assert (ran.code, ran.out) == (code, ""), ran
    assert state(here) == before
    return " ".join(ran.err.split())


def every_option() -> list[tuple[str, str]]:
    """Each command with each of its long options."""
    found = []
    with click.Context(app.app) as context:
        for name in app.COMMANDS:
            command = app.app.get_command(context, name)
            assert command
            found += [(name, each) for param in command.params for each in param.opts if each.startswith("--")]
    return found


@pytest.mark.parametrize(("command", "option"), every_option())
def test_an_option_with_a_dash_for_its_hyphens(here: Path, command: str, option: str) -> None:
    for dash in DASHES:
        for lead in (dash, f"{dash}-", f"\u200b{dash}", f" {dash}"):
            for end in ("", "=x"):
                said = refused(here, command, EXAMPLE.name, "ut", f"{lead}{option[2:]}{end}")
                assert f"Menade du {option}{end}? Word och mejlprogram" in said


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("merge", "W", "ut", "-dry-run"), "--dry-run"),
        (("merge", "W", "ut", "--dryrun"), "--dry-run"),
        (("merge", "W", "ut", "---dry-run"), "--dry-run"),
        (("merge", "W", "ut", "--dry–run"), "--dry-run"),
        (("merge", "W", "ut", "dry-run"), "--dry-run"),
        (("merge", "W", "ut", "/dry-run"), "--dry-run"),
        (("merge", "W", "ut", "/?"), "--help"),
        (("merge", "–dry-run", "W", "ut"), "--dry-run"),
        (("status", "W", "ut", "–remind", "pam"), "--remind"),
        (("status", "W", "ut", "-remind", "pam"), "--remind"),
        (("status", "W", "ut", "remind", "pam"), "--remind"),
        (("plan", "W", "-output", "plan.docx"), "--output"),
        (("plan", "W", "–o", "plan.docx"), "-o"),
        (("merge", "W", "ut", "–conflict", "k.xlsx"), "--conflicts"),
        (("–help",), "--help"),
        (("—version",), "--version"),
    ],
)
def test_the_right_spelling_is_told(here: Path, words: tuple[str, ...], meant: str) -> None:
    said = refused(here, *(EXAMPLE.name if each == "W" else each for each in words))
    assert f"Menade du {meant}?" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("merge", "W", "ut", "-n"), "varken ett val eller en fil"),
        (("merge", "W", "ut", "-"), "varken ett val eller en fil"),
        (("merge", "W", "ut", "–"), "varken ett val eller en fil"),
        (("merge", "W", "ut", "--", "–dry-run"), "--dry-run"),
        (("merge", "W", "ut", "--conflicts", "--dry-run"), "--conflicts behöver ett värde"),
        (("merge", "W", "ut", "--conflicts"), "--conflicts behöver ett värde"),
        (("merge", "W", "ut", "--conflicts", "-k.xlsx"), "varken ett val eller en fil"),
        (("merge", "W", "ut", "--conflicts", "a.xlsx", "--conflicts", "b.xlsx"), "står två gånger"),
        (("plan", "W", "-o", "--pdf"), "-o behöver ett värde"),
        (("status", "W", "ut", "--remind", "--format", "json"), "--remind behöver ett värde"),
        (("merge", "W", ""), "tomt"),
        (("merge", "”W”", "ut"), "raka citattecken"),
        (("mrege", "W", "ut"), "Menade du ”merge”?"),
    ],
)
def test_what_else_only_looks_right(here: Path, words: tuple[str, ...], told: str) -> None:
    assert told in refused(here, *(each.replace("W", EXAMPLE.name) for each in words))


@pytest.mark.parametrize("name", ["–dry-run", "-bindestreck", "—", "remind", "”in”"])
def test_a_folder_that_is_really_called_so(here: Path, name: str) -> None:
    shutil.copytree("ut", name)
    ran = rus_sheets("merge", EXAMPLE.name, name, "--dry-run", "--format", "json")
    assert {each["state"] for each in json.loads(ran.out)["files"]} == {"unchanged"}, ran
    assert rus_sheets("status", EXAMPLE.name, "ut", "--remind", name).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("merge", "W", "--decisions", "k.xlsx", "--conflicts", "k2.xlsx"), "--conflicts"),
        (("merge", "W", "ut", "--decisions", "k.xlsx"), "antingen"),
        (("merge", "W"), "antingen"),
        (("validate", "W", "--dry-run"), "--dry-run"),
        (("refresh", "D.docx", "W", "-o", "E.docx", "--dry-run"), "-o"),
        (("new", "ny.xlsx", "--year", "2027", "--drop", "A05"), "--drop"),
        (("new", "ny.xlsx", "--year", "2027", "--from", "W", "--template", "bidrag"), "--template"),
    ],
)
def test_an_option_without_effect(here: Path, words: tuple[str, ...], told: str) -> None:
    assert told in refused(here, *(EXAMPLE.name if each == "W" else each for each in words))


# ------------------------------------------------------------------ the wrong place


def right_order(here: Path, *words: str) -> str:
    said = refused(here, *words)
    assert "fel ordning" in said
    return said.partition("Skriv i stället: ")[2]


def test_words_in_another_order(here: Path) -> None:
    workbook, form = EXAMPLE.name, str(next(Path("ut").iterdir()))
    assert rus_sheets("plan", workbook).code == 0
    document = "Verksamhetsplan-2026.docx"
    assert right_order(here, "split", "in", workbook) == f"rus-sheets split {workbook} in"
    assert right_order(here, "merge", form, workbook) == f'rus-sheets merge {workbook} "{form}"'
    assert right_order(here, "merge", "ut", workbook, "--dry-run") == f"rus-sheets merge {workbook} ut --dry-run"
    assert right_order(here, "status", "ut", "in", workbook) == f"rus-sheets status {workbook} in ut"
    for command in ("verify", "refresh"):
        assert right_order(here, command, workbook, document) == f"rus-sheets {command} {document} {workbook}"
    assert right_order(here, "plan", "ny.docx", "-o", workbook) == f"rus-sheets plan {workbook} -o ny.docx"
    assert right_order(here, "merge", "k.xlsx", "--decisions", workbook).endswith(
        f"merge {workbook} --decisions k.xlsx"
    )
    assert right_order(here, "validate", "granskad.xlsx", "--annotate", workbook).endswith("--annotate granskad.xlsx")
    said = refused(here, "new", workbook, "--year", "2027", "--from", "verksamhet-2027.xlsx")
    assert f"Skriv i stället: rus-sheets new verksamhet-2027.xlsx --year 2027 --from {workbook}" in said


def test_a_workbook_that_cannot_be_read_is_told_so_whatever_stands_beside_it(here: Path) -> None:
    Path("krypterad.xlsx").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    assert "fel ordning" not in refused(here, "merge", "krypterad.xlsx", EXAMPLE.name, code=3)
    said = refused(here, "plan", "verksamet.xlsx", "--previous", EXAMPLE.name, code=3)
    assert "Här finns krypterad.xlsx, verksamhet-2026.xlsx." in said


def test_a_wrong_name_lists_what_there_is(here: Path) -> None:
    Path("Utkast.docx").write_bytes(b"x")
    said = refused(here, "validate", "verksamet-2026.xlsx", code=3)
    assert "Menade du ”verksamhet-2026.xlsx”? Här finns verksamhet-2026.xlsx." in said
    said = refused(here, "validate", "verksamhet-2025.xlsx", code=3)
    assert "Menade" not in said
    assert "Här finns verksamhet-2026.xlsx." in said
    for command in ("undo", "split", "plan", "status"):
        words = ("ut",) if command in ("split", "status") else ()
        assert "Här finns verksamhet-2026.xlsx." in refused(here, command, "bok.xlsx", *words, code=3)
    assert "I mappen ut finns A03 " in refused(here, "validate", "ut/bok.xlsx", code=3)
    said = refused(here, "validate", "borta/bok.xlsx", code=3)
    assert "Mappen borta finns inte. Här finns in/, ut/, Utkast.docx, verksamhet-2026.xlsx." in said
    assert "I mappen ut finns A03 " in refused(here, "validate", "ut", code=3)
    assert "Här finns in/, ut/, Utkast.docx" in refused(here, "verify", "a.docm", EXAMPLE.name, code=3)


def test_a_folder_without_answers_lists_what_there_is(here: Path) -> None:
    Path("in/mars").mkdir()
    (here / "tom").mkdir()
    assert "I mappen tom finns ingenting att välja på." in refused(here, "merge", EXAMPLE.name, "tom", code=3)
    assert "I mappen in finns mars/." in refused(here, "merge", EXAMPLE.name, "in", code=3)


def test_a_source_that_is_not_there(here: Path) -> None:
    def told(ran: Ran) -> str:
        return " ".join(ran.out.split())

    assert "Menade du ”ut”?" not in told(rus_sheets("merge", EXAMPLE.name, "inkommet"))
    assert "Här finns in/, ut/, verksamhet-2026.xlsx." in told(rus_sheets("merge", EXAMPLE.name, "inkommet"))


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("a b.xlsx", '"a b.xlsx"'),
        ("år/å-1.xlsx", "år/å-1.xlsx"),
        ("$OS.xlsx", "'$OS.xlsx'"),
        ("a[1].xlsx", '"a[1].xlsx"'),
    ],
)
def test_a_command_to_copy(word: str, quoted: str) -> None:
    assert command_line("merge", word) == f"rus-sheets merge {quoted}"


# ------------------------------------------------------------------ ids


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("split", "W", "ut2", "--only", "A3"), "Menade du ”A03”?"),
        (("split", "W", "ut2", "--only", "A30"), "På bladet finns A01–A28."),
        (("new", "n.xlsx", "--year", "2027", "--from", "W", "--drop", "A5"), "Menade du ”A05”?"),
        (("new", "n.xlsx", "--year", "2027", "--from", "W", "--drop", "A55"), "På bladet finns A01–A28."),
    ],
)
def test_guesses_of_ids(here: Path, words: tuple[str, ...], told: str) -> None:
    said = refused(here, *(EXAMPLE.name if each == "W" else each for each in words))
    assert told in said
    assert "A25" not in said


def test_questions_are_written_in_a_workbook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, "W0.xlsx")
    ran = rus_sheets("merge", "W0.xlsx", "in", "--conflicts", "k.csv")
    assert (ran.code, "k.xlsx" in told(ran)) == (2, True)


def test_names_are_not_alike_by_their_ending(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, "W0.xlsx")
    ran = rus_sheets("merge", "W0.xlsx", "--decisions", "k.xlsx")
    assert (ran.code, "Menade du" in told(ran), "Här finns W0.xlsx" in told(ran)) == (3, False, True)


@pytest.mark.parametrize("command", ["merge", "status"])
def test_the_workbook_and_its_copies_among_the_answers_are_told_of(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, "W0.xlsx")
    Path("in").mkdir()
    shutil.copy(EXAMPLE, "in/kopia.xlsx")
    assert "Det är en kopia av arbetsboken." in told(rus_sheets(command, "W0.xlsx", "in"))
    itself = told(rus_sheets(command, "W0.xlsx", "W0.xlsx"))
    assert ("Det är arbetsboken själv" in itself, "kopia" in itself) == (True, False)
