"""Bars as a native chart: lying, standing, or lying with the series stacked."""

from __future__ import annotations

from rus_sheets.office.markup import escape_text
from rus_sheets.texts.content import Chart, Series
from rus_sheets.texts.text import one_line
from rus_sheets.word.chart.chartparts import COLOURS, WAITING, head_of_series, numbers

_GAP = '<a:ln w="19050"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'
"""No two of the colours are 3 : 1 to each other, so stacked bars have a white line (1.5 pt) between them."""
_SPACE = "\\\u00a0"
_SWEDISH = f"[>=999999.5]#{_SPACE}###{_SPACE}##0;[>=999.5]#{_SPACE}##0;0"
"""The spaces between thousands stand in the format: a thousands sign would be a comma in an English Word."""


def _format(chart: Chart) -> str:
    """The number format, the same in every program and language."""
    if chart.number_format != "#,##0":
        return escape_text(chart.number_format)
    values = [value for series in chart.series for value in series.values if value is not None]
    if min(values, default=0) >= 0:
        return escape_text(_SWEDISH)
    # A section with a condition would lose the minus; in one without, a shorter number only begins with spaces.
    millions = max(map(abs, values)) >= 999_999.5
    positive = f"#{_SPACE}###{_SPACE}##0" if millions else f"#{_SPACE}##0"
    return escape_text(f"{positive};\\\u2212{positive}")  # the minus of the texts, not a hyphen


def is_standing(chart: Chart) -> bool:
    """Lying bars side by side stand up: LibreOffice turns their legend around, so that it begins with the last bar."""
    return chart.kind == "column" or (chart.kind == "bar" and len(chart.series) > 1)


def has_legend(chart: Chart) -> bool:
    """Several series, and what waits also alone, must be told what they are."""
    return len(chart.series) > 1 or any(line.waiting for line in chart.series)


def plot(chart: Chart) -> str:
    """The plot area: the series, and what stands along the axes."""
    series = "".join(all_series(chart))
    lying, stacked = not is_standing(chart), chart.kind == "stacked"
    order = '<c:scaling><c:orientation val="maxMin"/></c:scaling>' if lying else _PLAIN_SCALE
    unnamed = int(len(chart.categories) == 1)  # a single bar has its name in the caption, and the whole width
    where, values = ("l", "b") if lying else ("b", "l")
    overlap = f'<c:overlap val="{100 if stacked else -12}"/>' if len(chart.series) > 1 else ""
    return (
        f'<c:layout/><c:barChart><c:barDir val="{"bar" if lying else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="{_SPACE_BETWEEN if is_standing(chart) else 55}"/>{overlap}'
        '<c:axId val="111111111"/><c:axId val="222222222"/>'
        "</c:barChart>"
        f'<c:catAx><c:axId val="111111111"/>{order}<c:delete val="{unnamed}"/><c:axPos val="{where}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{_LINE}<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="1"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="222222222"/>{_value_scale(chart)}{_value_axis(chart, values)}'
        f'<c:numFmt formatCode="{_format(chart)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111111111"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def all_series(chart: Chart) -> list[str]:
    """Each of its series, with the figures."""
    return [_series(chart, number, one) for number, one in enumerate(chart.series)]


_SPACE_BETWEEN = 40  # between the groups of columns, in per cent of a column
_PLAIN_SCALE = '<c:scaling><c:orientation val="minMax"/></c:scaling>'
_BESIDE = (
    '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>'
    '<a:endParaRPr lang="sv-SE"/></a:p></c:txPr>'
)
"""A figure beside its bar stays on one line: LibreOffice would break it at its minus."""
_ON_BAR = (
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr b="1"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    '</a:defRPr></a:pPr><a:endParaRPr lang="sv-SE"/></a:p></c:txPr>'
)
_LINE = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="8A9A94"/></a:solidFill></a:ln></c:spPr>'


_DIGIT_CM = 0.16  # of 9 points; a label wider than its column would lie over the next
_PLOT_CM = 15.0
_PARTS_CM = 11.0  # beside the names of the bars
_AIR_CM = 0.2  # round a figure on a part of a bar


def has_room(chart: Chart) -> bool:
    """Can every standing column bear its figure? Else an axis tells, and the table has the figures."""
    values = [value for series in chart.series for value in series.values if value]
    columns = len(chart.categories) * (len(chart.series) + _SPACE_BETWEEN / 100)
    return not is_standing(chart) or _PLOT_CM / columns > _breadth(max(values, default=0))


def _value_scale(chart: Chart) -> str:
    """From nought, unless something lies below it."""
    return _PLAIN_SCALE if goes_below(chart) else '<c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'


def goes_below(chart: Chart) -> bool:
    """Does any figure lie below nought?"""
    return any((value or 0) < 0 for series in chart.series for value in series.values)


def _too_short(chart: Chart, value: float) -> bool:
    """Is the part of a stacked bar too short to bear its figure? Then it would lie white on white."""
    longest = max(sum(line.values[place] or 0 for line in chart.series) for place in range(len(chart.categories)))
    return chart.kind == "stacked" and _PARTS_CM * value / longest < _breadth(value) + _AIR_CM


def _breadth(value: float) -> float:
    digits = len(str(round(value)))
    return (digits + digits // 3 / 2) * _DIGIT_CM


def _value_axis(chart: Chart, side: str) -> str:
    """Values stand either at their columns or along an axis."""
    if has_room(chart):
        return f'<c:delete val="1"/><c:axPos val="{side}"/>'
    line = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D5DDD9"/></a:solidFill></a:ln></c:spPr>'
    return f'<c:delete val="0"/><c:axPos val="{side}"/><c:majorGridlines>{line}</c:majorGridlines>'


def _labels(chart: Chart, series: Series) -> str:
    if not has_room(chart):
        return ""
    hidden = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
        for place, value in enumerate(series.values)
        if value is not None and _too_short(chart, value)
    )
    return (
        f'<c:dLbls>{hidden}<c:numFmt formatCode="{_format(chart)}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_ON_BAR if chart.kind == 'stacked' else _BESIDE}"
        f'<c:dLblPos val="{"ctr" if chart.kind == "stacked" else "outEnd"}"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _series(chart: Chart, number: int, series: Series) -> str:
    count = len(chart.categories)
    colour = WAITING if series.waiting else COLOURS[number % len(COLOURS)]
    gap = _GAP if chart.kind == "stacked" else ""
    names = "".join(
        f'<c:pt idx="{index}"><c:v>{escape_text(one_line(name))}</c:v></c:pt>'
        for index, name in enumerate(chart.categories)
    )
    return (
        f"<c:ser>{head_of_series(number, series.name, number + 2)}"
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{gap}</c:spPr><c:invertIfNegative val="0"/>'
        f"{_labels(chart, series)}"
        f'<c:cat><c:strRef><c:f>Data!$A$2:$A${count + 1}</c:f><c:strCache><c:ptCount val="{count}"/>{names}'
        f"</c:strCache></c:strRef></c:cat><c:val>{numbers(number + 2, series.values, _format(chart))}</c:val></c:ser>"
    )
