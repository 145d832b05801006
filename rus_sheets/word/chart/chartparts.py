"""What the XML of every chart has in common, bars and tiles alike: its frame, its colours, where its figures stand."""

from __future__ import annotations

from collections.abc import Sequence

from rus_sheets.office.markup import escape_text
from rus_sheets.texts.text import one_line
from rus_sheets.word.parts.embedded import column
from rus_sheets.word.parts.ns import NS

COLOURS = ("1F5C4A", "2E75A6", "A85A16", "5B5B8C", "8C2F4B", "4A6B1E")
"""Each at least 4.5 : 1 against white: bars against the page, and figures on them (WCAG 2.2: 1.4.3, 1.4.11)."""
WAITING = "6B6B6B"
"""What isn't reported yet is grey, whatever the others are."""


def chart_space(plot: str, legend: str, book: str, left_out: str = "") -> str:
    """The whole part, with its plot area; ``legend`` is its place (b, r), "" for none, ``book`` the data sheet's id.

    ``left_out`` are the entries that the legend doesn't show.
    """
    told = legend_at(legend, left_out) if legend else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{NS["c"]}" xmlns:a="{NS["a"]}" xmlns:r="{NS["r"]}">'
        '<c:date1904 val="0"/><c:lang val="sv-SE"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{plot}</c:plotArea>{told}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill><a:srgbClr val="333333"/>'
        '</a:solidFill><a:latin typeface="Calibri"/></a:defRPr></a:pPr><a:endParaRPr lang="sv-SE"/></a:p></c:txPr>'
        f'<c:externalData r:id="{book}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def legend_at(place: str, left_out: str = "") -> str:
    """What the series are called, at a place round the plot area; ``left_out`` are entries that it doesn't show."""
    return f'<c:legend><c:legendPos val="{place}"/>{left_out}<c:overlay val="0"/></c:legend>'


def head_of_series(number: int, name: str, place: int) -> str:
    """Its number and its name, which stands over its column of the data sheet."""
    return (
        f'<c:idx val="{number}"/><c:order val="{number}"/>'
        f'<c:tx><c:strRef><c:f>Data!${column(place)}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape_text(one_line(name))}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def numbers(place: int, values: Sequence[float | None], number_format: str, row: int = 2) -> str:
    """The figures of a column of the data sheet from that row on; ``number_format`` is escaped."""
    letter, last = column(place), len(values) + row - 1
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{value!r}</c:v></c:pt>' for index, value in enumerate(values) if value is not None
    )
    return (
        f"<c:numRef><c:f>Data!${letter}${row}:${letter}${last}</c:f><c:numCache><c:formatCode>{number_format}"
        f'</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )
