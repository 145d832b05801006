"""How a workbook is laid out: what is to stand where, in which look. Excel makes it, others ask for it."""
