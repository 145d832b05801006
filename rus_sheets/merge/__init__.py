"""The three-way merge: deciding per cell, what the decisions change, and conflicts to decide on."""
