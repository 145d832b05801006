"""A mail's text from a template file: HTML with its looks in the elements themselves, or plain text.

Mail programs take no style sheets, and Outlook no more than Word's own HTML: so each element says how it looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from jinja2 import TemplateError as JinjaError
from jinja2 import Undefined
from markupsafe import Markup

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.texts.content import Block, BulletList, Inline, NumberedList, Paragraph, Run, Text, words
from rus_sheets.texts.text import tame
from rus_sheets.word.make.template import TemplateError
from rus_sheets.word.templates.environment import ValueMarks, environment
from rus_sheets.word.templates.sandbox import not_allowed

HTML = ".html"
OPENED = ("http://", "https://", "mailto:")
"""What a link in a mail may begin with."""
_PARAGRAPH = "margin:0 0 10px 0;"
_LIST = "margin:0 0 10px 0;padding:0 0 0 24px;"
_ITEM = "margin:0 0 4px 0;"
_LINK = "color:#1f5f8b;text-decoration:underline;"
_BULLET = "- "


def mail_page(template: Path, names: Mapping[str, object]) -> str:
    """The template filled in: as HTML where its name says so, else as plain text.

    Raises TemplateError for a faulty template, UnusableInputError for one that can't be read.
    """
    try:
        source = template.read_text(encoding="utf-8")
    except OSError as error:
        remedy = "Kontrollera namnet."
        fault = f"Mallen kan inte läsas ({reason(error)})."
        raise UnusableInputError(fault, place=template.name, remedy=remedy) from error
    except UnicodeDecodeError as error:
        raise UnusableInputError("Mallen är ingen text.", place=template.name, remedy="Spara den som UTF-8.") from error
    made = environment(_AsHtml() if template.suffix.lower() == HTML else _AsPlainText(), list(names))
    try:
        for line, fault, remedy in not_allowed(made.parse(source)):
            raise TemplateError(fault, place=f"{template.name}, rad {line}", remedy=remedy)
        return made.from_string(source).render(dict(names))
    except (JinjaError, ArithmeticError, TypeError, ValueError, AttributeError, RecursionError) as error:
        at = getattr(error, "lineno", None)
        place = f"{template.name}, rad {at}" if at else template.name
        fault = str(getattr(error, "message", None) or error)
        raise TemplateError(fault, place=place, remedy="Utgå från mallen i reports.") from error


class _AsHtml(ValueMarks):
    """Texts as elements; all else is escaped."""

    def finalize(self, value: object) -> object:
        """What ``{{ value }}`` writes."""
        return Markup("".join(map(_html, value.blocks))) if isinstance(value, Text) else super().finalize(value)  # noqa: S704 - each piece of it is escaped


class _AsPlainText(ValueMarks):
    """Texts as lines; nothing is escaped."""

    def finalize(self, value: object) -> object:
        """What ``{{ value }}`` writes."""
        said = "\n\n".join(map(_plain, value.blocks)) if isinstance(value, Text) else super().finalize(value)
        return said if isinstance(said, Undefined) else Markup(said)  # noqa: S704 - no markup in plain text


def _html(block: Block) -> str:
    match block:
        case Paragraph(runs=runs):
            return f'<p style="{_PARAGRAPH}">{_inline(runs)}</p>\n'
        case BulletList(items=items):
            return f'<ul style="{_LIST}">\n{"".join(_items(items))}</ul>\n'
        case NumberedList(items=items, start=start, letters=letters):
            kind = ' type="a"' if letters else ""
            return f'<ol start="{start}"{kind} style="{_LIST}">\n{"".join(_items(items))}</ol>\n'
    return f'<p style="{_PARAGRAPH}">{escape(tame(words(Text((block,)))))}</p>\n'


def _items(items: tuple[tuple[Inline, ...], ...]) -> Iterator[str]:
    yield from (f'<li style="{_ITEM}">{_inline(item)}</li>\n' for item in items)


def _inline(runs: tuple[Inline, ...]) -> str:
    return "".join(map(_run, runs))


def _run(run: Inline) -> str:
    said = escape(tame(run.text))
    if not isinstance(run, Run):
        return said
    said = f"<strong>{said}</strong>" if run.bold else said
    said = f"<em>{said}</em>" if run.italic else said
    return f'<a href="{escape(run.link)}" style="{_LINK}">{said}</a>' if _opens(run.link) else said


def _plain(block: Block) -> str:
    match block:
        case Paragraph(runs=runs):
            return _line(runs)
        case BulletList(items=items):
            return "\n".join(f"{_BULLET}{_line(item)}" for item in items)
        case NumberedList(items=items, start=start, letters=letters, prefix=prefix):
            numbers = (f"{prefix}{chr(ord('a') + at - 1) if letters else at}" for at, _ in enumerate(items, start))
            return "\n".join(f"{number}. {_line(item)}" for number, item in zip(numbers, items, strict=True))
    return tame(words(Text((block,))))


def _line(runs: tuple[Inline, ...]) -> str:
    """A link's address stands after its text, unless it is the text."""
    return "".join(
        f"{tame(run.text)}: {run.link}"
        if isinstance(run, Run) and _opens(run.link) and run.link.removeprefix("mailto:") != run.text
        else tame(run.text)
        for run in runs
    )


def _opens(link: str) -> bool:
    return link.casefold().startswith(OPENED)
