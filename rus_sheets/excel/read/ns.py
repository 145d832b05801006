"""The namespaces of spreadsheet parts."""

from __future__ import annotations

from rus_sheets.office.ns import RELATION_KINDS, SPREADSHEET

MAIN = SPREADSHEET
REL_ATTRIBUTE = f"{{{RELATION_KINDS}}}id"
