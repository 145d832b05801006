"""A chart in a document beside the one that would be drawn today, and what a person can do where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rus_sheets.book.content import Chart
from rus_sheets.book.text import one_line
from rus_sheets.word.chartread import ChartSeen, Picture, Sheet

_REFRESH = "Kör rus-sheets refresh, eller skriv dokumentet på nytt."
_COPY = "Skriv ett nytt dokument med -o och kopiera diagrammet därifrån."


def chart_of(seen: ChartSeen, charts: Sequence[Chart]) -> Chart | None:
    """The chart of ours that it is: one with a series in common, called the same, or else the most names in common."""
    names = {each.name for each in seen.series}
    alike = [chart for chart in charts if names & {one_line(each.name) for each in chart.series}]
    title = seen.alt.partition(". ")[0]
    return max(alike, key=lambda chart: (chart.alt.partition(". ")[0] == title, seen.likeness(chart)), default=None)


def told_of_chart(seen: ChartSeen, chart: Chart) -> tuple[str, str] | None:
    """What differs, and what to do about it; None where nothing does."""
    if not seen.shows(chart):
        return _of_figures(seen, chart)
    alt = f"Alternativtexten till diagrammet ”{chart.title}”"
    if seen.has_old_alt(chart):
        return f"{alt} har gamla siffror.", _REFRESH
    odd = seen.odd_in_alt(chart)
    remedy = "Skriv om den i Word: högerklicka på diagrammet och välj Visa alternativtext."
    return (f"{alt} säger {odd}, som inte är någon av dess siffror.", remedy) if odd else None


def _of_figures(seen: ChartSeen, chart: Chart) -> tuple[str, str]:
    message = f"Diagrammet ”{chart.title}” visar inte arbetsbokens siffror."
    if seen.can_be_redrawn_as(chart):
        return message, _REFRESH
    if not seen.has_the_bars_of(chart):
        return f"{message} Det har i dag andra staplar.", _COPY
    if seen.sheet is Sheet.EDITED:
        message += " Dess datablad är ändrat, och rörs därför inte."
        return message, "Rätta siffrorna i Word: högerklicka på diagrammet och välj Redigera data."
    return f"{message} Det är sparat i ett annat program, som gjort om det.", _COPY


def told_of_pictures(pictures: Sequence[Picture], charts: Sequence[Chart]) -> Iterator[tuple[Picture, str, str]]:
    """The pictures that have been charts of ours, and the charts whose figures are lost."""
    for picture in pictures:
        chart = next((each for each in charts if picture.may_be(each)), None)
        if chart and not picture.lost:
            message = f"Diagrammet ”{chart.title}” är en bild i dokumentet, och siffrorna i den kan inte jämföras."
            yield picture, message, f"Ett annat program än Word har gjort om det. {_COPY}"
        elif picture.lost:
            name = f"Diagrammet ”{chart.title}”" if chart else "Ett diagram"
            message = f"{name} har en plats i dokumentet, men dess siffror finns inte i filen."
            yield picture, message, f"Ett annat program än Word har tappat dem. {_COPY}"
