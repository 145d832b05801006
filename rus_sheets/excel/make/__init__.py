"""Making spreadsheets that are new: a workbook, and many forms of few shapes."""
