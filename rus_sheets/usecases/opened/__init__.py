"""Opening what commands work on: the workbook with its declaration, and what is said where that fails."""
