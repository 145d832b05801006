"""``python -m tools.office_programs [PROGRAM ...]``: the files in ``tests/answers_saved`` made anew.

Needs the programs: LibreOffice with its ``uno`` for the system's Python, Gnumeric, a Python with ``document-builder``
in ``ONLYOFFICE_PYTHON``, and Node with ``xlsx`` and ``exceljs`` in ``NODE_PATH``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.answers_saved import sixty
from tools.office_programs import gnumeric, script

_HERE = Path(__file__).parent
UNO_PYTHON = os.environ.get("UNO_PYTHON", "/usr/bin/python3")


def libreoffice(form: str, typed: str, target: str) -> None:
    """By LibreOffice in Swedish."""
    from tests.libreoffice import new_profile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as profile:
        new_profile(Path(profile), "sv-SE")
        _run(UNO_PYTHON, str(_HERE / "libreoffice.py"), form, typed, target, profile)


def _onlyoffice(form: str, typed: str, target: str) -> None:
    _run(os.environ["ONLYOFFICE_PYTHON"], str(_HERE / "onlyoffice.py"), form, typed, target)


def _gnumeric(form: str, typed: str, target: str) -> None:
    gnumeric.main(form, typed, target, "sv_SE.UTF-8")


def _node(name: str) -> Callable[[str, str, str], None]:
    return lambda *given: _run("node", str(_HERE / name), *given)


PROGRAMS: dict[str, Callable[[str, str, str], None]] = {
    "libreoffice": libreoffice,
    "gnumeric": _gnumeric,
    "onlyoffice": _onlyoffice,
    "sheetjs": _node("sheetjs.cjs"),
    "exceljs": _node("exceljs.cjs"),
    "openpyxl": script.main,
}


def save(name: str, target: Path) -> None:
    """The sixty entries typed and saved by that program."""
    with tempfile.TemporaryDirectory() as folder:
        form, typed = Path(folder) / "blank.xlsx", Path(folder) / "typed.json"
        form.write_bytes(sixty.blank())
        typed.write_text(json.dumps(sixty.to_type(), ensure_ascii=False), encoding="utf-8")
        PROGRAMS[name](str(form), str(typed), str(target.resolve()))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=180)  # noqa: S603 - our own scripts


if __name__ == "__main__":
    for chosen in sys.argv[1:] or PROGRAMS:
        save(chosen, sixty.HERE / f"{chosen}.xlsx")
