"""Of a text of several lines, each line that the workbook has changed is told of, and none that only people have."""

from __future__ import annotations

import pytest

from rus_sheets.usecases.edited.traillines import beside, changed_lines
from rus_sheets.word.memory.record import Then, checksum
from rus_sheets.word.templates.spoken import Line
from rus_sheets.word.templates.trail import What

WRITTEN = ("Ett mål.", "Ett annat mål.", "Det tredje målet.")


def told(document: tuple[str, ...], today: tuple[str, ...], *, remembered: bool = True) -> list[tuple[str, str, bool]]:
    """What each line was and is, and whether it stands as the workbook gave it."""
    sums = tuple(map(checksum, WRITTEN)) if remembered else ()
    whole = checksum("\n".join(WRITTEN))
    then = Then(1, What.VALUE, 1, "", whole, whole, (), sums)
    found = changed_lines(then, "\n" + "\n".join(document), [Line(each) for each in today])
    return [(each.before, each.after.text if each.after else "", each.untouched) for each in found]


@pytest.mark.parametrize(
    ("document", "today", "expected"),
    [
        (WRITTEN, WRITTEN, []),
        (WRITTEN, ("Ett mål.", "Nytt.", "Det tredje målet."), [("Ett annat mål.", "Nytt.", True)]),
        (WRITTEN, ("Nytt.", "Ett annat mål.", "Nu."), [("Ett mål.", "Nytt.", True), (WRITTEN[2], "Nu.", True)]),
        (WRITTEN, WRITTEN[:2], [("Det tredje målet.", "", True)]),
        (WRITTEN, (*WRITTEN, "Ett fjärde."), [("", "Ett fjärde.", True)]),
        # People have rewritten the first: that is theirs, and what the workbook has changed is told all the same.
        (("Vårt.", *WRITTEN[1:]), WRITTEN, []),
        (("Vårt.", *WRITTEN[1:]), (*WRITTEN[:2], "Nytt."), [("Det tredje målet.", "Nytt.", True)]),
        (("Vårt.", *WRITTEN[1:]), ("Nytt.", *WRITTEN[1:]), [("Vårt.", "Nytt.", False)]),
        (("Ett  mål.", *WRITTEN[1:]), WRITTEN, []),
        ((*WRITTEN, "Vårt."), WRITTEN, []),
        (WRITTEN[1:], WRITTEN, []),
        (WRITTEN[1:], (*WRITTEN[:2], "Nytt."), [("Det tredje målet.", "Nytt.", True)]),
        # A line that is another's twin today.
        (WRITTEN, (WRITTEN[2], *WRITTEN[1:]), [("Ett mål.", "Det tredje målet.", True)]),
        # The same in another order: each line has another text.
        (WRITTEN[:2], WRITTEN[1::-1] + WRITTEN[2:], [("", "Ett annat mål.", True), (WRITTEN[1], WRITTEN[2], True)]),
    ],
)
def test_which_lines_are_told(
    document: tuple[str, ...], today: tuple[str, ...], expected: list[tuple[str, str, bool]]
) -> None:
    assert told(document, today) == expected


def test_a_document_that_remembers_no_lines_tells_all_that_differs() -> None:
    assert told(("Vårt.", *WRITTEN[1:]), ("Ett mål.", "Ett annat mål.", "Nytt."), remembered=False) == [
        ("Vårt.", "Ett mål.", False),
        ("Det tredje målet.", "Nytt.", False),
    ]


def test_a_long_line_is_quoted_where_it_differs() -> None:
    same = "Det här är början på en lång mening som är likadan i båda " * 3
    before, after = beside(same + "i fjol.", same + "i år.")
    assert before.startswith("…")
    assert (before.endswith("i fjol."), after.endswith("i år.")) == (True, True)
    assert beside("kort", "kortare") == ("kort", "kortare")
