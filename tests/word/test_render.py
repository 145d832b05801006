"""Templates filled in: what the sandbox stops, what the reader sees, and that the file is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from rus_sheets.errors import UnusableInputError
from rus_sheets.texts.content import (
    Chart,
    DataTable,
    Figure,
    NumberedList,
    Run,
    Series,
    Text,
    plain,
)
from rus_sheets.texts.text import parse
from rus_sheets.word.make.render import render
from rus_sheets.word.make.template import TemplateError
from rus_sheets.word.parts.ns import NS, q, text_of
from rus_sheets.word.parts.package import repack
from tests.robust.hostile import members, packed
from tests.word.documents import NAMES, PROPERTIES, body, faults, lines, made
from tools.maker.markup import block, code, contents, heading, loop, p, table
from tools.maker.package import package


def test_words_are_escaped_and_tamed(tmp_path: Path) -> None:
    document = made(tmp_path, p("{{ namn }}"), {"namn": "Vatten & <mark>\x00\tx"})
    assert lines(document)[0] == "Vatten & <mark> x"


def test_a_text_becomes_paragraphs_and_lists(tmp_path: Path) -> None:
    text = parse("Först.\n- ett\n- två\n1. a\n2. b\n1. c")
    for tag in (block("text"), p("{{ text }}")):
        document = made(tmp_path, tag + p("Slut"), {"text": text})
        assert lines(document)[:7] == ["Först.", "ett", "två", "a", "b", "c", "Slut"]
        numbers = [node.get(q("w:val")) for node in body(document).iterfind(".//w:numId", NS)]
        assert numbers[0] == numbers[1]  # one bullet list
        assert numbers[2] == numbers[3] != numbers[4]  # two numbered ones, each from 1
        assert faults(document) == []


def test_what_follows_a_list_stands_apart_from_it(tmp_path: Path) -> None:
    """Also where the list ends its cell and the template goes on."""
    document = made(tmp_path, block("text") + p("Slut"), {"text": parse("- ett\n- två")})
    one, other = (each.find("w:pPr/w:spacing", NS) for each in list(body(document).iter(q("w:p")))[:2])
    assert one is None
    assert other is not None and other.get(q("w:after")) == "140"  # noqa: PT018


def test_an_empty_text_leaves_nothing(tmp_path: Path) -> None:
    assert lines(made(tmp_path, block("text") + p("Slut"), {"text": Text()})) == ["Slut"]


def test_a_paragraph_keeps_the_style_of_its_place(tmp_path: Path) -> None:
    document = made(tmp_path, p("{{ text }}", "Ingress"), {"text": plain("Hej")})
    assert [node.get(q("w:val")) for node in body(document).iterfind(".//w:pStyle", NS)] == ["Ingress"]


def test_a_figure_names_its_cell_and_keeps_its_look(tmp_path: Path) -> None:
    days = Figure("53", "Plan/A01/Dagar", "Plan A01, Dagar")
    document = made(tmp_path, p("Tid: **{{ dagar }} dagar**, igen {{ dagar }}."), {"dagar": days})
    assert lines(document)[0] == "Tid: 53 dagar, igen 53."
    controls = list(body(document).iterfind(".//w:sdt", NS))
    assert [control.find("w:sdtPr/w:tag", NS).get(q("w:val")) for control in controls] == ["Plan/A01/Dagar"] * 2
    assert controls[0].find("w:sdtContent/w:r/w:rPr/w:rStyle", NS) is not None
    assert faults(document) == []


def test_a_text_in_the_middle_of_a_paragraph_may_not_have_lists(tmp_path: Path) -> None:
    assert lines(made(tmp_path, p("Svar: {{ text }}"), {"text": plain("ja")}))[0] == "Svar: ja"
    with pytest.raises(TemplateError, match="ensam i sitt stycke"):
        made(tmp_path, p("Svar: {{ text }}"), {"text": parse("- a\n- b")})


def test_links_and_marks(tmp_path: Path) -> None:
    text = parse("", (("Se ", ""), ("mer", "bi"), (" på https://www.rus.se?a=1&b=2.", "")))
    document = made(tmp_path, block("text"), {"text": text})
    assert lines(document)[0] == "Se mer på www.rus.se?a=1&b=2."
    assert body(document).find(".//w:hyperlink", NS) is not None
    assert faults(document) == []


def test_a_table_in_a_template(tmp_path: Path) -> None:
    rows = [
        {"namn": "Löner", "belopp": Figure("3 350 000"), "text": parse("- a\n- b")},
        {"namn": "Övrigt", "belopp": Figure("50"), "text": Text()},
    ]
    header, cells = ("Post", "Kr", "Text"), ("{{ rad.namn }}", "{{ rad.belopp }}", "{{p rad.text }}")
    total = ("Summa", "1", "")
    layout = table("Budget", header, (2, 1, 2), "rad", "rader", cells, align="lr", total=total)
    document = made(tmp_path, layout, {"rader": rows})
    assert len(body(document).findall(".//w:tr", NS)) == 4
    assert len(body(document).findall(".//w:tblHeader", NS)) == 1
    assert lines(document)[0] == "Tabell 1. Budget"
    assert faults(document) == []


def test_tables_charts_and_captions_from_the_code(tmp_path: Path) -> None:
    data = DataTable("Dagar", ("Område", "Dagar"), ((plain("A & B"), plain("3")), (Text(), plain("4"))), align="lr")
    chart = Chart(
        "bar", "Dagar", ("A & B", "C"), (Series("Dagar", (3, None)), Series("Utfall", (2.5, 4))), "Två staplar."
    )
    document = made(tmp_path, block("text") + block("text"), {"text": Text((data, chart))})
    shown = [line for line in lines(document) if line.startswith(("Tabell", "Figur"))]
    assert shown == ["Tabell 1. Dagar", "Figur 1. Dagar", "Tabell 2. Dagar", "Figur 2. Dagar"]
    assert [node.get("descr") for node in body(document).iter(q("wp:docPr"))] == ["Två staplar."] * 2
    assert faults(document) == []
    (tmp_path / "d.docx").write_bytes(document)
    assert OpenXmlValidator().validate(tmp_path / "d.docx").is_valid


def test_contents_are_filled_in(tmp_path: Path) -> None:
    body_of = contents("Innehåll") + loop("n", "namn", heading(1, "{{ n }}"), heading(2, "Under"), heading(3, "Nej"))
    document = made(tmp_path, body_of, {"namn": ["Ett & två", "Tre"]})
    assert lines(document)[:6] == ["Innehåll", "Ett & två", "Under", "Tre", "Under", ""]
    anchors = [node.get(q("w:anchor")) for node in body(document).iter(q("w:hyperlink"))]
    marks = [node.get(q("w:name")) for node in body(document).iter(q("w:bookmarkStart"))]
    assert anchors == marks
    assert len(set(anchors)) == 4


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    chart = Chart("column", "T", ("a",), (Series("s", (1,)),), "alt")
    given_ = {"text": Text((chart,)) + parse("1. a\nhttps://x.se"), "n": Figure("1", "Plan/A01/Dagar")}
    layout = contents("I") + heading(1, "H") + block("text") + p("{{ n }}")
    assert made(tmp_path, layout, given_) == made(tmp_path, layout, given_)


FAULTY = {
    "unknown name": (p("{{ titl }}"), "Namnet titl finns inte. Menade du titel?", "{{ titl }}"),
    "unknown in a mapping": (p("{{ post.nam }}"), "nam finns inte här. Menade du namn?", "{{ post.nam }}"),
    "unknown in a condition": (code("if budjet") + code("endif"), "Menade du budget?", "if budjet"),
    "broken tag": (p("Hej {{ titel"), "inte hel", "Hej"),
    "no end of the loop": (code("for x in lista") + p("{{ x }}"), "for avslutas aldrig", "for x in lista"),
    "no beginning": (p("{{ titel }}") + code("endif"), "inte har börjat", "endif"),
    "unknown tag": (code("fro x in lista") + code("endfor"), "Menade du for?", "fro x"),
    "where no data comes": (code("if tomt") + p("{{ titell }}") + code("endif"), "Menade du titel?", "titell"),
    "in a loop": (code("for x in poster") + p("{{ x.nman }}") + code("endfor"), "Menade du namn?", "x.nman"),
    "a broken expression": (p("{{ titel | }}"), "Taggen kan inte läsas", "titel |"),
    "half a tag": (p("Hej { titel }}"), "inte hel", "Hej"),
    "in Swedish": (code("om titel") + code("endif"), "Menade du if?", "om titel"),
    "a hyphen": (p("{{ om-oss }}"), "Skriv om_oss.", "om-oss"),
    "single braces": (p("Hej { titel }"), "Skriv {{ titel }}.", "{ titel }"),
    "two kinds": (p("{% if tomt %}") + p("a") + code("endif"), "Skriv {%p if ... %} och {%p endif %}.", "if tomt"),
    "not alone": (p("Hej {{p budget }}"), "måste stå ensam i ett eget stycke", "Hej {{p budget }}"),
    "a list as text": (p("{{ lista }}"), "inte kan skrivas som text", "{{ lista }}"),
    "reaching out": (p("{{ titel.__class__.__mro__ }}"), "", "__class__"),
    "calling": (p("{{ titel.format(1) }}{{ titel + 1 }}"), "", "titel"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_template_says_where_and_what(tmp_path: Path, case: str) -> None:
    layout, message, place = FAULTY[case]
    context = {"post": {"namn": "a"}, "lista": ["a"], "budget": Text(), "tomt": "", "poster": [{"namn": "a"}]}
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, p("Före") + layout + p("Efter"), context)
    assert message in str(caught.value)
    assert caught.value.place.startswith("mall.docx")
    assert place in caught.value.place


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    layout = p("{{ titl }}") + p("Bra") + p("{{ organisatoin }}")
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, layout)
    assert str(caught.value).splitlines() == [
        "mall.docx: 2 fel i mallen.",
        "- stycket ”{{ titl }}”: Namnet titl finns inte. Menade du titel?",
        "- stycket ”{{ organisatoin }}”: Namnet organisatoin finns inte. Menade du organisation?",
    ]


WORD_MADE = {
    "split by the spelling checker": (
        "{{ titel }}",
        '{{ ti</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>tel }}',
    ),
    "split between the braces": ("{{ titel }}", "{</w:t></w:r><w:r><w:t>{ titel }</w:t></w:r><w:r><w:t>}"),
    "no-break spaces": ("{{ titel }}", "{{\u00a0titel\u00a0}}"),
    "curly quotes": ("{{ titel }}", "{% if titel == ’Prov’ %}{{ titel }}{% endif %}"),
}


@pytest.mark.parametrize("case", WORD_MADE)
def test_what_word_does_to_tags_is_understood(tmp_path: Path, case: str) -> None:
    old, new = WORD_MADE[case]
    path = tmp_path / "mall.docx"
    whole = package("Mall", p("Titel: {{ titel }}."), cover=False)
    path.write_bytes(repack(whole, {"word/document.xml": lambda part: part.replace(old.encode(), new.encode())}))
    assert lines(render(path, NAMES, PROPERTIES))[0] == "Titel: Prov."


def test_not_a_word_file(tmp_path: Path) -> None:
    for content in (b"", b"hej", b"PK\x03\x04"):
        (tmp_path / "mall.docx").write_bytes(content)
        with pytest.raises(UnusableInputError):
            render(tmp_path / "mall.docx", NAMES, PROPERTIES)
    with pytest.raises(UnusableInputError):
        render(tmp_path / "saknas.docx", NAMES, PROPERTIES)


def test_lettered_parts(tmp_path: Path) -> None:
    text = Text((NumberedList(((Run("x"),), (Run("y"),)), letters=True),))
    document = made(tmp_path, block("text"), {"text": text})
    (tmp_path / "d.docx").write_bytes(document)
    assert OpenXmlValidator().validate(tmp_path / "d.docx").is_valid


@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["", "b", "i"])), max_size=3))
@example(text="%}", runs=[])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_a_document(tmp_path: Path, text: str, runs: list[tuple[str, str]]) -> None:
    document = made(tmp_path, p("{{ a }}") + block("b"), {"a": text, "b": parse(text) + parse("", runs or [("", "")])})
    assert faults(document) == [] or {"{", "}"} & set(text + "".join(part for part, _ in runs))


def test_a_line_that_introduces_stays_with_what_it_introduces(tmp_path: Path) -> None:
    text = parse("", (("Rubrik", "b"), (f"\nFöljande:\n- ett\n{'Mer än en rad. ' * 9}", "")))
    document = body(made(tmp_path, block("text"), {"text": text}))
    kept = [node.find("w:pPr/w:keepNext", NS) is not None for node in document.iter(q("w:p"))]
    assert kept[:4] == [True, True, False, False]


def test_facts_that_end_what_their_heading_is_over_may_part_from_the_next_heading(tmp_path: Path) -> None:
    layout = (heading(1, "Del") + p("3 dagar", "Faktarad")) + (heading(2, "Ett") + p("1 maj", "Faktarad"))
    document = body(made(tmp_path, layout + heading(2, "Två") + p("2 maj", "Faktarad") + p("Text."), {}))
    marks = {text_of(node): node.find("w:pPr/w:keepNext", NS) for node in document.iter(q("w:p"))}
    let_go = [text for text, mark in marks.items() if mark is not None and mark.get(q("w:val")) == "0"]
    assert let_go == ["1 maj"]


def test_numbers_and_their_units_stay_on_one_line(tmp_path: Path) -> None:
    document = made(tmp_path, block("text"), {"text": parse("Blev 4 751 500 kr, ca 10 %, enligt 6 § i 2 delar.")})
    assert lines(document)[0] == "Blev 4\u00a0751\u00a0500\u00a0kr, ca 10\u00a0%, enligt 6\u00a0§ i 2 delar."


def test_a_template_saved_by_swedish_word_still_works(tmp_path: Path) -> None:
    """Swedish Word calls the style with the name "heading 1" Rubrik1 and "List Bullet" Punktlista."""
    renamed = {"Heading1": "Rubrik1", "ListBullet": "Punktlista", "TOC1": "Innehll1", "ListNumber": "Numreradlista"}
    layout = contents("Innehåll") + heading(1, "Ett") + block("text")
    path = tmp_path / "mall.docx"
    path.write_bytes(package("Mall", layout, cover=False))

    def rename(part: bytes) -> bytes:
        text = part.decode()
        for old, new in renamed.items():
            text = text.replace(f'"{old}"', f'"{new}"')
        return text.encode()

    parts = ("word/document.xml", "word/styles.xml", "word/numbering.xml")
    path.write_bytes(repack(path.read_bytes(), dict.fromkeys(parts, rename)))
    document = render(path, {**NAMES, "text": parse("- a\n1. b")}, PROPERTIES)
    styles = [node.get(q("w:val")) for node in body(document).iterfind(".//w:pStyle", NS)]
    assert styles == ["TOCHeading", "Innehll1", "Rubrik1", "Punktlista", "Numreradlista"]
    assert faults(document) == []


def test_a_template_without_a_needed_style_says_so(tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    path.write_bytes(package("Mall", block("text"), cover=False))
    broken = repack(path.read_bytes(), {"word/styles.xml": lambda part: part.replace(b'"List Bullet"', b'"Annan"')})
    path.write_bytes(broken)
    with pytest.raises(TemplateError, match="Mallen saknar formatmallen Punktlista"):
        render(path, {**NAMES, "text": parse("- a")}, PROPERTIES)


def _with_note(kind: str, text: str) -> bytes:
    """A template with a footnote or an endnote."""
    parts = members(package("Mall", p("{{ titel }}"), cover=False))
    parts[f"word/{kind}s.xml"] = (
        f'<w:{kind}s xmlns:w="{NS["w"]}"><w:{kind} w:id="1">'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
    ).encode()
    types, rels = "[Content_Types].xml", "word/_rels/document.xml.rels"
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    related = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
    override = f'<Override PartName="/word/{kind}s.xml" ContentType="{content}"/></Types>'
    relation = f'<Relationship Id="rIdNot" Type="{related}" Target="{kind}s.xml"/></Relationships>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    return packed(parts)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
@pytest.mark.parametrize("tag", ["{{ titel }}", "{{ finns_inte }}", "{% if titel %}", "{%p if titel %}"])
def test_tags_in_notes_are_told_of(tmp_path: Path, kind: str, tag: str) -> None:
    path = tmp_path / "mall.docx"
    path.write_bytes(_with_note(kind, f"Se {tag}"))
    with pytest.raises(TemplateError, match=r"fotnoter och slutnoter fylls inte i"):
        render(path, NAMES, PROPERTIES)


def test_notes_without_tags_stay(tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    path.write_bytes(_with_note("footnote", "Se { sidan } 7"))
    assert b"Se { sidan } 7" in members(render(path, NAMES, PROPERTIES))["word/footnotes.xml"]


def test_the_templates_own_properties_are_no_tags(tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    parts = members(package("Mall", p("{{ titel }}"), cover=False))
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(rb"(<dc:title[^>]*>)[^<]*", rb"\1{% if x %}", core)
    assert parts["docProps/core.xml"] != core
    path.write_bytes(packed(parts))
    assert b"<dc:title>Provdokument</dc:title>" in members(render(path, NAMES, PROPERTIES))["docProps/core.xml"]


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 5000])
def test_a_damaged_list_in_the_template_is_told_of(tmp_path: Path, number: str) -> None:
    path = tmp_path / "mall.docx"
    parts = members(package("Mall", block("text"), cover=False))
    changed = re.sub(rb'(<w:num [^>]*w:numId=")[^"]*', rb"\g<1>" + number.encode(), parts["word/numbering.xml"])
    path.write_bytes(packed(parts | {"word/numbering.xml": changed}))
    with pytest.raises(TemplateError, match=r"Numrerad lista hör till finns inte"):
        render(path, NAMES | {"text": parse("1. ett\n2. två")}, PROPERTIES)


def _without_lists() -> bytes:
    parts = members(package("Mall", block("text"), cover=False))
    del parts["word/numbering.xml"]
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = re.sub(rb"<(?:Override|Relationship) [^>]*numbering[^>]*/>", b"", parts[name])
    return packed(parts)


def test_a_template_that_never_had_a_list(tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    path.write_bytes(_without_lists())
    document = render(path, NAMES | {"text": parse("Ett stycke.")}, PROPERTIES)
    assert lines(document) == ["Ett stycke."]
    for listed in ("- punkt", "1. ett"):
        with pytest.raises(TemplateError, match=r"lista hör till finns inte"):
            render(path, NAMES | {"text": parse(listed)}, PROPERTIES)


def test_a_template_whose_styles_are_lost_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    parts = members(package("Mall", p("{{ titel }}"), cover=False))
    rels = "word/_rels/document.xml.rels"
    parts[rels] = re.sub(rb'(<Relationship [^>]*)/styles"', rb'\1/annat"', parts[rels])
    path.write_bytes(packed(parts))
    with pytest.raises(TemplateError, match=r"en av dess delar hittas inte"):
        render(path, NAMES, PROPERTIES)


def test_a_part_without_a_content_type_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    parts = members(_with_note("footnote", "Se sidan 7"))
    types = "[Content_Types].xml"
    parts[types] = re.sub(rb'(PartName="/word/footnotes.xml" )ContentType="[^"]*"', rb"\1", parts[types])
    path.write_bytes(packed(parts))
    with pytest.raises(UnusableInputError, match=r"Mallen kan inte läsas"):
        render(path, NAMES, PROPERTIES)


@pytest.mark.parametrize("content", [b"<a", b"", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'])
def test_notes_in_a_part_of_another_name_are_read_as_safely(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mall.docx"
    parts = members(_with_note("footnote", "Se sidan 7"))
    del parts["word/footnotes.xml"]
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = parts[name].replace(b"footnotes.xml", b"noter.bin")
    path.write_bytes(packed(parts | {"word/noter.bin": content}))
    with pytest.raises(TemplateError, match=r"noter är skadade"):
        render(path, NAMES, PROPERTIES)


@pytest.mark.parametrize("tag", ["{{p titel }}", "{{r titel }}", "{{p nummer }}"])
def test_a_plain_value_in_a_tag_for_texts_stands_in_a_paragraph(tmp_path: Path, tag: str) -> None:
    cell = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{p(tag)}</w:tc></w:tr></w:tbl>"
    document = made(tmp_path, p(tag) + p("Efter") + cell + code("for x in lista") + p(tag) + code("endfor"),
                    {"nummer": 7, "lista": [1, 2]})  # fmt: skip
    said = "7" if "nummer" in tag else "Prov"
    assert [line for line in lines(document) if line] == [said, "Efter", said, said, said]
    assert faults(document) == []
    target = tmp_path / "dokument.docx"
    target.write_bytes(document)
    assert not [each for each in OpenXmlValidator().validate(str(target)).errors if "text" in each.description.lower()]
