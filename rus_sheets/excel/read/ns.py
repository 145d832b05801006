"""The namespaces of spreadsheet parts."""

from __future__ import annotations

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL_ATTRIBUTE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
