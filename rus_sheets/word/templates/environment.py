"""Jinja for templates that come from people: sandboxed, strict, escaping, and with errors in their own words.

The default environment of docxtpl ran shell commands from a template, printed nothing for an unknown name and dropped
``&`` in silence; none of that can happen here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import CodeType

from jinja2 import StrictUndefined, Template, TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from rus_sheets.guessing import nearest
from rus_sheets.texts.content import ITEM, Figure, Text, words
from rus_sheets.texts.text import tame
from rus_sheets.word.templates.sandbox import not_allowed
from rus_sheets.word.templates.trail import TooLongError, Trail, traced

MOST_MADE = 64 * 2**20
"""Characters of a part that is filled in; the largest of the examples has 0.2 million."""


# Our marks (w:our-value, w:our-edge ...) stand in Word's own namespace, which each part declares once: to move a tree
# to another document takes lxml the square of its declarations. None is left in the finished document.
_IN_ATTRIBUTE = re.compile(r'(<[^<>]*)<w:our-value n="(\d+)"/>')


class ValueMarks:
    """Values that aren't plain text stand as marks in the rendered XML until they are put in as real elements."""

    def __init__(self) -> None:
        self.values: list[Figure | Text] = []

    def finalize(self, value: object) -> object:
        """What ``{{ value }}`` writes. Raises TemplateRuntimeError for a value that can't be written."""
        match value:
            case Figure() | Text():
                self.values.append(value)
                return Markup(f'<w:our-value n="{len(self.values) - 1}"/>')  # noqa: S704
            case Markup() | Undefined():
                return value
            case str():
                return tame(value)
            case None:
                return ""
            case bool() | Mapping() | Collection():
                raise TemplateRuntimeError("Här står ett villkor eller en lista, som inte kan skrivas som text.")
        return value

    def as_text_in_attributes(self, xml: str) -> str:
        """The rendered XML with plain text for the marks in alternative texts and other attributes."""

        def said(match: re.Match[str]) -> str:
            value = self.values[int(match[2])]
            text = value.text if isinstance(value, Figure) else words(value)
            return match[1] + str(escape(tame(text)))

        count = 1
        while count:  # once for each mark that an attribute has
            xml, count = _IN_ATTRIBUTE.subn(said, xml)
        return xml


def guess(name: str, known: Collection[str]) -> str:
    """``Menade du budget?`` for a near miss, else the known names (at most twelve), else nothing."""
    known = [id_ for id_ in known if id_ != ITEM]
    near = nearest(name, known)
    if near:
        return f"Menade du {near}?"
    if not known:
        return ""
    return f"Här finns: {', '.join(sorted(known)[:12])}{' …' if len(known) > 12 else ''}."


def _joined(pieces: Iterable[str]) -> str:
    """What a template has given, in one text. Raises TooLongError before it is too much."""
    found: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_MADE:
            raise TooLongError
        found.append(piece)
    return "".join(found)


class _Bounded(SandboxedEnvironment):
    """One in which no template fills the memory.

    What a template's part compiles to depends on its text alone: the values of a rendering come in when it is run.
    Compiling is the dearest step of a rendering, and ``refresh`` renders the same template again and again.
    """

    concat = staticmethod(_joined)

    def from_string(self, source: str, *_: object, **__: object) -> Template:  # type: ignore[override]
        """The template of that text. Raises TemplateSyntaxError."""
        return self.template_class.from_code(
            self, _compiled(source, traced=isinstance(self, _Traced)), self.make_globals(None), None
        )


@lru_cache(maxsize=64)
def _compiled(source: str, *, traced: bool) -> CodeType:
    kind = _Traced if traced else _Bounded
    # Nothing in a template is worth working out beforehand: constants are rare, and looking for them takes a tenth.
    compiler = kind(undefined=StrictUndefined, autoescape=True, finalize=ValueMarks().finalize, optimized=False)
    return compiler.compile(source)


class _Traced(_Bounded):
    """An environment whose templates tell a trail what they do. Its methods are what ``traced`` puts in."""

    trail: Trail

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The traced template. Raises TemplateSyntaxError for one that does what templates may not do."""
        tree = super()._parse(source, name, filename)
        for line, fault, _ in not_allowed(tree):
            raise TemplateSyntaxError(fault, line)
        return traced(tree)

    def listed(self, site: int) -> Markup:
        return self.trail.listed(site)

    def item(self, value: object, site: int) -> Markup:
        return self.trail.item(value, site)

    def branch(self, number: int, site: int) -> Markup:
        return self.trail.branch(number, site)

    def end(self) -> Markup:
        return self.trail.end()

    def said(self, value: object, site: int) -> object:
        finalized = self.finalize(value) if self.finalize else value
        return self.trail.said(value, finalized, site)


def environment(marks: ValueMarks, names: Collection[str], trail: Trail | None = None) -> SandboxedEnvironment:
    """The environment that templates are rendered in; ``names`` are those the context has.

    With a ``trail`` what is rendered has its edges.
    """

    class Unknown(StrictUndefined):
        """A name that isn't there: any use of it is an error that guesses what was meant."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            holder = self._undefined_obj
            name = str(self._undefined_name)
            if holder is missing:
                return f"Namnet {name} finns inte. {guess(name, names)}".rstrip()
            known = [str(key) for key in holder] if isinstance(holder, Mapping) else []
            return f"{name} finns inte här. {guess(name, known)}".rstrip()

    kind = _Bounded if trail is None else _Traced
    made = kind(undefined=Unknown, autoescape=True, finalize=marks.finalize)
    if isinstance(made, _Traced) and trail is not None:
        made.trail = trail
    made.globals.clear()
    return made
