"""Newsletters: what stands in one, what earlier ones have said, and how both files are made and read."""
