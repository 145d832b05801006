"""A chart in a document beside the one that would be drawn today, and what a person can do where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rus_sheets.texts.content import Chart
from rus_sheets.texts.text import one_line
from rus_sheets.word.chart.chartread import ChartSeen, Picture, Sheet

_REFRESH = "Kör rus-sheets refresh, eller skriv dokumentet på nytt."
_COPY = "Skriv ett nytt dokument med -o och kopiera diagrammet därifrån."
_SERIES = "Ta bort serien i Word: högerklicka på diagrammet och välj Markera data."


def paired(every: Sequence[ChartSeen], own: Sequence[Chart], others: Sequence[Chart]) -> list[tuple[ChartSeen, Chart]]:
    """The charts of ours that those in the document are: its ``own``, or ``others`` that people have copied into it.

    Those called the same first, so that one whose area has another name isn't taken for a neighbour; of what is left
    each of the document's own that isn't there by its name, by the most names in common. One that is gone from the
    workbook is no other's.
    """
    found: dict[int, Chart] = {}
    for charts in (own, others):
        for number, seen in enumerate(every):
            alike = [chart for chart in charts if _title(chart.alt) == _title(seen.alt)]
            if alike and number not in found:
                found[number] = max(alike, key=seen.likeness)
    for number, seen in enumerate(every):
        names = {line.name for line in seen.series}
        alike = [chart for chart in own if names & {one_line(one.name) for one in chart.series}]
        free = [chart for chart in alike if chart not in found.values()]
        alike = free or [chart for chart in alike if seen.has_the_bars_of(chart)]
        if alike and number not in found:
            found[number] = max(alike, key=seen.likeness)
    return [(every[number], chart) for number, chart in sorted(found.items())]


def _title(alt: str) -> str:
    return alt.partition(". ")[0]


def told_of_gone(seen: ChartSeen) -> tuple[str, str]:
    """What to say of a chart as we wrote it that the workbook has nothing for today."""
    message = f"Diagrammet ”{_title(seen.alt)}” visar siffror som arbetsboken inte har i dag."
    return message, "Ta bort det ur dokumentet med sin figurtext, eller fyll i cellerna."


def told_of_caption(seen: ChartSeen, chart: Chart, own: Sequence[Chart]) -> tuple[str, str] | None:
    """Where the chart stands over the caption of another: what to say, and what to do about it."""
    titles = [one_line(other.title) for other in own if seen.caption.endswith(one_line(other.title))]
    if not titles or one_line(chart.title) in titles:
        return None
    message = f"Diagrammet ”{chart.title}” står över figurtexten till ett annat, ”{max(titles, key=len)}”."
    return message, "Låt diagrammen byta plats i Word, eller skriv dokumentet på nytt. refresh flyttar ingenting."


def told_of_chart(seen: ChartSeen, chart: Chart) -> tuple[str, str] | None:
    """What differs, and what to do about it; None where nothing does."""
    if not seen.shows(chart):
        return _of_figures(seen, chart)
    alt = f"Alternativtexten till diagrammet ”{chart.title}”"
    if seen.has_old_alt(chart):
        return f"{alt} har gamla siffror.", _REFRESH
    if idle := " och ".join(f"”{name}”" for name in seen.idle_series(chart)):
        return f"Diagrammet ”{chart.title}” har kvar en serie utan siffror: {idle}.", _SERIES
    odd = seen.odd_in_alt(chart)
    remedy = "Skriv om den i Word: högerklicka på diagrammet och välj Visa alternativtext."
    return (f"{alt} säger {odd}, som inte är någon av dess siffror.", remedy) if odd else None


def _of_figures(seen: ChartSeen, chart: Chart) -> tuple[str, str]:
    shown, parts = ("läge", "rutor") if chart.kind == "tiles" else ("siffror", "staplar")
    message = f"Diagrammet ”{chart.title}” visar inte arbetsbokens {shown}."
    if seen.can_be_redrawn_as(chart):
        return message, _REFRESH
    if not seen.has_the_bars_of(chart):
        return f"{message} Det har i dag andra {parts}.", _COPY
    if seen.sheet is Sheet.EDITED:
        message += " Dess datablad är ändrat, och rörs därför inte."
        return message, "Rätta siffrorna i Word: högerklicka på diagrammet och välj Redigera data."
    return f"{message} Det är sparat i ett annat program, som gjort om det.", _COPY


def told_of_pictures(pictures: Sequence[Picture], charts: Sequence[Chart]) -> Iterator[tuple[Picture, str, str]]:
    """The pictures that have been charts of ours, and the charts whose figures are lost."""
    for picture in pictures:
        chart = next((chart for chart in charts if picture.may_be(chart)), None)
        if chart and not picture.lost:
            message = f"Diagrammet ”{chart.title}” är en bild i dokumentet, och siffrorna i den kan inte jämföras."
            yield picture, message, f"Ett annat program än Word har gjort om det. {_COPY}"
        elif picture.lost:
            name = f"Diagrammet ”{chart.title}”" if chart else "Ett diagram"
            message = f"{name} har en plats i dokumentet, men dess siffror finns inte i filen."
            yield picture, message, f"Ett annat program än Word har tappat dem. {_COPY}"
