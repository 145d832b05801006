"""``rus-sheets app``, and ``rus-sheets`` alone."""

from __future__ import annotations

import io
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest

from rus_sheets import cli
from rus_sheets.usecases.page import shortcut
from tests.cli.run import rus_sheets
from tests.wine import UNDER_WINE

ADDRESS = "http://127.0.0.1:1/?token=x"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Opened:
    """A page that is over at once."""

    runs_already = False

    def __init__(self) -> None:
        self.calls: list[tuple[Path | None, int]] = []

    def __call__(
        self, workbook: Path | None, *, port: int, on_ready: Callable[[str], None], on_running: Callable[[str], None]
    ) -> None:
        self.calls.append((workbook, port))
        (on_running if self.runs_already else on_ready)(ADDRESS)


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address) or True)
    return addresses


def run(monkeypatch: pytest.MonkeyPatch, *words: str, terminal: bool = True) -> tuple[Opened, str]:
    opened, out = Opened(), Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "argv", ["rus-sheets", *words])
    monkeypatch.setattr(sys, "stdin", Terminal() if terminal else io.StringIO())
    monkeypatch.setattr(sys, "stdout", out)
    with pytest.raises(SystemExit):
        cli.main(opened)
    return opened, out.getvalue()


def test_it_opens_the_browser(monkeypatch: pytest.MonkeyPatch, browsed: list[str]) -> None:
    opened, said = run(monkeypatch, "app", "bok.xlsx", "--port", "5000")
    assert opened.calls == [(Path("bok.xlsx"), 5000)]
    assert browsed == [ADDRESS]
    assert "Sidan är avslutad." in said


def test_or_says_the_address(monkeypatch: pytest.MonkeyPatch, browsed: list[str]) -> None:
    _, said = run(monkeypatch, "app", "--no-browser")
    assert browsed == []
    assert f"    {ADDRESS}\n" in said
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    _, said = run(monkeypatch, "app")
    assert f"    {ADDRESS}\n" in said


def test_one_that_runs_already_is_opened(monkeypatch: pytest.MonkeyPatch, browsed: list[str]) -> None:
    monkeypatch.setattr(Opened, "runs_already", True)
    _, said = run(monkeypatch, "app")
    assert browsed == [ADDRESS]
    assert said == "Sidan är redan igång.\nDen öppnas i webbläsaren.\n"
    _, said = run(monkeypatch, "app", "--no-browser")
    assert browsed == [ADDRESS]
    assert f"    {ADDRESS}\n" in said
    assert "Ctrl+C" not in said  # it isn't this one that one ends


def test_alone_it_is_the_page_to_a_person_and_help_to_a_program(
    monkeypatch: pytest.MonkeyPatch, browsed: list[str]
) -> None:
    opened, _ = run(monkeypatch)
    assert opened.calls == [(None, 0)]
    opened, _ = run(monkeypatch, "--help")
    assert opened.calls == []
    alone = rus_sheets()
    assert "Kommandon" in alone.out + alone.err
    monkeypatch.setattr(sys, "stdin", None)  # no console at all
    assert "Kommandon" in rus_sheets().out + rus_sheets().err


def test_a_workbook_that_cant_be_used_starts_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    ran = rus_sheets("app", tmp_path / "saknas.xlsx", "--no-browser")
    assert ran.code == 3
    assert "saknas.xlsx" in ran.err


@pytest.mark.skipif(UNDER_WINE, reason="Wine's: its PowerShell does nothing")
def test_a_shortcut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcut.platformdirs, "user_desktop_path", lambda: tmp_path)
    ran = rus_sheets("app", "--shortcut")
    assert ran.code == 0
    (made,) = tmp_path.iterdir()
    assert str(made) in " ".join(ran.out.split())
    assert rus_sheets("app", "bok.xlsx", "--shortcut").code == 2
