"""What the names of Office files that we open end with."""

from __future__ import annotations

WORKBOOKS = (".xlsx", ".xlsm")
DOCUMENTS = (".docx", ".docm", ".dotx", ".dotm")
"""Word's, its templates among them."""
