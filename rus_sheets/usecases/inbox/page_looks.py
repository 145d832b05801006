"""What a web page's own styles do to the text within a tag: struck through, raised, hidden, its line breaks kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct, field


class PageLook(StrEnum):
    """How the text within a tag is shown."""

    STRUCK = "struck"
    RAISED = "raised"
    LOWERED = "lowered"
    HIDDEN = "hidden"
    KEPT = "kept"


_BY_TAG = {
    **dict.fromkeys(("s", "strike", "del"), PageLook.STRUCK),
    "sup": PageLook.RAISED,
    "sub": PageLook.LOWERED,
    "pre": PageLook.KEPT,
}
_SAYS = {
    PageLook.STRUCK: re.compile(r"line-through", re.IGNORECASE),
    PageLook.RAISED: re.compile(r"vertical-align\s*:\s*super|mso-text-raise\s*:\s*[1-9]", re.IGNORECASE),
    PageLook.LOWERED: re.compile(r"vertical-align\s*:\s*sub", re.IGNORECASE),
    PageLook.HIDDEN: re.compile(
        r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
        r"|(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:[;\"'!]|$)",
        re.IGNORECASE,
    ),
    PageLook.KEPT: re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE),
}
_WHITE = re.compile(
    r"""(?<![-\w])color\s*[:=]\s*["']?\s*(?:white\b|\#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)""",
    re.IGNORECASE,
)
_GROUND = re.compile(r"background|bgcolor", re.IGNORECASE)
_HIDDEN = re.compile(r"""(?:^|\s)hidden(?=$|[\s=/])""", re.IGNORECASE)
_STYLE = re.compile(r"<style\b", re.IGNORECASE)
_STYLE_END = re.compile(r"</style", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_NAMES = re.compile(r"""\b(class|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_VALUE = re.compile(r'"[^"]*"|\'[^\']*\'')
_LAST = re.compile(r"[\w.#-]+$")
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base"})
"""Tags that nothing stands within."""


class PageStyles(Struct, frozen=True):
    """The looks that a page's style sheets give, by what they are given to: ``p``, ``.class``, ``p.class``, ``#id``."""

    given: Mapping[str, frozenset[PageLook]] = field(default_factory=dict)

    @staticmethod
    def of(page: str) -> PageStyles:
        """Those of the page's own style sheets, but for what holds on paper or in small windows alone."""
        found: dict[str, frozenset[PageLook]] = {}
        for chosen, rule in _rules(page):
            looks = frozenset(look for look, says in _SAYS.items() if says.search(rule))
            looks |= {PageLook.HIDDEN} if is_white(rule) else frozenset()
            for one in chosen.split(",") if looks else ():
                last = _LAST.search(one.strip())
                if last:
                    key = last[0].casefold()
                    found[key] = found.get(key, frozenset()) | looks
        return PageStyles(found)

    def looks(self, tag: str, rest: str) -> frozenset[PageLook]:
        """What a tag does to the text within it; ``rest`` is what is written in it after its name."""
        if tag in _VOID:
            return frozenset()
        found = {look for look, says in _SAYS.items() if ":" in rest and says.search(rest)}
        if tag in _BY_TAG:
            found.add(_BY_TAG[tag])
        if "hidden" in rest.casefold() and _HIDDEN.search(_VALUE.sub("", rest)):
            found.add(PageLook.HIDDEN)
        if is_white(rest):
            found.add(PageLook.HIDDEN)
        if self.given:
            names = [tag, *_names(rest)]
            found.update(*(self.given.get(key, ()) for name in names for key in (name, f"{tag}{name}")))
        return frozenset(found)


def is_white(style: str) -> bool:
    """Whether text is white there, with no ground of its own to be seen on."""
    return "color" in style.casefold() and bool(_WHITE.search(style)) and not _GROUND.search(style)


def _names(rest: str) -> Iterator[str]:
    for kind, *values in _NAMES.findall(rest):
        sign = "." if kind.casefold() == "class" else "#"
        yield from (f"{sign}{name.casefold()}" for value in values for name in value.split())


def _rules(page: str) -> Iterator[tuple[str, str]]:
    """Each rule of the page's style sheets: whom it is given to, and what it says."""
    at = 0
    while start := _STYLE.search(page, at):
        end = _STYLE_END.search(page, start.end())
        sheet = page[start.end() : end.start() if end else len(page)].replace("<!--", "").replace("-->", "")
        yield from _rules_in(sheet.partition(">")[2])
        at = end.end() if end else len(page)


def _rules_in(sheet: str) -> Iterator[tuple[str, str]]:
    depth, at, chosen = 0, 0, ""
    for brace in _BRACE.finditer(sheet):
        text, at = sheet[at : brace.start()], brace.end()
        if brace[0] == "{":
            chosen = text if depth == 0 else ""  # within @media and its like: not always so
            depth += 1
        else:
            depth = max(0, depth - 1)
            if depth == 0 and chosen:
                yield chosen.rpartition(";")[2], text
            chosen = ""


class LookScope:
    """Whether what is read stands within a tag that has a look: the outermost, and how many of its name are open."""

    def __init__(self) -> None:
        self._tag = ""
        self._open = 0

    def __bool__(self) -> bool:
        return self._open > 0

    def meets(self, name: str, *, closes: bool, begins: bool) -> None:
        """A tag; ``begins``: it has the look. A paragraph ends where another begins."""
        if self._open and name == self._tag and name == "p":
            self._open = 0
        elif self._open and name == self._tag:
            self._open += -1 if closes else 1
        if begins and not closes and not self._open:
            self._tag, self._open = name, 1
