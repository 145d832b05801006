"""Documents that people have edited: changed where it is asked for, and left as they are elsewhere."""
