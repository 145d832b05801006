"""``python -m tools.office_programs [PROGRAM ...]``: the files in ``tests/answers_saved`` made anew.

Needs the programs: LibreOffice with its ``uno`` for the system's Python, Gnumeric, a Python with ``document-builder``
in ``ONLYOFFICE_PYTHON``, and Node with ``xlsx`` and ``exceljs`` in ``NODE_PATH``. ``libreoffice25`` is a LibreOffice of
another version: ``LIBREOFFICE25_PYTHON`` is the Python that has its ``uno``, with the words before it if it needs some
(``chroot FOLDER /usr/bin/python3``, say, where the folder holds the program's packages and sees this machine's files).
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.answers_saved import sixty
from tools.office_programs import gnumeric, script

_HERE = Path(__file__).parent
UNO_PYTHON = os.environ.get("UNO_PYTHON", "/usr/bin/python3")


def _libreoffice(python: Callable[[], str]) -> Callable[[str, str, str], None]:
    """By LibreOffice in Swedish; ``python`` gives the command of the Python that has its ``uno``."""

    def typed_in(form: str, typed: str, target: str) -> None:
        from tests.libreoffice import new_profile  # noqa: PLC0415

        with tempfile.TemporaryDirectory() as profile:
            new_profile(Path(profile), "sv-SE")
            _run(*shlex.split(python()), str(_HERE / "libreoffice.py"), form, typed, target, profile)

    return typed_in


def _onlyoffice(form: str, typed: str, target: str) -> None:
    _run(os.environ["ONLYOFFICE_PYTHON"], str(_HERE / "onlyoffice.py"), form, typed, target)


def _gnumeric(form: str, typed: str, target: str) -> None:
    gnumeric.main(form, typed, target, "sv_SE.UTF-8")


def _node(name: str) -> Callable[[str, str, str], None]:
    return lambda *given: _run("node", str(_HERE / name), *given)


PROGRAMS: dict[str, Callable[[str, str, str], None]] = {
    "libreoffice": _libreoffice(lambda: UNO_PYTHON),
    "libreoffice25": _libreoffice(lambda: os.environ["LIBREOFFICE25_PYTHON"]),
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
