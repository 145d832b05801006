"""Typing by LibreOffice: run with a Python that has its ``uno``, such as the system's own.

``libreoffice.py FORM TYPED TARGET PROFILE``: the profile says which language's numbers and days it takes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]


def main(form: str, typed: str, target: str, profile: str) -> None:
    """Type each cell's text, and save."""
    pipe = f"rus{os.getpid()}"
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}"]
    program = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], start_new_session=True)  # noqa: S603
    try:
        book = _desktop(pipe).loadComponentFromURL(Path(form).as_uri(), "_blank", 0, (_named("Hidden", True),))
        for sheet, ref, text, _ in json.loads(Path(typed).read_text(encoding="utf-8")):
            book.Sheets.getByName(sheet).getCellRangeByName(ref).FormulaLocal = text
        book.storeToURL(Path(target).as_uri(), (_named("FilterName", "Calc MS Excel 2007 XML"),))
        book.close(True)
    finally:
        if sys.platform == "win32":
            program.kill()
        else:  # what soffice has started too
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _desktop(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(120):
        try:
            far = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return far.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", far)
        except Exception:  # noqa: BLE001 - it hasn't started yet
            time.sleep(0.5)
    raise TimeoutError("LibreOffice did not start")


def _named(name: str, value: object) -> Any:
    given = PropertyValue()
    given.Name, given.Value = name, value
    return given


if __name__ == "__main__":
    main(*sys.argv[1:])
