"""Templates as people's own Word saves them: .dotx, .docm, strict."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.package import OLE
from rus_sheets.office.sealed import ensure_not_sealed
from rus_sheets.texts.text import parse
from rus_sheets.word.make.render import finished, render
from rus_sheets.word.make.template import fill
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.templates import own_template
from tests.robust.hostile import members, packed
from tests.word.documents import NAMES, PROPERTIES, faults, lines
from tools.maker.markup import block, code, heading, p
from tools.maker.package import package

_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_TYPES, _RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"


def _template(*texts: str) -> dict[str, bytes]:
    body = "".join(map(p, texts)) or p("{{ titel }}") + block("text")
    return members(package("Mall", body, cover=False))


def _as(main: bytes, *texts: str) -> dict[str, bytes]:
    parts = _template(*texts)
    parts[_TYPES] = parts[_TYPES].replace(_WORD + b".document.main+xml", main)
    return parts


def with_macros(*texts: str) -> dict[str, bytes]:
    """A template's parts with macros; with those paragraphs."""
    parts = _as(b"application/vnd.ms-word.document.macroEnabled.main+xml", *texts)
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 code"
    parts["word/vbaData.xml"] = b'<a xmlns="urn:a"/>'
    parts["word/_rels/vbaProject.bin.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_MICROSOFT}/wordVbaData" Target="vbaData.xml"/></Relationships>'
    ).encode()
    vba = '<Override PartName="/word/vba{}" ContentType="application/vnd.ms-{}"/>'
    types = vba.format("Project.bin", "office.vbaProject") + vba.format("Data.xml", "word.vbaData+xml")
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", types.encode() + b"</Types>")
    relation = f'<Relationship Id="rIdVba" Type="{_MICROSOFT}/vbaProject" Target="vbaProject.bin"/></Relationships>'
    parts[_RELS] = parts[_RELS].replace(b"</Relationships>", relation.encode())
    return parts


_IN_STRICT = (
    (rb"http://schemas\.openxmlformats\.org/(?!package)(\w+)/2006/(main|relationships|math)",
     rb"http://purl.oclc.org/ooxml/\1/\2"),
    (rb"relationships/extended-properties", rb"relationships/extendedProperties"),
    (rb"relationships/custom-properties", rb"relationships/customProperties"),
    (rb"w:left=", rb"w:start="),
    (rb"<w:document ", rb'<w:document w:conformance="strict" '),
)  # fmt: skip


def strict(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with the namespaces and the words that Word writes in strict files."""
    for pattern, strict in _IN_STRICT:
        parts = {name: re.sub(pattern, strict, data) for name, data in parts.items()}
    return parts


KINDS = {
    "dotx": lambda: _as(_WORD + b".template.main+xml"),
    "dotm": lambda: _as(b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
    "docm": with_macros,
    "strict": lambda: strict(_template()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_templates_of_every_kind_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"mall.{kind}"
    path.write_bytes(packed(KINDS[kind]()))
    made = render(path, NAMES | {"text": parse("Ett.\n- två\n1. tre")}, PROPERTIES)
    assert lines(made)[:4] == ["Prov", "Ett.", "två", "tre"]
    assert faults(made) == []
    parts = members(made)
    assert _WORD + b".document.main+xml" in parts[_TYPES]
    assert b"purl.oclc" not in b"".join(parts.values())
    assert own_template.adopted(WordPackage(path)).notes == (
        ("Mallens makron har inte följt med.",) if kind == "docm" else ()
    )
    assert not [name for name in parts if "vba" in name.lower()]
    assert b"vba" not in parts[_RELS] + parts[_TYPES]


def test_a_template_with_too_much_text_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_template, "MOST_XML", 2**20)
    path = tmp_path / "mall.docx"
    path.write_bytes(package("Mall", p("Ett stycke text.") * 40_000, cover=False))
    with pytest.raises(UnusableInputError, match=r"Mallen är för stor: delen word/document.xml har \d+ MB text"):
        render(path, NAMES, PROPERTIES)


@pytest.mark.parametrize(
    ("part", "element", "end"),
    [
        ("word/styles.xml", b'<w:style w:type="paragraph" w:styleId="S"/>', b"</w:styles>"),
        ("word/numbering.xml", b'<w:num w:numId="9"/>', b"</w:numbering>"),
        ("word/settings.xml", b'<w:rsid w:val="00000001"/>', b"</w:settings>"),
        (_RELS, b'<Relationship Id="r" Type="t" Target="a.xml"/>', b"</Relationships>"),
    ],
)
def test_a_template_with_too_much_around_its_text_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, element: bytes, end: bytes
) -> None:
    monkeypatch.setattr(own_template, "MOST_XML", 2**20)
    parts = _template("{{ titel }}")
    parts[part] = parts[part].replace(end, element * 60_000 + end)
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(parts))
    with pytest.raises(UnusableInputError, match=rf"Mallen är för stor: delen {part} har \d MB"):
        render(path, NAMES, PROPERTIES)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "lösenordsskyddad"),
        (OLE + bytes(2_000), r"\.doc"),
        (b"{{ titel }}", "inget Word-dokument"),
        (b"", "tom"),
    ],
    ids=["with a password", "an old one", "text", "empty"],
)
def test_what_is_no_template_that_can_be_read_says_why(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "mall.docx"
    path.write_bytes(data)
    with pytest.raises(UnusableInputError, match=said) as caught:
        render(path, NAMES, PROPERTIES)
    assert caught.value.remedy


_OURS = b'<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/>'
_DEFAULTS = re.compile(rb"<w:docDefaults>.*</w:docDefaults>")


@pytest.mark.parametrize(
    ("language", "note"),
    [
        (_OURS, []),
        (b'<w:lang w:val="sv-FI"/>', []),
        (b'<w:lang w:val="en-US" w:eastAsia="en-US"/>', ["Mallens språk är en-US. Dokumentet får svenska."]),
        (b"", []),
        (None, []),
    ],
)
@pytest.mark.parametrize("is_strict", [False, True])
def test_what_is_made_of_a_template_is_in_swedish(
    tmp_path: Path, language: bytes | None, note: list[str], is_strict: bool
) -> None:
    parts = _template("{{ titel }}")
    styles = parts["word/styles.xml"]
    assert _OURS in styles
    parts["word/styles.xml"] = _DEFAULTS.sub(b"", styles) if language is None else styles.replace(_OURS, language)
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(strict(parts) if is_strict else parts))
    filled = fill(path, NAMES)
    made = finished(filled, PROPERTIES)
    assert list(filled.notes) == note
    assert faults(made) == []
    defaults = _DEFAULTS.search(members(made)["word/styles.xml"].replace(b"\n", b""))
    assert defaults
    assert re.findall(rb'<w:lang w:val="(sv-..)"', defaults[0]) == [
        b"sv-FI" if b"FI" in (language or b"") else b"sv-SE"
    ]


def test_buttons_that_run_macros_are_left_out_with_them(tmp_path: Path) -> None:
    parts = with_macros("{{ titel }}")
    parts["customUI/customUI.xml"] = b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"/>'
    relation = f'<Relationship Id="rIdUi" Type="{_MICROSOFT}/ui/extensibility" Target="customUI/customUI.xml"/>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    path = tmp_path / "mall.docm"
    path.write_bytes(packed(parts))
    made = members(render(path, NAMES, PROPERTIES))
    assert not [name for name in made if "customui" in name.lower()]
    assert b"extensibility" not in made["_rels/.rels"]


def _signed(parts: dict[str, bytes]) -> None:
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    parts["_xmlsignatures/origin.sigs"] = b""
    parts["_xmlsignatures/sig1.xml"] = b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    relation = f'<Relationship Id="rIdS" Type="{kind}/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", relation.encode())
    types = (
        '<Default Extension="sigs" ContentType="application/x-origin"/>'
        '<Override PartName="/_xmlsignatures/sig1.xml" ContentType="application/x-signature+xml"/></Types>'
    )
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", types.encode())


def test_a_signature_which_would_be_broken_is_left_out_and_told_of(tmp_path: Path) -> None:
    parts = _template("{{ titel }}")
    _signed(parts)
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(parts))
    filled = fill(path, NAMES)
    made = finished(filled, PROPERTIES)
    assert filled.notes == ("Mallens signatur har inte följt med.",)
    assert faults(made) == []
    assert b"signature" not in b"".join([*map(str.encode, members(made)), members(made)["_rels/.rels"]])


def _final(parts: dict[str, bytes]) -> None:
    kind = f"{_OFFICE}/custom-properties"
    parts["docProps/custom.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        b'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="_MarkAsFinal"><vt:bool>true</vt:bool></property>'
        b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="Enhet"><vt:lpwstr>RUS</vt:lpwstr>'
        b"</property></Properties>"
    )
    relation = f'<Relationship Id="rIdC" Type="{kind}" Target="docProps/custom.xml"/></Relationships>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", relation.encode())
    content = b"application/vnd.openxmlformats-officedocument.custom-properties+xml"
    override = b'<Override PartName="/docProps/custom.xml" ContentType="' + content + b'"/></Types>'
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", override)
    status = b"<cp:contentStatus>Final</cp:contentStatus></cp:coreProperties>"
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(b"</cp:coreProperties>", status)


def _locked(lock: str) -> Callable[[dict[str, bytes]], None]:
    def put(parts: dict[str, bytes]) -> None:
        start = re.search(rb"<w:settings[^>]*>", parts["word/settings.xml"])[0]  # type: ignore[index]
        parts["word/settings.xml"] = parts["word/settings.xml"].replace(start, start + lock.encode())

    return put


_IS_FINAL = "Mallen är markerad som slutgiltig. Det har inte följt med."
_IS_PROTECTED = "Mallen är skyddad mot ändringar. Skyddet har inte följt med."
CLOSED: dict[str, tuple[Callable[[dict[str, bytes]], None], list[str]]] = {
    "final": (_final, [_IS_FINAL]),
    "read only": (_locked('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'), [_IS_PROTECTED]),
    "tracked": (_locked('<w:documentProtection w:edit="trackedChanges" w:enforcement="1"/>'), [_IS_PROTECTED]),
    "not enforced": (_locked('<w:documentProtection w:edit="readOnly" w:enforcement="0"/>'), []),
    "recommended": (_locked('<w:writeProtection w:recommended="1"/>'), [_IS_PROTECTED]),
}  # fmt: skip


@pytest.mark.parametrize("is_strict", [False, True])
@pytest.mark.parametrize("how", CLOSED)
def test_what_closes_a_template_does_not_close_the_document(tmp_path: Path, how: str, is_strict: bool) -> None:
    close, said = CLOSED[how]
    parts = _template("{{ titel }}")
    close(parts)
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(strict(parts) if is_strict else parts))
    filled = fill(path, NAMES)
    made = finished(filled, PROPERTIES)
    assert list(filled.notes) == said
    assert faults(made) == []
    inside = members(made)
    assert b"rotection" not in inside["word/settings.xml"]
    assert b"Final" not in b"".join(inside.values())
    assert how != "final" or b"Enhet" in inside["docProps/custom.xml"]
    document = tmp_path / "dokument.docx"
    document.write_bytes(made)
    ensure_not_sealed(WordPackage(document))


def test_where_the_templates_own_template_lay_is_not_told(tmp_path: Path) -> None:
    parts = _template("{{ titel }}")
    attached = f'<w:attachedTemplate xmlns:r="{_OFFICE}" r:id="rIdA"/></w:settings>'
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b"</w:settings>", attached.encode())
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdA" '
        f'Type="{_OFFICE}/attachedTemplate" Target="file:///C:/Users/nn/Mall.dotm" TargetMode="External"/>'
        "</Relationships>"
    ).encode()
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(parts))
    made = members(render(path, NAMES, PROPERTIES))
    assert b"Mall.dotm" not in b"".join(made.values())
    assert b"attachedTemplate" not in made["word/settings.xml"]


def _field(code: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('separate')}"
        f"{shown}{mark.format('end')}"
    )


_COPIED = "<w:r><w:t>{{ rad.</w:t></w:r><w:r><w:t>namn }}</w:t></w:r><w:r><w:tab/><w:t>1</w:t></w:r>"
_WITHIN = "<w:r><w:t>1</w:t></w:r>" + _field("HYPERLINK", _COPIED)


@pytest.mark.parametrize(
    "copies",
    [
        _field('TOC \\o "1-3"', _COPIED),
        _field(' STYLEREF "Rubrik 1"', _COPIED),
        _field("INDEX", _WITHIN),
        f'<w:fldSimple w:instr=" STYLEREF 1 ">{_COPIED}</w:fldSimple>',
    ],
)
def test_what_word_has_copied_out_of_the_templates_headings_is_no_tag(tmp_path: Path, copies: str) -> None:
    """Contents that somebody has updated in the template, and names of chapters in a header."""
    body = f"<w:p>{copies}</w:p>" + code("for rad in rader") + heading(1, "{{ rad.namn }}") + code("endfor")
    path = tmp_path / "mall.docx"
    path.write_bytes(package("Mall", body, cover=False))
    made = lines(render(path, NAMES | {"rader": [{"namn": "Ett"}, {"namn": "Två"}]}, PROPERTIES))
    assert made[-2:] == ["Ett", "Två"]
    assert "{" not in "".join(made)
