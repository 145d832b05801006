"""What people type where an address is asked for."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.addresses import _PLAIN, addresses

TYPED = {
    "Anna Ek (anna@exempel.se), Bo (bo@exempel.se)": ["anna@exempel.se", "bo@exempel.se"],
    "a@b.se": ["a@b.se"],
    "a@b.se; c@d.se": ["a@b.se", "c@d.se"],
    "a@b.se, c@d.se": ["a@b.se", "c@d.se"],
    "a@b.se c@d.se": ["a@b.se", "c@d.se"],
    "a@b.se  c@d.se, e@f.se": ["a@b.se", "c@d.se", "e@f.se"],
    "c@d.se Anna <a@b.se> e@f.se": ["c@d.se", "a@b.se", "e@f.se"],
    "c@d.se, Ek, Anna <a@b.se>": ["c@d.se", "a@b.se"],
    "a@b.se\nc@d.se": ["a@b.se", "c@d.se"],
    "a@b.se; A@B.se;": ["a@b.se"],
    "Anna Ek <a@b.se>": ["a@b.se"],
    "Ek, Anna <a@b.se>; Bo Al <c@d.se>": ["a@b.se", "c@d.se"],
    "Anna <a@b.se>, Bo <c@d.se>": ["a@b.se", "c@d.se"],
    '"Ek, Anna" <a@b.se>': ["a@b.se"],
    "c@d.se, Anna <a@b.se>": ["c@d.se", "a@b.se"],
    "a@exämple.org": ["a@xn--exmple-cua.org"],
    "a@b.se / c@d.se": ["a@b.se", "c@d.se"],
    "a@b.se/c@d.se": ["a@b.se", "c@d.se"],
    "Anna Ek <a@b.se> / Bo Al <c@d.se>": ["a@b.se", "c@d.se"],
    "Anna Ek (a@b.se)/Bo Al (c@d.se)": ["a@b.se", "c@d.se"],
    "Ek/Al <a@b.se>": ["a@b.se"],
    "mailto:a@b.se": ["a@b.se"],
    "MAILTO: a@b.se; mailto:c@d.se": ["a@b.se", "c@d.se"],
    "mailto:a@b.se?subject=Hej%20du": ["a@b.se"],
    "Anna Ek <mailto:a@b.se>": ["a@b.se"],
    "Anna Ek a@b.se <mailto:a@b.se>": ["a@b.se"],
    "": [],
    " \n; , ": [],
}
WRONG = {
    "anna": ["anna"],
    "anna; a@b.se": ["anna"],
    "anna, a@b.se": ["anna"],
    "Anna Ek <anna>": ["anna"],
    "anna(at)b.se": ["anna(at)b.se"],
    "mailto:": ["mailto:"],
    "mailto:anna": ["mailto:anna"],
    "a@b.se / Bo": ["Bo"],
    "Anna / Bo": ["Anna / Bo"],
    "å@b.se": ["å@b.se"],
    "a..b@c.se": ["a..b@c.se"],
    "a.@c.se": ["a.@c.se"],
    "a@b": ["a@b"],
    "Anna Ek": ["Anna Ek"],
    "a@b.se och c@d.se": ["a@b.se och c@d.se"],
    "a @b.se": ["a @b.se"],
    "anna c@d.se Bo <a@b.se>": ["anna"],
}


@pytest.mark.parametrize("text", TYPED)
def test_recipients(text: str) -> None:
    found = addresses(text)
    assert [each.address for each in found.recipients] == TYPED[text]
    assert not found.wrong


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_address(text: str) -> None:
    assert list(addresses(text).wrong) == WRONG[text]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ek, Anna <a@b.se>; c@d.se", ["Ek, Anna", ""]),
        ("Ek/Al <a@b.se> / Bo <c@d.se>", ["Ek/Al", "Bo"]),
        ("Anna Ek <mailto:a@b.se>", ["Anna Ek"]),
    ],
)
def test_names_are_kept(text: str, names: list[str]) -> None:
    assert [each.name for each in addresses(text).recipients] == names


@given(st.text(st.sampled_from('ab@.;,<>" \n()å:\\\r\x0b\u202e'), max_size=30))
def test_whatever_is_typed_gives_addresses_that_mail_programs_take(text: str) -> None:
    found = addresses(text)
    for each in found.recipients:
        assert Address(addr_spec=each.address).addr_spec.isascii()
    if text.strip(' ;,\n\r\x0b<>"'):
        assert found.recipients or found.wrong


@given(st.from_regex(_PLAIN, fullmatch=True))
def test_a_plain_address_is_what_the_library_makes_of_it(address: str) -> None:
    assert Address(addr_spec=address).addr_spec == address
    assert [each.address for each in addresses(address).recipients] == [address]
