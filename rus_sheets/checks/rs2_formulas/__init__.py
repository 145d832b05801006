"""RS2: formulas and their stored values."""
