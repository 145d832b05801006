"""The checker: from a book to findings. One check is one file; its docstring is its manual, in Swedish."""
