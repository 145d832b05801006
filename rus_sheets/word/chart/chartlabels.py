"""What of a chart's look follows its figures: how they are written, which have room, how far the axis goes.

It is written with the chart, and again when today's figures are put in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from rus_sheets.office.markup import Splice, escape_text
from rus_sheets.texts.content import Chart, Series
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.ns import NS, q

_SPACE, _MINUS = "\\\u00a0", "\\\u2212"  # the minus of the texts, not a hyphen
_THOUSANDS, _MILLIONS = f"#{_SPACE}##0", f"#{_SPACE}###{_SPACE}##0"
_POSITIVE = f"[>=999999.5]{_MILLIONS};[>=999.5]{_THOUSANDS};0"
"""The spaces between thousands stand in the format: a thousands sign would be a comma in an English Word."""
_SIGNED = f"{_THOUSANDS};{_MINUS}{_THOUSANDS}"
"""Where any figure lies below nought. Programs don't agree on the sign in a section with a condition, so there is none:
millions have labels of their own, and so has what lies below a thousand, whose minus the space would stand after. So
has a figure with decimals anywhere: a format that may have some writes the comma of those that have none.
"""
_DECIMALS = ("", ".0", ".00")


def _both(digits: str, decimals: str = "") -> str:
    """The format of one figure, above nought or below."""
    return f"{digits}{decimals};{_MINUS}{digits}{decimals}"


_OURS = frozenset((_POSITIVE, *(_both(digits, part) for digits in (_THOUSANDS, "0", _MILLIONS) for part in _DECIMALS)))


def number_format(chart: Chart) -> str:
    """The number format, the same in every program and language."""
    if chart.number_format != "#,##0":
        return chart.number_format
    return _SIGNED if goes_below(chart) else _POSITIVE


def goes_below(chart: Chart) -> bool:
    """Does any figure lie below nought?"""
    return any((value or 0) < 0 for series in chart.series for value in series.values)


_DIGIT_CM = 0.16  # of 9 points; a label wider than its column would lie over the next
PLOT_CM = 15.0
_AIR_CM, _LITTLE_AIR_CM = 0.2, 0.1  # round a figure on a part of a bar, and round one digit alone


def breadth(value: float) -> float:
    """How wide a figure is, in cm."""
    digits = len(str(int(value) if _decimals(value) else round(value)))
    return (digits + digits // 3 / 2 + len(_decimals(value))) * _DIGIT_CM


def _decimals(value: float) -> str:
    """How the decimals of a figure are written, as in the tables: two at most, and none that is a nought at the end."""
    return _DECIMALS[len(f"{abs(value):.2f}".partition(".")[2].rstrip("0"))]


def longest_bar(chart: Chart) -> float:
    """What the parts of the longest stacked bar come to."""
    return max(sum(line.values[place] or 0 for line in chart.series) for place in range(len(chart.categories)))


def _too_short(chart: Chart, series: Series) -> list[int]:
    """The places where a part of a stacked bar can't bear its figure, which would lie white on white."""
    if chart.kind != "stacked":
        return []
    named = 0 if chart.is_unnamed else max(map(len, chart.categories)) * _DIGIT_CM
    centimetres = max(PLOT_CM - named, PLOT_CM / 3) / (longest_bar(chart) or 1)
    return [
        place
        for place, value in enumerate(series.values)
        if value is not None and value * centimetres < breadth(value) + _air(value)
    ]


def _air(value: float) -> float:
    return _LITTLE_AIR_CM if value < 10 and not _decimals(value) else _AIR_CM


_BESIDE = (
    '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>'
    '<a:endParaRPr lang="sv-SE"/></a:p></c:txPr>'
)
"""A figure beside its bar stays on one line: LibreOffice would break it at its minus."""
_ON_BAR = (
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr b="1"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    '</a:defRPr></a:pPr><a:endParaRPr lang="sv-SE"/></a:p></c:txPr>'
)


def labels(chart: Chart, series: Series) -> str:
    """The figures at the bars."""
    own = "".join(_own_labels(chart, series).values())
    return f"<c:dLbls>{own}{_label(chart, number_format(chart))}</c:dLbls>"


def _label(chart: Chart, code: str) -> str:
    on_bar = chart.kind == "stacked"
    return (
        f'<c:numFmt formatCode="{escape_text(code)}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_ON_BAR if on_bar else _BESIDE}<c:dLblPos val="{"ctr" if on_bar else "outEnd"}"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _own_labels(chart: Chart, series: Series) -> dict[int, str]:
    """The figures that aren't written as the others, by their places: where there is no room none."""
    made = dict.fromkeys(_too_short(chart, series), '<c:delete val="1"/>')
    usual = number_format(chart)
    if usual in (_SIGNED, _POSITIVE):
        known = {place: value for place, value in enumerate(series.values) if value is not None and place not in made}
        codes = {place: _of_size(value) for place, value in known.items() if usual == _SIGNED or _decimals(value)}
        made |= {place: _label(chart, code) for place, code in codes.items() if code != usual}
    return {place: f'<c:dLbl><c:idx val="{place}"/>{made[place]}</c:dLbl>' for place in sorted(made)}


def _of_size(value: float) -> str:
    """The format of a figure where any lies below nought, or of one with decimals."""
    decimals = _decimals(value)
    size = abs(value) if decimals else abs(value) + 0.5  # what is rounded up to a thousand has its space
    return _both(_MILLIONS if size >= 1_000_000 else _THOUSANDS if size >= 1000 else "0", decimals)


def relabelled(elements: Elements, root: etree._Element, chart: Chart) -> Iterator[Splice]:
    """What must be exchanged for figures that are new to be written, shown and drawn as in a new chart."""
    new = number_format(chart)
    for node in (*root.iterfind(".//c:dLbls/c:numFmt", NS), *root.iterfind(".//c:valAx/c:numFmt", NS)):
        if node.get("formatCode", "") in _OURS - {new}:
            yield _with_attribute(elements, node, b"formatCode", new)
    for node in root.iter(q("c:formatCode")):
        if (node.text or "") in _OURS - {new}:
            yield elements.with_text(node, new)
    yield from rescaled(elements, root, chart)
    for series, line in zip(root.iter(q("c:ser")), chart.series, strict=True):
        told = series.find("c:dLbls", NS)
        if told is not None:
            yield from _own_anew(elements, told, _own_labels(chart, line))


def rescaled(elements: Elements, root: etree._Element, chart: Chart) -> Iterator[Splice]:
    """What must be exchanged for the axis to begin and end where that of a new chart would."""
    for scale in root.iterfind(".//c:valAx/c:scaling", NS):
        least, most = scale.find("c:min", NS), scale.find("c:max", NS)
        if least is not None and goes_below(chart):
            yield elements.removed(least)
        elif least is None and not goes_below(chart):
            prefix = elements.name(scale).decode().removesuffix("scaling")
            yield elements.appended(scale, f'<{prefix}min val="0"/>'.encode())
        if most is not None and chart.kind == "stacked" and longest_bar(chart):
            yield _with_attribute(elements, most, b"val", repr(longest_bar(chart)))


def _own_anew(elements: Elements, told: etree._Element, own: Mapping[int, str]) -> Iterator[Splice]:
    """Our own labels of single figures exchanged for today's; not those that people have changed."""
    gone = {_place(label): label for label in told.iterfind("c:dLbl", NS) if is_ours(label)}
    yield from map(elements.removed, gone.values())
    kept = {_place(label) for label in told.iterfind("c:dLbl", NS)} - set(gone)
    made = "".join(label for place, label in own.items() if str(place) not in kept)
    start = elements.span(told).open_end
    # The document may have other prefixes than ours.
    names = f'<c:dLbl xmlns:c="{NS["c"]}" xmlns:a="{NS["a"]}">'
    yield start, start, made.replace("<c:dLbl>", names).encode()


def is_ours(label: etree._Element) -> bool:
    """Is the label of a single figure as we wrote it: not moved, and without words of people's own?"""
    if any(label.find(name, NS) is not None for name in ("c:tx", "c:layout/c:manualLayout")):
        return False
    code = label.find("c:numFmt", NS)
    return label.find("c:delete", NS) is not None or (code is not None and code.get("formatCode", "") in _OURS)


def _place(label: etree._Element) -> str:
    place = label.find("c:idx", NS)
    return "" if place is None else place.get("val", "")


def _with_attribute(elements: Elements, node: etree._Element, name: bytes, value: str) -> Splice:
    span = elements.span(node)
    quoted = escape_text(value).replace('"', "&quot;").encode()
    old = re.compile(rb"\b" + name + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
    return span.start, span.open_end, old.sub(lambda _: name + b'="' + quoted + b'"', elements.tag(node))
