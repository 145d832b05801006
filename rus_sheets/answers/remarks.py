"""What is said of what lies on a sheet beside its cells: it may be an answer, and isn't read."""

from __future__ import annotations

from rus_sheets.book.raw import Remark, RemarkKind

_LIES = {
    RemarkKind.COMMENT: "I en kommentar står", RemarkKind.TEXT_BOX: "I en textruta står",
    RemarkKind.PICTURE: "Där ligger en bild", RemarkKind.FILE: "Där ligger en inbäddad fil",
}  # fmt: skip


def remark_told(remark: Remark, said: str) -> str:
    """What lies there, with its text as it is to be shown, "" for none."""
    return f"{_LIES[remark.kind]}{f': {said}' if said else '.'}"
