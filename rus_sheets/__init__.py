"""Plan and report a year in Excel and Word."""
