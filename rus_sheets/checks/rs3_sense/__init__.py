"""RS3: totals and sense."""
