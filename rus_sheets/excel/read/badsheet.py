"""Why a sheet's part can't be read."""

from __future__ import annotations


class BadSheetError(Exception):
    """The part breaks the format in a way that makes its values doubtful; the text is for developers."""


class TooLargeError(Exception):
    """The part is sound as far as it was read, and has more in it than is read; the text says of what."""
