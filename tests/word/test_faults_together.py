"""Templates with several faults of different kinds, in different places: each is told once, as it stands, at once."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from rus_sheets.texts.content import Figure
from rus_sheets.texts.text import parse
from rus_sheets.word.make.render import render
from rus_sheets.word.make.template import TemplateError
from tests.robust.hostile import members, packed
from tests.word.documents import NAMES, PROPERTIES, made
from tools.maker.markup import code, p
from tools.maker.package import package

LONG = parse("Ett stycke.\n\n- en punkt\n- en till")
CONTEXT = {
    **NAMES,
    "om": {"text": LONG, "rubrik": "Om"},
    "rader": [{"namn": "a", "text": parse("kort")}, {"namn": "b", "text": LONG, "delar": [{"namn": "c"}]}],
    "finns": True,
    "budget": Figure("12", "Plan/A01/Belopp"),
}
ALONE = "måste stå ensam i sitt stycke"
FAULTS = {
    "{{ titl }}": "Namnet titl finns inte",
    "{{ om.rubrk }}": "rubrk finns inte här",
    "{{ om.text }}": ALONE,
    "{{ om.text|default('') }}": ALONE,
    "{% if finns %}se {{ om.text }}{% endif %}": ALONE,
    "{{p om.text }}": "måste stå ensam i ett eget stycke",
    "{% if budjet %}ja{% endif %}": "Namnet budjet finns inte",
    "{% if om.rubrk == 'a' %}ja{% endif %}": "rubrk finns inte här",
    "{% if finns %}a{% elif fins %}b{% endif %}": "Namnet fins finns inte",
    "{% if titel.upper() %}a{% endif %}": "mallar inte får göra",
    "{% for rad in radr %}{{ rad }}{% endfor %}": "Namnet radr finns inte",
    "{{ titel.upper() }}": "mallar inte får göra",
    "{{ titel | }}": "Taggen kan inte läsas",
    "{{ kort-namn }}": "Namnet kort finns inte. Skriv kort_namn.",
    "{{ rader.namn }}": "namn finns inte här",
    "{{ rader }}": "ett villkor eller en lista",
    "{{ finns }}": "ett villkor eller en lista",
    "{# anmärkning": "{# gömmer",
    "{{ titel": "Taggen är inte hel",
    "{ titel }": "Taggen är inte hel",
}
IN_LOOP = {
    "{{ rad.nmn }}": "nmn finns inte här",
    "{{ rad.text }}": ALONE,
    "{% if rad.nej %}x{% endif %}": "nej finns inte här",
    "{% for del in rad.delar %}{{ del.nmn }}{% endfor %}": "nmn finns inte här",
}
PLACES = ("body", "table", "header", "footer", "box", "loop", "rows")
_TABLE = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{}</w:tbl><w:p/>"
_ROW = "<w:tr><w:tc>{}</w:tc></w:tr>"
_BOX = "<w:p><w:r><w:t>Runt</w:t></w:r><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"


def _template(lines: dict[str, str]) -> bytes:
    """A template with each of the lines (by its text) in its place."""
    of = {place: "".join(p(line) for line, at in lines.items() if at == place) for place in PLACES}
    body = p("{{ titel }}") + of["body"] + _TABLE.format(_ROW.format(of["table"] or p(""))) + _BOX.format(of["box"])
    body += code("for rad in rader") + (of["loop"] or p("")) + code("endfor")
    begin, end = (_ROW.format(p(tag)) for tag in ("{%tr for rad in rader %}", "{%tr endfor %}"))
    body += _TABLE.format(begin + _ROW.format(of["rows"] or p("")) + end)
    parts = members(package("Mall", body, cover=False))
    for part, place, ending in (("header1", "header", b"</w:hdr>"), ("footer1", "footer", b"</w:ftr>")):
        name = f"word/{part}.xml"
        parts[name] = parts[name].replace(ending, of[place].encode() + ending)
    return packed(parts)


@pytest.mark.parametrize("seed", range(30))
def test_each_of_several_faults_is_told_once_and_quoted_as_it_stands(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    lines, wanted = dict[str, str](), dict[str, str]()
    for number in range(chance.randint(2, 5)):
        place = chance.choice(PLACES)
        kinds = {**FAULTS, **(IN_LOOP if place in ("loop", "rows") else {})}
        tag = chance.choice(list(kinds))
        line = f"{number} {tag} slut"
        lines[line], wanted[line] = place, kinds[tag]
    path = tmp_path / "mall.docx"
    path.write_bytes(_template(lines))
    with pytest.raises(TemplateError) as caught:
        render(path, CONTEXT, PROPERTIES)
    told = [found.groups() for found in re.finditer(r"stycket ”(.*?)”: (.*)", str(caught.value))]
    assert Counter(place for place, _ in told) == Counter(lines.keys())
    assert all(wanted[place] in message for place, message in told)


def test_two_names_with_one_guess_are_two_faults(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, p("Se {% if fins and fons %}a{% endif %}"), {"finns": True})
    assert "Namnet fins finns inte" in str(caught.value)
    assert "Namnet fons finns inte" in str(caught.value)


@pytest.mark.parametrize(
    "layout",
    [
        p("{{ om.text }}"),
        p("{% if finns %}{{ om.text }}{% else %}{{ titel }}{% endif %}"),
        _TABLE.format(_ROW.format(p("{{ om.text }}"))),
        "<w:tbl><w:tblPr><w:tblCaption w:val='Om: {{ om.text }}'/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>"
        + _ROW.format(p("x"))
        + "</w:tbl><w:p/>",
    ],
)
def test_a_text_that_has_room_is_no_fault(tmp_path: Path, layout: str) -> None:
    assert made(tmp_path, layout, CONTEXT)
