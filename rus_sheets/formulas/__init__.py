"""Formulas, understood once: their pieces, what they read, who reads whom, and what they come to.

Knows of ``book`` only the workbook as it stands in the file (``rus_sheets.book.raw``). Formula texts here have no
leading ``=`` and stand as in a file: English names, commas.
"""
