"""What a document remembers of how it was made: the template's tags, and a trail of what they gave, as a part of it.

The part is custom XML (ECMA-376 15.2.5), which other programs carry along. It holds JSON: the document's name in the
declaration, each part of the template without its look, and the trail with checksums in place of the texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from rus_sheets.texts.content import Figure, Text
from rus_sheets.word.chart.chartread import figureless
from rus_sheets.word.memory.homes import Home, packed, unpacked
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.templates.environment import ValueMarks, environment
from rus_sheets.word.templates.spoken import FIGURE_CLOSE, FIGURE_OPEN, shown_figure, spoken
from rus_sheets.word.templates.trail import EDGE, Trail, TrailNode, What

NAMESPACE = "urn:rus-sheets:record"
_VERSION = 1
_MOST = 2**20
"""Characters of a template's tags and texts; our own largest has 10 000."""
_TAG = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
_MARKUP = re.compile(rf"({_TAG})|</w:(?:p|tr)>|<(?:{_TAG}|[^<>])*>", re.DOTALL)
_FIELD_CODE = re.compile(r"<w:instrText\b[^>]*>[^<{]*</w:instrText>")
_OLD_CODE = re.compile(r" SEQ \w+ \\\* ARABIC ")
"""What documents that were written before remember too."""
_IN_MARKUP = re.compile(_TAG, re.DOTALL)
_FIGURE = re.compile(f"{FIGURE_OPEN}(.*?){FIGURE_CLOSE}", re.DOTALL)
_UNSEEN_OPEN, _UNSEEN_CLOSE = "\ufdd4", "\ufdd5"
"""Round a tag that stands in markup (a table's description): it is followed as all are, and no text of the document."""
_UNSEEN = re.compile(f"{_UNSEEN_OPEN}(.*?){_UNSEEN_CLOSE}", re.DOTALL)
_CAPTION = re.compile(r"\b(Tabell|Figur) (?:\d+ ?)?(?=\.)")
_LABEL = re.compile(r"^(?:Tabell|Figur) ?\d*\. ")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(rf"[^\s{FIGURE_OPEN}{FIGURE_CLOSE}]+")
_SCHEME = re.compile(r"https?://|/(?=\s|$)")


class Then(Struct, frozen=True):
    """A node as it was when the document was written; by its number its bookmark is known.

    ``said`` is the checksum of what the workbook gave, ``seen`` that of what could be read in the document, ``lines``
    those of what the workbook gave in each line of a text that has several, or as texts for its charts, without
    their figures (documents written before have none).
    """

    number: int
    what: What
    site: int
    key: str
    said: str
    seen: str
    children: tuple[Then, ...]
    lines: tuple[str, ...] = ()

    def walk(self) -> Iterator[Then]:
        """The node and all within it."""
        yield self
        for child in self.children:
            yield from child.walk()


OWN = "own"


def fingerprint(template: Path) -> str:
    """What tells a template of ours from what it has been and will be. Raises OSError."""
    return sha256(template.read_bytes()).hexdigest()[:16]


class Origin(Struct, frozen=True):
    """What a document is made as and of.

    ``document`` is the declared document's command, ``form`` the declaration's name, ``year`` the workbook's.
    ``previous`` is what the document was made of in last year's workbook, as ``workbook_extract`` has it, None without
    one. ``units`` are checksums of what the plan's activities were called, by id: a document that names none of them
    knows its plan by those. ``template`` is the fingerprint of our template, or OWN for one that isn't ours.
    Documents written before have none of them.
    """

    document: str
    form: str = ""
    year: str = ""
    previous: object = None
    units: Mapping[str, str] = field(default_factory=dict)
    template: str = ""


class Record(Struct, frozen=True):
    """What is remembered: what the document was ``made`` of, its template's tags (``skeleton``) and its ``trail``.

    ``written`` are checksums of what was written last in the controls, by tag; documents written before have none, or
    only those of words. ``controls`` are the controls that the document was given, in their order: the tag of each and
    the checksum of what was written in it last; documents written before have none. ``earlier`` are checksums of
    figures that controls have said before and that stand typed in the document, by tag. ``homes`` are where the
    controls belong.
    """

    made: Origin
    skeleton: tuple[str, ...]
    trail: Then
    written: Mapping[str, str] = field(default_factory=dict)
    controls: tuple[tuple[str, str], ...] = ()
    earlier: Mapping[str, str] = field(default_factory=dict)
    homes: tuple[Home, ...] = ()


def checksum(text: str) -> str:
    """Of the text as a reader sees it; kinds of spaces, the beginnings of addresses and what figures say don't matter.

    "" for no text.
    """
    plain = plain_text(_FIGURE.sub("#", text))
    return sha256(plain.encode(errors="replace")).hexdigest()[:8] if plain else ""


def plain_text(text: str) -> str:
    """The text with single spaces, addresses as documents show them."""
    return _SPACES.sub(" ", _SCHEME.sub("", _FIGURE.sub(r"\1", text))).strip()


def says_something(text: str) -> bool:
    """Is there anything in it as plain text? Most texts tell by their first word."""
    return any(plain_text(word[0]) for word in _WORD.finditer(text))


def uncounted(text: str) -> str:
    """The text as ``plain_text`` has it, without the numbers of captions: they follow from what stands before."""
    return _CAPTION.sub(r"\1", plain_text(text))


def captioned(text: str) -> str:
    """What a caption says after its label and number; all of another text."""
    return _LABEL.sub("", plain_text(text))


def bare(text: str) -> str:
    """The text without spaces: a template has more of them than its tags."""
    return "".join(plain_text(text).split())


def worded(text: str) -> str:
    """The text without spaces, whatever its figures say."""
    return bare(_FIGURE.sub("#", text))


def skeletons(sources: Sequence[str]) -> tuple[str, ...]:
    """The parts of a template without their look; none where they don't have the same tags, or are too long.

    Then nothing can be told from them. The same tags in the same order do the same, whatever stands in between; a brace
    without its look may stand against a tag and make another of it.
    """
    made = tuple(map(skeleton, sources))
    if sum(map(len, made)) > _MOST:
        return ()
    try:
        same = all(_tags(one) == _tags(source) for one, source in zip(made, sources, strict=True))
    except TemplateSyntaxError:
        return ()
    return made if same else ()


def _tags(source: str) -> list[tuple[str, str]]:
    """What Jinja reads in a template, but for the text between its tags."""
    return [(kind, said) for _, kind, said in environment(ValueMarks(), ()).lex(source) if kind != "data"]


def skeleton(source: str) -> str:
    """A part of a template without its look: its tags, and the text between them with a line for each paragraph.

    Codes of fields are no text.
    """

    def bare(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        if match[0].startswith("</"):
            return "\n"
        return "".join(f"{_UNSEEN_OPEN}{tag}{_UNSEEN_CLOSE}" for tag in _IN_MARKUP.findall(match[0]))

    return _MARKUP.sub(bare, _FIELD_CODE.sub("", source))


def words_in(part: str) -> Iterator[str]:
    """What a part of a skeleton says between its tags, line by line."""
    yield from (piece for line in _IN_MARKUP.sub("\n", _UNSEEN.sub("\n", part)).split("\n") if (piece := line.strip()))


def followed(parts: Sequence[str], context: Mapping[str, object]) -> Trail | None:
    """The trail that the template gives with this context, with every node's text; None if it can't be followed."""
    if sum(map(len, parts)) > _MOST:
        return None
    trail = Trail()
    made = []
    traced = environment(_PlainMarks(), list(context), trail)
    try:
        for number, part in enumerate(parts):
            trail.begin_part(number)
            made.append(traced.from_string(part).render(dict(context)))
    except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, RecursionError, SyntaxError):
        return None
    trail.give_texts(_UNSEEN.sub(lambda match: "".join(edge[0] for edge in EDGE.finditer(match[1])), "".join(made)))
    return trail


class _PlainMarks(ValueMarks):
    """Values as they are read."""

    def finalize(self, value: object) -> object:
        """What a skeleton says."""
        match value:
            case Figure():
                return shown_figure(value)
            case Text():
                return spoken(value)
        return super().finalize(value)


def kept(root: TrailNode, seen: Mapping[int, str], first: int = 0) -> Then:
    """A trail as it is remembered, its nodes numbered from ``first``.

    ``seen`` has the checksums of what can be read of the nodes, by number.
    """
    numbers = count(first)

    def then(node: TrailNode) -> Then:
        number = next(numbers)
        said = checksum(node.text) if node.what is What.VALUE and not node.figure else ""
        children = tuple(then(child) for child in node.children)
        figure = "f" if node.figure and node.text else said
        return Then(number, node.what, node.site, node.key, figure, seen.get(number, ""), children, sums_of(node))

    return then(root)


def sums_of(node: TrailNode) -> tuple[str, ...]:
    """The checksums of the lines of a text of several, those that say something, or of its charts' texts."""
    if node.simple:
        return ()
    return tuple(
        filter(None, map(checksum, map(figureless, node.alts) if node.alts else (line.text for line in node.lines)))
    )


def with_sums(then: Then, news: Mapping[str, str]) -> Then:
    """The trail with other checksums of lines in place of those that ``news`` names."""
    lines = tuple(news.get(line, line) for line in then.lines)
    return replace(then, lines=lines, children=tuple(with_sums(child, news) for child in then.children))


def record_xml(record: Record) -> bytes:
    """The part's content."""
    expected = 0

    def nodes(then: Then) -> list[object]:
        nonlocal expected
        number = [] if then.number == expected else [then.number]  # what has come later stands between the others
        lines = [" ".join(then.lines)] if then.lines else []
        expected = then.number + 1
        children = [nodes(child) for child in then.children]
        return [then.what.value, then.site, then.key, then.said, then.seen, children, *number, *lines]

    content = {
        "version": _VERSION,
        "document": record.made.document,
        "previous": record.made.previous,
        "form": record.made.form,
        "year": record.made.year,
        "units": dict(record.made.units),
        "of": record.made.template,
        "template": list(record.skeleton),
        "written": dict(record.written),
        "controls": [list(control) for control in record.controls],
        "earlier": dict(record.earlier),
        "homes": packed(record.homes),
        "trail": nodes(record.trail),
    }
    root = etree.Element(f"{{{NAMESPACE}}}record", nsmap={"rus": NAMESPACE})
    root.text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def record_part(package: WordPackage) -> str:
    """The name of the part that the record is in, "" where there is none."""
    for part in package.parts_of(package.main_part, "customXml"):
        if package.xml(part).tag == f"{{{NAMESPACE}}}record":
            return package.info(part).filename
    return ""


def read_record(package: WordPackage) -> Record | None:
    """What the document remembers; None where it remembers nothing, or nothing that can be read."""
    part = record_part(package)
    return _read(package.xml(part).text or "") if part else None


def _read(text: str) -> Record | None:
    try:
        content = json.loads(text)
        if content["version"] != _VERSION:
            return None
        expected = 0

        def node(found: list[object]) -> Then:
            nonlocal expected
            what, site, key, said, seen, children, *more = found
            own = next((int(one) for one in more if isinstance(one, int)), expected)
            lines = next((tuple(one.split()) for one in more if isinstance(one, str)), ())
            expected = own + 1
            made = tuple(node(child) for child in children)  # type: ignore[attr-defined]
            return Then(own, What(str(what)), int(str(site)), str(key), str(said), str(seen), made, lines)

        parts = tuple(_OLD_CODE.sub("", str(part)) for part in content["template"])
        form, year = (str(content.get(name, "")) for name in ("form", "year"))
        units, template = _sums(content.get("units", {})), str(content.get("of", ""))
        made = Origin(str(content["document"]), form, year, content.get("previous"), units, template)
        written, earlier = (_sums(content.get(name, {})) for name in ("written", "earlier"))
        controls = tuple((str(tag), str(said)) for tag, said in content.get("controls", ()))
        homes = unpacked(content.get("homes", ()))
        return Record(made, parts, node(content["trail"]), written, controls, earlier, homes)
    except (ValueError, TypeError, KeyError, LookupError, RecursionError):
        return None


def _sums(found: Mapping[object, object]) -> dict[str, str]:
    """Checksums by tag, as they were kept."""
    return {str(tag): str(sums) for tag, sums in dict(found).items()}
