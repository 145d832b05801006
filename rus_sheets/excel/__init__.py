"""Reading, patching, calculating and making workbooks: everything that knows the format .xlsx."""
