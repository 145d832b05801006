"""A PDF from LibreOffice made what PDF/UA-1 (ISO 14289-1) asks for, where LibreOffice itself falls short.

What it lacks (measured with 7.4): alternative texts of charts (7.3), the order of tabs (7.18.3), links that print
(7.18.1), captions known as such, lines around paragraphs and decoration marked as such (7.1); empty elements are many.
Nothing is drawn otherwise: only what the page's content is marked as.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from rus_sheets.word.pdf.pdfcontent import with_decoration_marked

DECORATION = "rus-sheets: dekoration"
"""The alternative text of a figure that is no figure but decoration."""

_PRINT = 4  # ISO 32000-1, table 165
_MAY_BE_EMPTY = ("/TD", "/TH", "/Figure", "/Document", "/Table")
_STANDARD = ("/Quote", "/Caption", "/Code", "/Note", "/Reference", "/Index", "/Formula", "/Form", "/Part", "/Art")
"""The standard types (ISO 32000-1, 14.8.4) that a style may be called as."""
_CAPTIONS = ("/caption", "/beskrivning")


def as_pdf_ua(pdf: bytes, chart_texts: Sequence[str]) -> bytes:
    """The tagged PDF, completed. ``chart_texts`` are given to the figures without text, if they are as many.

    Figures whose alternative text is DECORATION become decoration. A PDF without tags is left as it is.
    """
    writer = PdfWriter(clone_from=BytesIO(pdf))
    if "/StructTreeRoot" not in writer.root_object:
        return pdf
    tree = _Tree(writer)
    tree.name_blocks()
    tree.name_figures(chart_texts)
    decorations = tree.take_out_decorations()
    tree.prune(tree.root)
    tree.keep_in_order()
    for page in writer.pages:
        _mend_annotations(page)
        _mark_decoration(writer, page, {number for number, of in decorations if of == page.indirect_reference})
    writer.pdf_header = pdf[:8].decode("ascii")  # the version, which pypdf would put back
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


Marked = tuple[int, IndirectObject]
"""Marked content: its number and its page."""


class _Tree:
    """The structure tree (ISO 32000-1, 14.7)."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self.root = _dictionary(writer.root_object["/StructTreeRoot"])
        self._roles = _dictionary(self.root.get("/RoleMap", DictionaryObject()))
        self._owners = dict(_numbers(_dictionary(self.root.get("/ParentTree", DictionaryObject()))))

    def name_blocks(self) -> None:
        """A caption's paragraph style is known as a caption, a quotation's as one, neither as any paragraph.

        A style that is called as a standard type has no other meaning than that (7.1): its blocks get what is meant.
        """
        for name in list(self._roles):
            if name.lower() in _CAPTIONS:
                self._roles[NameObject(name)] = NameObject("/Caption")
        for name in [role for role in _STANDARD if role in self._roles]:
            meant = "/BlockQuote" if name == "/Quote" else self._roles[name]
            for dictionary in elements_of(self.root):
                if dictionary.get("/S") == name and name != "/Caption":
                    dictionary[NameObject("/S")] = NameObject(str(meant))
            del self._roles[name]

    def name_figures(self, texts: Sequence[str]) -> None:
        """Give the figures without alternative text these, unless the numbers differ: then it can't be told which."""
        unnamed = [
            dictionary
            for dictionary in elements_of(self.root)
            if dictionary.get("/S") == "/Figure" and "/Alt" not in dictionary
        ]
        for figure, text in zip(unnamed, texts, strict=True) if len(unnamed) == len(texts) else ():
            figure[NameObject("/Alt")] = TextStringObject(text)

    def take_out_decorations(self) -> set[Marked]:
        """Leave the decorations empty; what they held is told."""
        taken: set[Marked] = set()
        for dictionary in elements_of(self.root):
            if dictionary.get("/S") == "/Figure" and dictionary.get("/Alt") == DECORATION:
                for kid in _kids(dictionary):
                    taken |= {found for found in [_marked(dictionary, kid)] if found}
                dictionary.pop("/K", None)
                dictionary.pop("/Alt")
                dictionary[NameObject("/S")] = NameObject("/NonStruct")
        for marked in taken:
            self._own(marked, NullObject())
        return taken

    def prune(self, element: DictionaryObject) -> bool:
        """Take away the empty elements below; true if the element itself is to stay."""
        kept = [kid for kid in _kids(element) if (own := _element(kid)) is None or self.prune(own)]
        if kept:
            element[NameObject("/K")] = ArrayObject(kept)
            return True
        element.pop("/K", None)
        kind = element.get("/S", "")
        return self._roles.get(kind, kind) in _MAY_BE_EMPTY

    def keep_in_order(self) -> None:
        """Give the text beside an element within a paragraph an element of its own.

        Else a reader that goes by elements takes all of it before what stands within.
        """
        for element in list(elements_of(self.root)):
            kids = _kids(element)
            if len({_element(kid) is None for kid in kids}) == 2:
                made = ((kid if _element(kid) is not None else self._span(element, kid)) for kid in kids)
                element[NameObject("/K")] = ArrayObject(made)

    def _span(self, parent: DictionaryObject, kid: PdfObject) -> PdfObject:
        marked = _marked(parent, kid)
        if marked is None or parent.indirect_reference is None:
            return kid
        span = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Span"),
                NameObject("/P"): parent.indirect_reference,
                NameObject("/Pg"): marked[1],
                NameObject("/K"): NumberObject(marked[0]),
            }
        )
        reference = self._writer._add_object(span)  # noqa: SLF001 - pypdf has no other way to add an object
        self._own(marked, reference)
        return reference

    def _own(self, marked: Marked, owner: PdfObject) -> None:
        """The way back from marked content to its element."""
        number, page = marked
        held = self._owners.get(int(_dictionary(page).get("/StructParents", -1)))
        if isinstance(held, ArrayObject) and number < len(held):
            held[number] = owner


def elements_of(tree: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every element of a structure tree, in reading order."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if element is not tree:
            yield element
        waiting += [kid for kid in map(_element, reversed(_kids(element))) if kid is not None]


def _dictionary(held: PdfObject) -> DictionaryObject:
    found = held.get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _kids(element: DictionaryObject) -> list[PdfObject]:
    if "/K" not in element:
        return []
    held = element["/K"]
    return list(held) if isinstance(held, ArrayObject) else [element.raw_get("/K")]


def _element(kid: PdfObject) -> DictionaryObject | None:
    """The kid as an element of the tree; None for marked content and references to annotations."""
    found = kid.get_object()
    return found if isinstance(found, DictionaryObject) and "/S" in found else None


def _marked(element: DictionaryObject, kid: PdfObject) -> Marked | None:
    """The kid as marked content; None for elements and references to annotations."""
    within = kid.get_object()
    own = element.raw_get("/Pg") if "/Pg" in element else None
    if isinstance(within, NumberObject):
        return (int(within), own) if isinstance(own, IndirectObject) else None
    if isinstance(within, DictionaryObject) and "/MCID" in within:
        page = within.raw_get("/Pg") if "/Pg" in within else own
        number = within["/MCID"]
        return (int(number), page) if isinstance(number, NumberObject) and isinstance(page, IndirectObject) else None
    return None


def _numbers(node: DictionaryObject) -> Iterator[tuple[int, PdfObject]]:
    """A number tree's entries (ISO 32000-1, 7.9.7)."""
    entries = _array(node, "/Nums")
    for key, value in zip(entries[::2], entries[1::2], strict=True):
        yield int(str(key)), value.get_object()
    for kid in _array(node, "/Kids"):
        yield from _numbers(_dictionary(kid))


def _array(held: DictionaryObject, key: str) -> ArrayObject:
    found = held.get(key, ArrayObject()).get_object()
    return found if isinstance(found, ArrayObject) else ArrayObject()


# ------------------------------------------------------------------ the pages


def _mend_annotations(page: PageObject) -> None:
    page[NameObject("/Tabs")] = NameObject("/S")
    for entry in _array(page, "/Annots"):
        annotation = _dictionary(entry)
        flags = annotation.get("/F")
        before = int(flags) if isinstance(flags, NumberObject) else 0
        annotation[NameObject("/F")] = NumberObject(before | _PRINT)


def _mark_decoration(writer: PdfWriter, page: PageObject, decorations: set[int]) -> None:
    """Mark as decoration the figures of those numbers and the lines outside all elements."""
    content = page.get_contents()
    if content is not None:
        stream = StreamObject()
        stream.set_data(with_decoration_marked(content.get_data(), decorations))
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())  # noqa: SLF001
