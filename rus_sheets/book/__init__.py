"""The workbook as values: raw as it stands in the file, and typed as the declaration reads it."""
