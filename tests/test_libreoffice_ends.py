"""What LibreOffice has started ends with it, on every system: one that hangs, one that breaks and leaves another."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from rus_sheets import libreoffice
from rus_sheets.libreoffice import LibreOfficeError

BEATS = "import time\nwhile True:\n    open({heart!r}, 'a').write('.')\n    time.sleep(0.05)\n"
BEGINS_IT = """import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {beats!r}])
while not os.path.exists({heart!r}):
    time.sleep(0.05)
{then}
"""


@pytest.mark.parametrize("then", ["time.sleep(900)", "os._exit(1)"], ids=["hangs", "breaks"])
def test_all_that_it_has_started_ends(tmp_path: Path, then: str) -> None:
    heart = tmp_path / "heart"
    beats = BEATS.format(heart=str(heart))
    command = [sys.executable, "-c", BEGINS_IT.format(beats=beats, heart=str(heart), then=then)]
    if then.startswith("os"):
        libreoffice._run(command, 60.0)
    else:
        with pytest.raises(LibreOfficeError, match="svarar inte"):
            libreoffice._run(command, 5.0)
    assert heart.is_file()
    time.sleep(0.2)
    beaten = heart.stat().st_size
    time.sleep(1.0)
    assert heart.stat().st_size == beaten
