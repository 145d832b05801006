"""One thing that a document and its workbook don't agree on."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class DisagreementKind(StrEnum):
    """How document and workbook disagree."""

    CHANGED = "changed"
    BLANK = "blank"
    GONE = "gone"
    TYPED = "typed"
    CHART = "chart"
    TRACKED = "tracked"
    MIXED = "mixed"
    MISPLACED = "misplaced"
    TEXT = "text"
    MISSING = "missing"
    LEFT_OVER = "left_over"
    ORDER = "order"
    CONTENTS = "contents"
    UNMARKED = "unmarked"


MENDABLE = (
    DisagreementKind.TEXT,
    DisagreementKind.MISSING,
    DisagreementKind.LEFT_OVER,
    DisagreementKind.ORDER,
    DisagreementKind.CONTENTS,
)
"""What ``refresh`` puts right where nobody has changed it in the document, and else leaves to a person."""


class Disagreement(Struct, frozen=True):
    """One thing that a document says and the workbook doesn't.

    ``place`` is where in the document, ``cell`` where in the workbook (``Plan!K4``, "" where there is none);
    ``document`` and ``workbook`` are the two texts. ``message`` and ``remedy`` are Swedish. ``about`` is the same for
    one thing in two comparisons of a document, whatever has been put right around it in between.
    """

    kind: DisagreementKind
    place: str
    tag: str
    cell: str
    document: str
    workbook: str
    message: str
    remedy: str
    about: str = ""

    @property
    def heading(self) -> str:
        """The heading in the document that it stands under, "" where there is none."""
        return self.place.partition(" › ")[0]

    @property
    def within(self) -> str:
        """Where under the heading: the table, and what is near."""
        return self.place.partition(" › ")[2]

    def as_json(self) -> dict[str, str]:
        """For ``--format json``."""
        return {name: str(getattr(self, name)) for name in self.__struct_fields__ if name != "about"}


UNMARKED = Disagreement(
    DisagreementKind.UNMARKED,
    *("",) * 5,
    message="Texter och listor jämförs inte: dokumentet minns inte vad det är gjort av.",
    remedy="Det är skrivet med en äldre version, eller sparat i ett program som tar bort det. Skriv det på nytt.",
)
