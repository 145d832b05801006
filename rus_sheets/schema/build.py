"""Typed values out of a TOML document, with the place in every complaint.

A frozen struct is filled from a TOML table of the same keys. Unknown and missing keys and values of the wrong type
raise ``DeclarationError`` naming file, place, fault and remedy.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from rus_sheets.errors import DeclarationError
from rus_sheets.guessing import did_you_mean
from rus_sheets.office.xmltext import fits_xml, forbidden_in

T = TypeVar("T", bound=Struct)

_NAMES = {str: "en text", int: "ett heltal", float: "ett tal", bool: "true eller false"}


@cache
def _fields(cls: type[Struct]) -> dict[str, FieldInfo]:
    """Worked out once for each class: a declaration has hundreds of columns."""
    return {field.name: field for field in fields(cls) if field.name != "source"}


def build(cls: type[T], data: object, place: str) -> T:
    """``data`` (a TOML table) as a ``cls``. Raises DeclarationError."""
    if not isinstance(data, dict):
        raise DeclarationError("Här ska det stå en tabell med nycklar.", place=place)
    known = _fields(cls)
    for key in data:
        if key not in known:
            remedy = did_you_mean(key, known) or f"Nycklarna här är: {', '.join(known)}."
            raise DeclarationError(f"Nyckeln ”{key}” är okänd.", place=place, remedy=remedy)
    values = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(field.type, data[name], f"{place}.{name}")
        elif field.required:
            raise DeclarationError(f"Nyckeln ”{name}” saknas.", place=place, remedy=f"Lägg till {name} = …")
    return cls(**values)


def _value(hint: Any, value: object, place: str) -> Any:  # noqa: PLR0911 - one return per kind of type
    origin = get_origin(hint)
    if hint is Any:
        return value
    if origin in (Union, types.UnionType):
        return _value(next(arg for arg in get_args(hint) if arg is not type(None)), value, place)
    if origin is tuple:
        return _tuple(get_args(hint)[0], value, place)
    if origin in (Mapping, dict):
        return _mapping(value, place)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return build(hint, value, place)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(hint, value, place)
    return _plain(hint, value, place)


def _tuple(inner: Any, value: object, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise DeclarationError("Här ska det stå en lista.", place=place, remedy="Skriv [ … ].")
    return tuple(_value(inner, item, f"{place}[{_label(item, number)}]") for number, item in enumerate(value, 1))


def _label(item: object, number: int) -> str:
    """People find a row by its key rather than by its number."""
    return str(item["key"]) if isinstance(item, dict) and isinstance(item.get("key"), str) else str(number)


def _mapping(value: object, place: str) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise DeclarationError("Här ska det stå par av namn och text.", place=place)
    for key, text in value.items():
        _check_text(key + text, f"{place}.{key}")
    return types.MappingProxyType(dict(value))


def _choice(hint: type[StrEnum], value: object, place: str) -> StrEnum:
    known = [enum.value for enum in hint]
    if value not in known:
        remedy = did_you_mean(str(value), known) or f"Välj bland: {', '.join(known)}."
        raise DeclarationError(f"”{value}” är inget giltigt värde.", place=place, remedy=remedy)
    return hint(value)


def _plain(hint: Any, value: object, place: str) -> Any:
    fits = isinstance(value, (int, float)) if hint is float else isinstance(value, hint)
    if not fits or (isinstance(value, bool) and hint is not bool):
        wanted = _NAMES.get(hint, "ett annat slags värde")
        raise DeclarationError(f"Här ska det stå {wanted}, inte {value!r}.", place=place, remedy="Ändra värdet.")
    if isinstance(value, str):
        _check_text(value, place)
    return value


def _check_text(text: str, place: str) -> None:
    """What is declared becomes names, titles and messages of workbooks and documents."""
    if not fits_xml(text):
        fault = f"Texten har tecken som inte kan stå i en Office-fil ({forbidden_in(text)})."
        raise DeclarationError(fault, place=place, remedy="Ta bort dem.")
