"""What each command loads. Told as sets of modules and not as seconds: those who wait feel each of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rus_sheets.resources import folder

HEAVY = {
    "asyncio", "docx", "docxtpl", "email.message", "filelock", "flask", "http.client", "jinja2", "multiprocessing",
    "openpyxl", "pandas", "platformdirs", "pypdf", "rich", "sqlite3", "ssl", "waitress", "xlsxwriter",
}  # fmt: skip
"""What takes more than some milliseconds to load, of libraries and of the standard library."""
_PROGRAM = """
import sys
from rus_sheets.start import main
try:
    main()
finally:
    print(*sorted({*sys.argv[0].split(",")} & {*sys.modules}), file=sys.stderr)
"""


def loaded(here: Path, *words: str) -> set[str]:
    """The heavy modules that a command loads, run in that folder in a process of its own."""
    program = _PROGRAM.replace("sys.argv[0]", repr(",".join(HEAVY)))
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, encoding="utf-8", cwd=here, check=False,
        env={**os.environ, "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("år")
    for year in ("2022", "2026"):
        shutil.copy(folder("examples") / year / f"verksamhet-{year}.xlsx", place)
    loaded(place, "split", "verksamhet-2026.xlsx", "ut", "--only", "A03")
    loaded(place, "plan", "verksamhet-2026.xlsx", "-o", "plan.docx")
    return place


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("--help", set()),
        ("explain RS201", set()),
        ("validate verksamhet-2026.xlsx", set()),
        ("compare verksamhet-2026.xlsx verksamhet-2026.xlsx", set()),
        ("years verksamhet-2026.xlsx verksamhet-2022.xlsx", set()),
        ("coverage verksamhet-2026.xlsx", set()),
        ("coverage verksamhet-2026.xlsx -o malmatris.xlsx", {"xlsxwriter"}),
        ("split verksamhet-2026.xlsx ut2 --only A03", {"xlsxwriter"}),
        ("status verksamhet-2026.xlsx ut", set()),
        ("merge verksamhet-2026.xlsx ut", set()),
        ("export verksamhet-2026.xlsx ut.csv --profile planeringssystem", set()),
        ("export verksamhet-2026.xlsx ut.xlsx --profile planeringssystem", {"xlsxwriter"}),
        ("new verksamhet-2027.xlsx --year 2027 --from verksamhet-2026.xlsx", set()),
        ("import plan.docx inlast-2026.xlsx --year 2026", {"jinja2", "xlsxwriter"}),
        ("plan verksamhet-2026.xlsx -o plan2.docx", {"docx", "docxtpl", "jinja2"}),
        (
            "newsletter verksamhet-2026.xlsx --from 2026-03-01 --to 2026-05-31 -o brev.docx",
            {"docx", "docxtpl", "jinja2"},
        ),
        ("verify plan.docx verksamhet-2026.xlsx", {"jinja2"}),
        ("refresh plan.docx verksamhet-2026.xlsx", {"jinja2"}),
    ],
)
def test_a_command_loads_only_what_it_uses(here: Path, words: str, wanted: set[str]) -> None:
    assert loaded(here, *words.split()) == wanted


def test_what_a_command_leaves_at_its_end_is_not_looked_through() -> None:
    program = (
        "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0));"
        "from rus_sheets.start import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program, "--help"], capture_output=True, check=True)
    assert done.stdout.split()[-1] == b"True"
