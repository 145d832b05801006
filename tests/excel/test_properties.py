"""Properties of a workbook set, and no others touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit.properties import with_properties
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.resources import folder
from tests.excel.small import members_of, package, zipped

MADE = folder("examples") / "2026" / "verksamhet-2026.xlsx"


def properties(data: bytes) -> dict[str, str]:
    return dict(read_package(Package("x", data)).properties)


def test_a_property_is_changed_and_another_added() -> None:
    before = read_package(Package(MADE)).properties
    after = properties(with_properties(Package(MADE), {"rus-sheets id": "ny & <egen>", "Diarie": "5"}))
    assert after == {**before, "rus-sheets id": "ny & <egen>", "Diarie": "5"}


def test_a_workbook_without_own_properties_gets_them(tmp_path: Path) -> None:
    bare = package({"Blad": "<row r='1'/>"})
    path = tmp_path / "ny.xlsx"
    path.write_bytes(with_properties(Package("x", bare), {"rus-sheets id": "abc"}))
    assert properties(path.read_bytes()) == {"rus-sheets id": "abc"}
    assert b"custom-properties+xml" in members_of(path)["[Content_Types].xml"]


def test_our_title_follows_and_a_persons_own_stays() -> None:
    title = "Verksamhetsplan och uppföljning 2026"
    ours = with_properties(Package(MADE), {}, (title, "Plan & utfall 2027"))
    assert b"<dc:title>Plan &amp; utfall 2027</dc:title>" in Package("x", ours).read("docProps/core.xml")
    theirs = with_properties(Package(MADE), {}, ("En annan titel", "Ny"))
    assert title.encode() in Package("x", theirs).read("docProps/core.xml")


def test_no_other_part_changes(tmp_path: Path) -> None:
    path = tmp_path / "ny.xlsx"
    path.write_bytes(with_properties(Package(MADE), {"rus-sheets id": "x"}))
    before, after = members_of(MADE), members_of(path)
    assert {name for name in before if before[name] != after[name]} == {"docProps/custom.xml"}


@pytest.mark.parametrize("number", ["", "²", "x", "9" * 5000])
def test_a_number_that_is_none_is_passed_over(number: str) -> None:
    members = members_of(MADE)
    custom = re.sub(rb'pid="[^"]*"', f'pid="{number}"'.encode(), members["docProps/custom.xml"])
    data = zipped({**members, "docProps/custom.xml": custom})
    assert properties(with_properties(Package("x", data), {"Diarie": "5"}))["Diarie"] == "5"


def test_a_property_written_with_another_prefix_is_found() -> None:
    members = members_of(MADE)
    custom = members["docProps/custom.xml"].replace(b"vt:", b"t:").replace(b"xmlns:vt", b"xmlns:t")
    data = zipped({**members, "docProps/custom.xml": custom})
    assert properties(with_properties(Package("x", data), {"rus-sheets id": "y"}))["rus-sheets id"] == "y"


def test_a_part_that_holds_something_else_is_told_of() -> None:
    data = zipped({**members_of(MADE), "docProps/custom.xml": b"<a/>"})
    with pytest.raises(UnusableInputError, match=r"delen docProps/custom\.xml saknar Properties"):
        with_properties(Package("x", data), {"Diarie": "5"})
