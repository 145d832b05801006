"""What every Word file consists of: packages, elements, styles, lists, fields and tables."""
