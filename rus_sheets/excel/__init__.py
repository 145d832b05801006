"""Office spreadsheets: read, made, changed and calculated. The only place that knows the file format."""
