"""What is handed out: the wheel, a zip for Windows that needs no installation, the notes, and the sums of the files."""


class ReleaseError(Exception):
    """Something that stops the making of a release, as text for whoever makes it."""
