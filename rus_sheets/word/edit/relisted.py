"""The contents of a document that people have edited, written anew after its headings as Word does it."""

from __future__ import annotations

from itertools import chain

from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.edit.newcomers import UNSAFE
from rus_sheets.word.parts.contents import apart, contents_in, fill_contents
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.outline import heading_numbers
from rus_sheets.word.parts.package import to_bytes


def relisted(package: WordPackage) -> bytes:
    """The document with contents that follow its headings; the same bytes where they do, or can't be written anew.

    They can't where they hold more than lines and links: a tracked change, a comment, text of somebody's own.
    """
    root, styles = package.xml(package.main_part), package.styles()
    numbers = heading_numbers(root, package.lists(), styles)
    contents = contents_in(root)
    if contents is None or not contents.stands_alone or not apart(root, styles, numbers):
        return package.data
    if any(node.tag in UNSAFE for node in chain.from_iterable(line.iter() for line in contents.paragraphs)):
        return package.data
    if not all(styles.has(f"toc {level}") for level in range(1, contents.lowest + 1)):
        return package.data
    fill_contents(root, styles, numbers)
    return with_members(package, {package.main_part: to_bytes(root)})
