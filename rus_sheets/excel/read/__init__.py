"""Reading spreadsheets: parts, cells, styles, tables, and what lies on a sheet beside them."""
