"""The declaration: what the toolkit knows of a workbook, told once."""
