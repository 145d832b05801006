"""Typing by ONLYOFFICE's engine (``document-builder`` on PyPI): run with a Python that has it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import docbuilder  # type: ignore[import-not-found]


def main(form: str, typed: str, target: str) -> None:
    """Type each cell's text in Swedish, and save."""
    builder = docbuilder.CDocBuilder()
    builder.OpenFile(form, "")
    api = builder.GetContext().GetGlobal().GetProperty("Api")
    api.Call("SetLocale", 0x041D)
    for sheet, ref, text, _ in json.loads(Path(typed).read_text(encoding="utf-8")):
        api.Call("GetSheet", sheet).Call("GetRange", ref).Call("SetValue", text)
    builder.SaveFile("xlsx", target)
    builder.CloseFile()


if __name__ == "__main__":
    main(*sys.argv[1:])
