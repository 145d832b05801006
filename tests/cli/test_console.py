"""What consoles do to text: Windows code pages, colour, width, completion."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import rus_sheets
from rus_sheets.cli import app, codepage
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from tests.cli.process import in_process, on_page

PAGES = ["cp1252", "cp850"]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a fault in it, in a folder with Swedish letters, one of them as a Mac writes it."""
    place = tmp_path_factory.mktemp("År") / "plan A\u030ar 2026"
    place.mkdir()
    path = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", place))
    email = rus_sheets.open_book(path)["plan"].by_id["A03"].cell("email").ref
    patch_cells(path, path, {"Plan": {email: "”samordnare” → ő"}})
    return path


@pytest.mark.parametrize("page", PAGES)
def test_the_year_on_a_windows_console(workbook: Path, page: str) -> None:
    here = workbook.parent
    for words, codes in (
        (("validate", workbook), (0, 1)),
        (("compare", folder("examples") / "2026" / "verksamhet-2026.xlsx", workbook), (0,)),
        (("split", workbook, here / f"ut-{page}", "--only", "A03"), (0,)),
        (("status", workbook, here / f"ut-{page}"), (0,)),
        (("merge", workbook, here / "finns-inte"), (3,)),
        (("validate", workbook, "--format", "json"), (0, 1)),
    ):
        told = on_page(*words, encoding=page)
        assert told.code in codes, (words, told)
        assert "Traceback" not in told.err
        assert "?" not in told.out + told.err, (words, told)


def test_help_on_a_windows_console() -> None:
    told = in_process("merge", "--help", encoding="cp850")
    assert told.code == 0
    assert "Användning" in told.out


def test_an_arrow_stays_readable(workbook: Path) -> None:
    words = ("compare", folder("examples") / "2026" / "verksamhet-2026.xlsx", workbook)
    assert " → " in on_page(*words, encoding="utf-8").out
    assert " -> " in in_process(*words, encoding="cp850").out


@pytest.mark.parametrize(
    ("text", "simple"),
    [("→", "->"), ("”ja”…", '"ja"...'), ("2–3", "2-3"), ("A\u030a", "A"), ("ő", "o"), ("─│", "-|"), ("日", "?")],
)
def test_nearest(text: str, simple: str) -> None:
    assert codepage.nearest(text) == simple


def test_a_stream_of_another_kind_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    codepage.prepare_streams()


def test_colour_only_on_a_terminal(workbook: Path) -> None:
    assert "\x1b" not in in_process("validate", workbook, TERM="xterm-256color", COLORTERM="truecolor").out


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_on_a_terminal(workbook: Path, environment: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in on_a_terminal("validate", workbook, environment=environment)) is coloured


def on_a_terminal(*words: object, environment: dict[str, str]) -> str:
    """What the command writes when its output is a terminal."""
    import os  # noqa: PLC0415
    import pty  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    ours, theirs = pty.openpty()
    env = {each: value for each, value in os.environ.items() if each != "NO_COLOR"}
    command = [sys.executable, "-c", "from rus_sheets.start import main; main()", *map(str, words)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env | {"TERM": "xterm"} | environment) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            parts.append(part)
        process.wait()
    os.close(ours)
    return b"".join(parts).decode()


def test_lines_fit_eighty_columns(workbook: Path) -> None:
    out = on_page("validate", workbook, encoding="utf-8").out
    assert "RS115" in out
    assert max(map(len, out.splitlines())) <= 80


def test_version() -> None:
    told = in_process("--version")
    assert (told.code, told.out.split()[0]) == (0, "rus-sheets")


def test_no_file_is_opened_in_the_consoles_encoding(workbook: Path) -> None:
    told = in_process(
        "validate", workbook, PYTHONWARNDEFAULTENCODING="1", PYTHONWARNINGS="error::EncodingWarning:rus_sheets"
    )
    assert "EncodingWarning" not in told.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_scripts(shell: str) -> None:
    told = in_process(_RUS_SHEETS_COMPLETE=f"{shell}_source")
    assert told.code == 0
    assert "rus-sheets" in told.out
    assert f"{shell}_complete" in told.out
    assert told.out.isascii()


def test_bash_completes_commands_and_options() -> None:
    told = in_process(_RUS_SHEETS_COMPLETE="bash_complete", COMP_WORDS="rus-sheets va", COMP_CWORD="1")
    assert told.out.split() == ["plain,validate"]
    told = in_process(_RUS_SHEETS_COMPLETE="bash_complete", COMP_WORDS="rus-sheets merge --dr", COMP_CWORD="2")
    assert told.out.split() == ["plain,--dry-run"]


def test_powershell_completes_commands_and_leaves_files_to_itself() -> None:
    def completed(words: str, word: str) -> list[str]:
        told = in_process(_RUS_SHEETS_COMPLETE="powershell_complete", COMP_WORDS=words, COMP_WORD=word)
        assert told.code == 0
        return [line.split("\t")[0] for line in told.out.splitlines() if line]

    assert completed("rus-sheets", "") == list(app.COMMANDS)
    assert completed("rus-sheets\nva", "va") == ["validate"]
    assert completed("rus-sheets\nmerge\n--dr", "--dr") == ["--dry-run"]
    assert completed("rus-sheets\nvalidate", "") == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("explain", "RS201"), 0, ""),
        (("validate", "finns-inte.xlsx"), 3, "Fel: finns-inte.xlsx: Filen finns inte."),
        (("validate", "{wb}", "--annotate", "kopia.xlsx"), 3, "Fel: .: Filen eller mappen kan inte användas (nätverks"),
    ],
)
def test_a_folder_that_the_network_took_away(workbook: Path, words: tuple[str, ...], code: int, said: str) -> None:
    """The folder that one stands in can't be asked for, which rich does as it is loaded."""
    program = (
        "import errno, os\n"
        "def gone(): raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))\n"
        "from rus_sheets.start import main\n"
        "os.getcwd = gone\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *(word.format(wb=workbook) for word in words)],
        capture_output=True, text=True, encoding="utf-8", env=os.environ | {"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert done.returncode == code, done
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr
