"""The e-mail addresses that people type into a cell: one or several, with names or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_ADDRESS = re.compile(r"[^\s@<>\"(),:;]+@[^\s@<>\"(),:;.]+(\.[^\s@<>\"(),:;.]+)*\.[^\W\d_]{2,}")
_PLAIN = re.compile(r"[\w+-]+(\.[\w+-]+)*@[\w-]+(\.[\w-]+)*\.[a-z]{2,}", re.ASCII | re.IGNORECASE)
"""Those that need no library to tell that they are in the form that mail programs take."""
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")
_LINK = re.compile(r"\bmailto:\s*([^\s@?<>,;]+@[^\s?<>,;]+)(\?[^\s<>;]*)?", re.IGNORECASE)
_SLASH = re.compile(r"(@[^\s@/<>(),;]+[>)]?)\s*/")
"""After an address; before it, it is a part of a name: ``Ek/Al <anna@exempel.se>``."""
_NAME_FIRST = re.compile(r"([^<>@,()]+) \(([^<>@,() ]+@[^<>@,() ]+)\)")
"""As people write it in a text: ``Anna Ek (anna@exempel.se)``."""


class Recipient(Struct, frozen=True):
    """An address that mail reaches, in the form that mail programs take, and the name beside it ("" for none)."""

    address: str
    name: str = ""


class Addresses(Struct, frozen=True):
    """What stands in a cell: recipients, and what is no address."""

    recipients: tuple[Recipient, ...]
    wrong: tuple[str, ...]


def addresses(text: str) -> Addresses:
    """The addresses in a text, ``namn@exempel.se`` or ``Namn <...>``: apart by semicolons, commas, lines or blanks.

    A slash between them does too, and a link (``mailto:namn@exempel.se``) is its address.
    """
    found: dict[str, Recipient] = {}
    wrong = []
    for part in re.split(r"[;\r\n]", _SLASH.sub(r"\1;", _LINK.sub(r"\1", text))):
        for name, written in _written(" ".join(part.split())):
            address = _usable(written)
            if address:
                found.setdefault(address.casefold(), Recipient(address, name))
            else:
                wrong.append(written or name)
    return Addresses(tuple(found.values()), tuple(wrong))


def _written(part: str) -> Iterator[tuple[str, str]]:
    """Name and address of each that a part holds. A name may have a comma in it: ``Ek, Anna <anna@exempel.se>``."""
    part, end = _NAME_FIRST.sub(r"\1 <\2>", part), 0
    for match in _NAMED.finditer(part):
        last = next((word for word in reversed(match[1].split()) if "@" in word), "")
        before, name = match[1].rsplit(last, 1) if last else ("", match[1])
        if last == match[2].strip():  # ``Anna Ek anna@exempel.se <anna@exempel.se>``
            before, name, last = "", before, ""
        yield from _bare([*before.split(","), last])
        yield name.strip(" ,\"'"), match[2].strip()
        end = match.end()
    yield from _bare(part[end:].split(","))


def _bare(parts: list[str]) -> Iterator[tuple[str, str]]:
    """Addresses without names; some people have nothing but a blank between them."""
    for part in parts:
        words = part.strip(" ,").split()
        yield from (("", word) for word in (words if all("@" in word for word in words) else [" ".join(words)]))


def _usable(address: str) -> str:
    """The address in ASCII as mail programs take it, "" where it is none."""
    if _PLAIN.fullmatch(address):
        return address
    local, _, domain = address.partition("@")
    if not (_ADDRESS.fullmatch(address) and ".." not in address and local.isascii() and address.isprintable()):
        return ""
    from email.headerregistry import Address  # noqa: PLC0415 - 10 ms that a workbook without addresses does without

    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode()
        return Address(addr_spec=f"{local}@{ascii_domain}").addr_spec
    except (ValueError, IndexError, AttributeError):  # what the library makes of dots and quotes in odd places
        return ""
