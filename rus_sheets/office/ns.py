"""Names that Office files have in common, whatever the program."""

from __future__ import annotations

RELATION_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""Of an element's ``r:id``; kinds of relationships begin with it too."""
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
"""Of the parts that hold relationships."""
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
"""The element of a file's title among its core properties."""
