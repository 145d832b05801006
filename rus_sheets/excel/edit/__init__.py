"""Changing a spreadsheet and nothing else in it: cells, rows, notes, formats, properties."""
