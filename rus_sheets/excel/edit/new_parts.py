"""New parts for a package: with their content types and relationships, beside parts that are changed.

Only ``[Content_Types].xml``, the relationship parts concerned and what the caller changes are written anew, and in them
only what is added; every other member's bytes are copied raw.
"""

from __future__ import annotations

import posixpath

from rus_sheets.excel.read.package import Package
from rus_sheets.office.markup import Span, as_utf8, escape_attribute, opened_tag, prefix_of, spans, spliced
from rus_sheets.office.ns import PACKAGE_RELATIONS, RELATION_KINDS
from rus_sheets.office.package import TYPES
from rus_sheets.office.safexml import parse
from rus_sheets.office.zipwrite import with_members

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Additions:
    """Changes to one package, gathered and then written at once. Part names are without a leading slash."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._replaced: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}

    def has(self, part: str) -> bool:
        """Is there such a part, from before or added?"""
        return self._package.has(part) or part.lower() in (name.lower() for name in self._added)

    def read(self, part: str) -> bytes:
        """The part as it now reads, in UTF-8. Raises UnusableInputError."""
        if part in self._added:
            return self._added[part]
        name = self._package.info(part).filename
        return self._replaced.get(name) or as_utf8(self._package.read(name), self._package.xml(name))

    def change(self, part: str, content: bytes) -> None:
        """Give a part, from before or added, new content."""
        if part in self._added:
            self._added[part] = content
        else:
            self._replaced[self._package.info(part).filename] = content

    def free_name(self, pattern: str) -> str:
        """The first part name that isn't taken: ``{}`` in the pattern is a number from 1."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def add(self, part: str, content: bytes, kind: str) -> None:
        """A new part of that content type."""
        self._added[part] = content
        written = f'PartName="/{escape_attribute(part)}" ContentType="{kind}"'
        self._append(TYPES, "Types", "Override", written)

    def add_by_extension(self, part: str, content: bytes, kind: str) -> None:
        """A new part whose content type its extension tells, as Excel wants it for VML."""
        extension = part.rpartition(".")[2]
        if self._package.content_type(part) != kind.lower() and not self._declares(extension):
            self._added[part] = content
            self._append(TYPES, "Types", "Default", f'Extension="{extension}" ContentType="{kind}"', first=True)
        elif self._package.content_type(part) != kind.lower():
            self.add(part, content, kind)
        else:
            self._added[part] = content

    def relate(self, part: str, kind: str, target: str) -> str:
        """A relationship of a part (its kind the last step of the type) to another; returns its id."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            self._added[rels] = HEAD + f'<Relationships xmlns="{PACKAGE_RELATIONS}"></Relationships>'.encode()
        taken = {element.get("Id", "").casefold() for element in parse(self.read(rels))}
        number = next(number for number in range(1, len(taken) + 2) if f"rid{number}" not in taken)
        path = posixpath.relpath(target, folder or ".")
        written = f'Id="rId{number}" Type="{RELATION_KINDS}/{kind}" Target="{escape_attribute(path)}"'
        self._append(rels, "Relationships", "Relationship", written)
        return f"rId{number}"

    def span_in(self, part: str, data: bytes, name: str) -> Span:
        """Where the first element written so stands in a part's data. Raises UnusableInputError if there is none."""
        found = spans(data, name.encode())
        if not found:
            raise self._package.fault(f"Filen är skadad: delen {part} saknar {name}.")
        return found[0]

    def to_bytes(self) -> bytes:
        """The package with all of it. Raises UnusableInputError."""
        return with_members(self._package, self._replaced, self._added)

    def _declares(self, extension: str) -> bool:
        root = parse(self.read(TYPES))
        return any(element.get("Extension", "").lower() == extension for element in root)

    def _append(self, part: str, container: str, element: str, attributes: str, *, first: bool = False) -> None:
        """An empty element last (or first) in the part's root."""
        data = self.read(part)
        prefix = prefix_of(parse(data))
        new = b"<" + prefix + f"{element} {attributes}/>".encode()
        span = self.span_in(part, data, prefix.decode() + container)
        if span.empty_tag:
            tag = opened_tag(data[span.start : span.end])
            self.change(
                part, spliced(data, [(span.start, span.end, tag + new + b"</" + prefix + container.encode() + b">")])
            )
            return
        at = span.open_end if first else span.close_start
        self.change(part, spliced(data, [(at, at, new)]))
