"""Mails from template files: texts as elements with their looks, nothing that a mail program or a reader may fear."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.texts.content import BulletList, Figure, NumberedList, Paragraph, Run, Text
from rus_sheets.texts.text import parse
from rus_sheets.word.make.mailpage import mail_page
from rus_sheets.word.make.template import TemplateError


def made(tmp_path: Path, kind: str, source: str, **names: object) -> str:
    template = tmp_path / f"mall{kind}"
    template.write_text(source, encoding="utf-8")
    return mail_page(template, names)


def html(tmp_path: Path, *blocks: object) -> str:
    return made(tmp_path, ".html", "{{ x }}", x=Text(blocks))  # type: ignore[arg-type]


def plain(tmp_path: Path, *blocks: object) -> str:
    return made(tmp_path, ".txt", "{{ x }}", x=Text(blocks))  # type: ignore[arg-type]


def test_blocks_as_html_and_as_lines(tmp_path: Path) -> None:
    blocks = parse("Först.\n- ett\n- två\n3. tre\n4. fyra\na) a\nb) b\nSist.").blocks
    shown = html(tmp_path, *blocks)
    assert [shown.count(f"<{tag} ") for tag in ("p", "ul", "ol", "li")] == [2, 1, 2, 6]
    assert '<ol start="3" style' in shown
    assert '<ol start="1" type="a" style' in shown
    assert plain(tmp_path, *blocks) == "Först.\n\n- ett\n- två\n\n3. tre\n4. fyra\n\na. a\nb. b\n\nSist."


def test_looks_and_figures(tmp_path: Path) -> None:
    said = Paragraph((Run("fet", bold=True), Run("lutar", italic=True), Figure("5 < 6")))
    assert "<strong>fet</strong><em>lutar</em>5 &lt; 6" in html(tmp_path, said)
    assert plain(tmp_path, said) == "fetlutar5 < 6"
    assert plain(tmp_path, BulletList(((Run("a"),),)), NumberedList(((Run("b"),),), letters=True, prefix="1")) == (
        "- a\n\n1a. b"
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///c:/x", "//example.org", "x"])
def test_a_link_that_is_no_page_or_address_is_text(tmp_path: Path, link: str) -> None:
    assert "<a" not in html(tmp_path, Paragraph((Run("hit", link=link),)))
    assert plain(tmp_path, Paragraph((Run("hit", link=link),))) == "hit"


def test_a_link_says_where_it_goes(tmp_path: Path) -> None:
    link = Paragraph((Run("sidan", link='https://example.org/?a=1&b="'),))
    assert 'href="https://example.org/?a=1&amp;b=&quot;"' in html(tmp_path, link)
    assert plain(tmp_path, link) == 'sidan: https://example.org/?a=1&b="'
    address = Paragraph((Run("a@example.org", link="mailto:a@example.org"),))
    assert 'href="mailto:a@example.org"' in html(tmp_path, address)
    assert plain(tmp_path, address) == "a@example.org"


def test_strings_are_escaped_in_html_alone(tmp_path: Path) -> None:
    assert made(tmp_path, ".html", '<p title="{{ x }}">{{ x }}</p>', x='<b>"&') == (
        '<p title="&lt;b&gt;&#34;&amp;">&lt;b&gt;&#34;&amp;</p>'
    )
    assert made(tmp_path, ".txt", "{{ x }}", x='<b>"&{{ y }}') == '<b>"&{{ y }}'


@pytest.mark.parametrize("kind", [".html", ".txt"])
@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("Hej\n{{ titl }}", "Menade du titel?"),
        ("{{ titel.__class__ }}", "börjar med _"),
        ("{{ titel() }}", "inte får göra"),
        ("Hej\n{% if titel %}", "rad 2"),
        ("{{ lista }}", "lista"),
    ],
)
def test_a_faulty_template_is_told(tmp_path: Path, kind: str, source: str, fault: str) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, kind, source, titel="Brev", lista=["a"])
    assert fault in str(caught.value)
    assert caught.value.place.startswith(f"mall{kind}")


def test_a_template_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"\xff\xfe\x00")
    for name in ("a.html", "ingen.html"):
        with pytest.raises(UnusableInputError):
            mail_page(tmp_path / name, {})
