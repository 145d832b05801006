"""Typing by openpyxl, as a script that fills in a form would."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import openpyxl


def main(form: str, typed: str, target: str) -> None:
    """Set each cell, and save."""
    book = openpyxl.load_workbook(form)
    for sheet, ref, text, kind in json.loads(Path(typed).read_text(encoding="utf-8")):
        book[sheet][ref].value = _value(text, kind)
    book.save(target)


def _value(text: str, kind: str) -> str | float | dt.datetime:
    """A number or a day where the text surely is one (see ``typed.cjs``); openpyxl knows a formula by itself."""
    if kind not in ("text", "longtext"):
        if re.fullmatch(r"\d+([.]\d{1,2})?", text):
            return float(text)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return dt.datetime.fromisoformat(text)
    return text
