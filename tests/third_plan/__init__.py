"""A small invented year of the third plan shape."""
