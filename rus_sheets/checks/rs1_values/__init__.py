"""RS1: the values in input cells."""
