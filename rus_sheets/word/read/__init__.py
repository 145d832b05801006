"""Documents that people have edited: what stands in them, and where."""
