"""What each document says: pure functions from a ``Book`` to the names that a Word template uses.

The names are Swedish, since the secretariat writes them in templates: a column is called by its header in lower case
with ``_`` for anything but letters and digits (``reda_pengar``), a setting by its label. What isn't a column has its
name in the module that makes it.
"""
