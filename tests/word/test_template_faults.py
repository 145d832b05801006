"""What is wrong in a template is told all at once, as it stands there and by the place it stands in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rus_sheets.texts.content import Figure
from rus_sheets.word.make.render import render
from rus_sheets.word.make.template import TemplateError
from rus_sheets.word.parts.ns import NS, q
from rus_sheets.word.templates import environment, trail
from tests.robust.hostile import members, packed
from tests.word.documents import NAMES, PROPERTIES, body, lines, made
from tools.maker.markup import code, p
from tools.maker.package import package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RUN = "<w:r><w:t>{}</w:t></w:r>"


def _faults(folder: Path, layout: str, **context: object) -> list[str]:
    """Each fault as place and message."""
    with pytest.raises(TemplateError) as caught:
        made(folder, layout, context)
    return str(caught.value).splitlines()


def test_faults_of_every_sort_are_told_at_once_and_quoted_as_they_stand(tmp_path: Path) -> None:
    layout = (
        p("Före & efter {{ titl }}")
        + p("{%p if budjet %}")
        + p("{{ titel | }}")
        + p("Se {{p text }}")
        + p("{%p endfor %}")
        + p("{# anmärkning")
        + code("for rad in rader")
        + p("{{ rad.nmn }} “{{ rad.namn }}”")
        + p("{{ titel.upper() }}")
        + p("{{ rader.namn }}")
        + code("endfor")
    )
    told = _faults(tmp_path, layout, rader=[{"namn": "a"}], text="x", budget="1")
    quoted = "\n".join(told)
    for fault in (
        "stycket ”Före & efter {{ titl }}”: Namnet titl finns inte. Menade du titel?",
        "stycket ”{%p if budjet %}”: Namnet budjet finns inte. Menade du budget?",
        "stycket ”{%p if budjet %}”: if avslutas aldrig.",
        "stycket ”{{ titel | }}”: Taggen kan inte läsas.",
        "stycket ”Se {{p text }}”: {{p text }} måste stå ensam i ett eget stycke.",
        "stycket ”{%p endfor %}”: endfor avslutar något som inte har börjat.",
        "stycket ”{# anmärkning”: {# gömmer det som står intill.",
        "stycket ”{{ rad.nmn }} “{{ rad.namn }}””: nmn finns inte här. Menade du namn?",
        "stycket ”{{ rader.namn }}”: namn finns inte här. Det är flera.",
        "stycket ”{{ titel.upper() }}”",
    ):
        assert fault in quoted
    assert told[0] == "mall.docx: 10 fel i mallen."


def test_a_tag_of_a_row_is_moved_to_a_row_of_its_own(tmp_path: Path) -> None:
    """It has no p that could be taken away."""
    cell = "<w:tr><w:tc>{}</w:tc></w:tr>"
    rows = cell.format(p("{%tr for rad in rader %}")) + cell.format(p("{{ rad.namn }} {%tr endfor %}"))
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>" + p("Efter")
    told = _faults(tmp_path, table, rader=[{"namn": "a"}])
    assert len(told) == 1
    assert "{%tr endfor %} måste stå ensam i en egen tabellrad. Lägg till en rad i tabellen för den" in told[0]


def test_a_remark_that_swallows_what_follows_is_told_of(tmp_path: Path) -> None:
    told = _faults(tmp_path, p("{#titel") + p("Mitt") + p("}}"))
    assert "stycket ”{#titel”: {# gömmer" in "\n".join(told)
    assert "stycket ”}}”: Taggen är inte hel." in "\n".join(told)


PLACES = {
    "struck text": (
        '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>Struket {{ titel }}</w:delText></w:r></w:del></w:p>',
        "stycket ”Struket {{ titel }}”: Taggen står i struken text.",
    ),
    "moved text": (
        f'<w:p><w:moveFrom w:id="1" w:author="a">{_RUN.format("Flyttat {{ titel }}")}</w:moveFrom></w:p>',
        "stycket ”Flyttat {{ titel }}”: Taggen står i struken text.",
    ),
    "a bound control": (
        (
            '<w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr><w:sdtContent>'
            f"{_RUN.format('Bundet {{ titel }}')}</w:sdtContent></w:sdt></w:p>"
        ),
        "stycket ”Bundet {{ titel }}”: Taggen står i en kontroll som Word själv fyller i.",
    ),
    "a bound control of rich text": (
        (
            '<w:p><w:sdt><w:sdtPr><w15:dataBinding xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
            f'w15:xpath="/a"/></w:sdtPr><w:sdtContent>{_RUN.format("Bundet {{ titel }}")}</w:sdtContent></w:sdt></w:p>'
        ),
        "stycket ”Bundet {{ titel }}”: Taggen står i en kontroll som Word själv fyller i.",
    ),
    "an equation": (
        (
            '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{{ titel'
            "</m:t></m:r><m:r><m:t> }}</m:t></m:r></m:oMath></w:p>"
        ),
        "stycket ”{{ titel }}”: Taggar i formler och figurer fylls inte i.",
    ),
    "half in a control": (
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + code("if titel") + p("a") + "</w:sdtContent></w:sdt>" + code("endif")),
        "stycket ”{%p if titel %}”: if börjar och endif slutar på olika ställen: bara det ena står i en tabellcell",
    ),
    "half in a cell": (
        (
            code("if titel")
            + "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
            + code("endif")
            + p("a")
            + "</w:tc></w:tr></w:tbl>"
        ),
        "stycket ”{%p if titel %}”: if börjar och endif slutar på olika ställen: bara det ena står i en tabellcell",
    ),
    "half in a table": (
        (
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
            + p("{%tr if titel %}")
            + "</w:tc></w:tr><w:tr><w:tc><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
            + p("{%tr endif %}")
            + "</w:tc></w:tr></w:tbl>"
            + p("")
            + "</w:tc></w:tr></w:tbl>"
        ),
        "if börjar och endif slutar på olika ställen",
    ),
    "a field code": (
        f'<w:p><w:fldSimple w:instr=" AUTHOR {{{{ titel }}}} ">{_RUN.format("x")}</w:fldSimple></w:p>',
        "Taggar i fältkoder fylls inte i.",
    ),
    "a finished document": (
        (
            '<w:p><w:r><w:t>Dagar </w:t></w:r><w:sdt><w:sdtPr><w:tag w:val="Plan/A03/Dagar"/></w:sdtPr>'
            f"<w:sdtContent>{_RUN.format('12')}</w:sdtContent></w:sdt></w:p>"
        ),
        "stycket ”Dagar 12”: Filen är ett färdigt dokument, ingen mall: en uppgift är redan ifylld.",
    ),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_tag_where_nothing_fills_it_in_is_told_of(tmp_path: Path, case: str) -> None:
    layout, fault = PLACES[case]
    told = " ".join(_faults(tmp_path, p("{{ titel }}") + layout))
    place, _, message = fault.rpartition("”: ")
    assert message in told
    assert place.removeprefix("stycket ") in told


def _with_part(folder: Path, kind: str, content: str) -> Path:
    """A template with one part more: comments, a chart."""
    parts = members(package("Mall", p("{{ titel }}"), cover=False))
    parts[f"word/{kind}.xml"] = content.encode()
    types, rels = "[Content_Types].xml", "word/_rels/document.xml.rels"
    override = f'<Override PartName="/word/{kind}.xml" ContentType="application/x-{kind}+xml"/></Types>'
    relation = f'<Relationship Id="rIdTest" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/></Relationships>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    path = folder / "mall.docx"
    path.write_bytes(packed(parts))
    return path


def test_tags_in_comments_and_charts_are_told_of(tmp_path: Path) -> None:
    comment = f'<w:comments xmlns:w="{NS["w"]}"><w:comment w:id="1"><w:p>{_RUN.format("Är {{ titel }} rätt?")}</w:p></w:comment></w:comments>'  # noqa: E501
    chart = f'<c:chartSpace xmlns:c="{NS["c"]}" xmlns:a="{NS["a"]}"><a:p><a:r><a:t>År {{{{ titel }}}}</a:t></a:r></a:p></c:chartSpace>'  # noqa: E501
    for kind, content, place, fault in (
        ("comments", comment, "Är {{ titel }} rätt?", "Taggar i kommentarer fylls inte i."),
        ("chart", chart, "År {{ titel }}", "Taggar i diagram fylls inte i."),
    ):
        path = _with_part(tmp_path, kind, content)
        with pytest.raises(TemplateError, match=re.escape(fault)) as caught:
            render(path, NAMES, PROPERTIES)
        assert f"stycket ”{place}”" in caught.value.place


def test_a_link_whose_address_is_a_tag_is_told_of(tmp_path: Path) -> None:
    parts = members(package("Mall", p("{{ titel }}"), cover=False))
    rels = "word/_rels/document.xml.rels"
    link = f'<Relationship Id="rIdL" Type="{_OFFICE}/hyperlink" Target="https://%7B%7B%20titel%20%7D%7D/" TargetMode="External"/></Relationships>'  # noqa: E501
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(parts))
    with pytest.raises(TemplateError, match="Taggar i länkars adresser fylls inte i"):
        render(path, NAMES, PROPERTIES)


def test_a_template_without_a_tag_is_told_of(tmp_path: Path) -> None:
    parts = members(package("Mall", p("Årets plan"), cover=False))
    parts = {
        name: data if "header" not in name else re.sub(rb"\{\{[^}]*\}\}", b"x", data) for name, data in parts.items()
    }
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(parts))
    with pytest.raises(TemplateError, match="Mallen har inga taggar"):
        render(path, NAMES, PROPERTIES)


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('{{ titl }}')}</w:txbxContent>"
    shape = f"<w:p>{_RUN.format('Runt')}<w:r><w:pict>{box}</w:pict></w:r></w:p>"
    assert _faults(tmp_path, shape) == [
        "mall.docx, stycket ”{{ titl }}”: Namnet titl finns inte. Menade du titel?",
    ]


def test_repetitions_without_bounds_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "MOST_MADE", 2**20)
    rows = list(range(100))
    layout = code("for a in rader") + code("for b in rader") + p("x" * 100 + "{{ titel }}") + code("endfor") * 2
    assert _faults(tmp_path, layout, rader=rows)[0].startswith("mall.docx: Dokumentet blir orimligt långt.")


def test_more_than_can_be_remembered_is_no_fault_of_a_tag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "_MOST", 50)
    layout = code("for a in rader") + p("{{ titel }}") + code("endfor")
    assert _faults(tmp_path, layout, rader=list(range(100)))[0].startswith("mall.docx: Dokumentet blir orimligt långt.")


def test_a_name_of_a_finished_loop_is_unknown_after_it(tmp_path: Path) -> None:
    layout = code("for rad in rader") + p("{{ rad }}") + code("endfor") + p("{{ rad }}")
    assert "Namnet rad finns inte." in _faults(tmp_path, layout, rader=["a"])[0]
    assert lines(made(tmp_path, code("for rad in rader") + p("{{ rad }}") + code("endfor"), {"rader": ["a"]})) == ["a"]


def test_tags_in_alternative_texts_are_filled_in_with_plain_text(tmp_path: Path) -> None:
    caption = p("a") + (
        '<w:tbl><w:tblPr><w:tblCaption w:val="{{ titel }}: {{ dagar }} av {{ dagar }}"/></w:tblPr>'
        f"<w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{p('x')}</w:tc></w:tr></w:tbl>"
    )
    document = made(tmp_path, caption, {"dagar": Figure('1 "2" & 3', "Plan/A01/Dagar")})
    assert [each.get(q("w:val")) for each in body(document).iter(q("w:tblCaption"))] == ['Prov: 1 "2" & 3 av 1 "2" & 3']
    told = _faults(tmp_path, caption.replace("titel", "titl"), dagar="1")
    assert told == [
        "mall.docx, stycket ”{{ titl }}: {{ dagar }} av {{ dagar }}”: Namnet titl finns inte. Menade du titel?"
    ]


@pytest.mark.parametrize(
    ("sign", "name"),
    [("\u200b", "ett tecken utan bredd"), ("\u00ad", "ett mjukt bindestreck"), ("\ufeff", "ett tecken utan bredd")],
)
def test_a_character_that_nobody_sees_is_told_as_just_that(tmp_path: Path, sign: str, name: str) -> None:
    (told,) = _faults(tmp_path, p("{{ titel }}") + p(f"Se {{{{ ti{sign}tel }}}}"))
    assert f"I taggen {{{{ titel }}}} står {name}, som inte syns." in told
    assert "Skriv om taggen" in told


def test_a_hard_space_where_it_matters(tmp_path: Path) -> None:
    (told,) = _faults(tmp_path, p("{%p\u00a0if titel %}") + p("x") + p("{%p endif %}"))
    assert "I taggen {%p if titel %} står ett hårt mellanslag, som inte syns." in told


def test_a_letter_in_two_parts_is_the_letter(tmp_path: Path) -> None:
    """As names come out of a PDF, or out of a Mac's file names."""
    layout = p("{{ a\u030ar }}") + code("for o in omra\u030aden") + p("{{ o.namn }}") + code("endfor")
    assert lines(made(tmp_path, layout, {"år": "2026", "områden": [{"namn": "a"}]})) == ["2026", "a"]


@pytest.mark.parametrize(
    ("tag", "plain"), [("{{- titel }}", "{{ titel }}"), ("{%- if titel -%}a{% endif %}", "{% if titel %}")]
)
def test_a_tag_that_joins_paragraphs_is_told_by_its_place(tmp_path: Path, tag: str, plain: str) -> None:
    (told,) = _faults(tmp_path, p("Före") + p(tag) + p("Efter"))
    assert told.startswith(f"mall.docx, stycket ”{tag}”: Bindestrecket i {{")
    assert told.endswith(f"drar ihop det som står intill. Skriv {plain}.")


@pytest.mark.parametrize("name", ["titel", "dagar", "om", "om.text"])
def test_to_go_through_what_is_no_list_is_told_of(tmp_path: Path, name: str) -> None:
    layout = code(f"for a in {name}") + p("x") + code("endfor")
    (told,) = _faults(tmp_path, layout, dagar=Figure("1", "Plan/A01/Dagar"), om={"text": "t"})
    assert f"{name} är ingen lista, så for har inget att gå igenom." in told


def test_when_not_all_faults_are_told_it_says_so(tmp_path: Path) -> None:
    told = _faults(tmp_path, "".join(p(f"{{{{ okänd{number} }}}}") for number in range(300)))
    assert told[0].startswith("mall.docx: Minst 200 fel i mallen.")


def test_a_row_tag_outside_tables_is_told_as_just_that(tmp_path: Path) -> None:
    told = _faults(tmp_path, p("{%tr for rad in rader %}") + p("{{ rad.namn }}") + p("{%tr endfor %}"), rader=[])
    assert told[0] == "mall.docx: 2 fel i mallen."
    assert "{%tr for rad in rader %} står utanför tabeller." in told[1]
    assert "eller skriv {%p for rad in rader %}." in told[1]


def test_faults_are_told_in_the_order_that_they_stand(tmp_path: Path) -> None:
    layout = (
        p("{{ ett }}") + p("{% endfor %}") + p("Se {{p titel }}") + p("{{ två }}") + p("{# tre") + p("{% if titel %}")
    )
    told = [each for each in _faults(tmp_path, layout) if each.startswith("- ")]
    places = [layout.index(re.search("”(.*?)[”…]", each)[1]) for each in told]  # type: ignore[index]
    assert places == sorted(places)
    assert len(places) >= 6
