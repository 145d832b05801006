"""The engines are optional: Python 3.15 has no wheels of one of them, Windows on ARM none of the other."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from rus_sheets.excel.calc.engines import ENGINES

LACKING = [name for name in ENGINES if not find_spec(name)]
with_engines = pytest.mark.skipif(bool(LACKING), reason=f"not installed: {', '.join(LACKING)}")
