"""Native charts: editable in Word, with their figures in an embedded workbook and a text for those who can't see."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from rus_sheets.texts.content import Chart
from rus_sheets.texts.text import one_line
from rus_sheets.word.chart import bars, tilemap
from rus_sheets.word.chart.chartparts import chart_space
from rus_sheets.word.parts.embedded import XLSX_TYPE, workbook
from rus_sheets.word.parts.ns import el

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_EMU_PER_CM = 360_000
_WIDTH_CM = 15.5


class ChartWriter:
    """Adds charts to one document, numbered in the order they come."""

    def __init__(self, main: Any) -> None:
        self._main = main
        self._count = 0

    def paragraph(self, chart: Chart) -> etree._Element:
        """A paragraph that shows the chart in line with the text."""
        self._count += 1
        relation = self._main.relate_to(self._part(chart), REL.CHART)
        size = {"cx": round(_width(chart) * _EMU_PER_CM), "cy": round(_height(chart) * _EMU_PER_CM)}
        alt = one_line(chart.alt)
        graphic = el(
            "a:graphic",
            None,
            el("a:graphicData", {"uri": _CHART_URI}, el("c:chart", {"r:id": relation})),
        )
        inline = el(
            "wp:inline",
            {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
            el("wp:extent", dict(size)),
            el("wp:effectExtent", {"l": 0, "t": 0, "r": 0, "b": 0}),
            el("wp:docPr", {"id": 5000 + self._count, "name": f"Diagram {self._count}", "descr": alt}),
            el("wp:cNvGraphicFramePr"),
            graphic,
        )
        return el(
            "w:p",
            None,
            el("w:pPr", None, el("w:keepNext"), el("w:spacing", {"w:before": 240, "w:after": 0})),
            el("w:r", None, el("w:drawing", None, inline)),
        )

    def _part(self, chart: Chart) -> Part:
        package = self._main.package
        book = Part(
            PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{self._count}.xlsx"),
            XLSX_TYPE,
            workbook(chart),
            package,
        )
        part = Part(PackURI(f"/word/charts/chart{self._count}.xml"), _CHART_TYPE, b"", package)
        part._blob = _xml(chart, part.relate_to(book, REL.PACKAGE)).encode()  # noqa: SLF001 - a Part has no setter
        return part


def _width(chart: Chart) -> float:
    return tilemap.width(chart) if chart.kind == "tiles" else _WIDTH_CM


def _height(chart: Chart) -> float:
    if chart.kind == "tiles":
        return tilemap.height(chart)
    if bars.is_standing(chart):
        return 7.5
    # Beyond three names the legend takes a second line.
    legend = 0.6 * bars.has_legend(chart) + 0.5 * (len(chart.series) > 3)
    return min(18.0, max(2.7, 0.5 + 0.6 * len(chart.categories) + legend))


def _xml(chart: Chart, book: str) -> str:
    if chart.kind == "tiles":
        return chart_space(tilemap.plot(chart), "r", book, tilemap.unnamed(chart))
    return chart_space(bars.plot(chart), "b" if bars.has_legend(chart) else "", book)
