"""A second start opens the page that runs, which knows of its work; and nobody else gets in that way."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from unittest import mock

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.usecases.changing.lock import Lock
from rus_sheets.web import running, server
from rus_sheets.web.gate import SECRET
from rus_sheets.web.life import Life
from rus_sheets.web.running import WHERE, RunningPage
from tests.web.conftest import HOST, Browser
from tests.web.served import served


def started_again(workbook: Path | None, memory: Path) -> list[str]:
    told: list[str] = []
    with mock.patch.object(server.platformdirs, "user_state_path", return_value=memory):
        server.serve(workbook, port=0, on_ready=lambda _: told.append("its own"), on_running=told.append, life=ended())
    return told


def ended() -> Life:
    life = Life()
    life.end()
    return life


def test_the_one_that_runs_is_opened_on_the_workbook(workbook: Path, tmp_path: Path) -> None:
    memory = tmp_path / "minne"
    with served(None, memory) as first:
        (again,) = started_again(workbook, memory)
        assert again.partition("token=")[0] == first.partition("token=")[0]
        token, _, key = again.partition("token=")[2].partition("&bok=")
        assert (token == first.partition("token=")[2], len(key)) == (False, 16)
        file = memory / "sidan-igang.json"
        if sys.platform != "win32":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not file.exists()
    assert started_again(None, memory) == ["its own"]


def test_one_that_died_is_taken_for_dead(tmp_path: Path) -> None:
    (tmp_path / "sidan-igang.json").write_text(json.dumps({"port": 1, "secret": "x"}))
    assert started_again(None, tmp_path) == ["its own"]


@pytest.mark.parametrize("left", ["", "{", "[]", json.dumps({"port": 1, "secret": "x"})])
def test_one_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str) -> None:
    monkeypatch.setattr(running, "_WAIT", 0.3)
    lock = Lock(tmp_path / "sidan.lock")
    lock.acquire(0)
    (tmp_path / "sidan-igang.json").write_text(left)
    with pytest.raises(UnusableInputError, match="redan igång, men svarar inte"):
        RunningPage(tmp_path).entrance("")
    lock.release()


@pytest.mark.parametrize("shown", [{}, {SECRET: ""}, {SECRET: "fel"}])
def test_nobody_else_gets_in_that_way(outside: Browser, shown: dict[str, str]) -> None:
    own = {"Host": HOST, "Origin": f"http://{HOST}"}
    assert outside.client.post(WHERE, headers=own | shown).status_code == 403
    secret = {SECRET: outside.page.gate.start_secret}
    assert outside.client.post(WHERE, headers=own | secret | {"Origin": "http://evil.example"}).status_code == 403
    assert outside.client.post(WHERE, headers=own | secret | {"Host": "evil.example"}).status_code == 403
    assert outside.client.post(WHERE, headers=own | secret).text.startswith(f"http://{HOST}/?token=")
    outside.page.life.end()
    assert outside.client.post(WHERE, headers=own | secret).status_code == 409


def test_where_there_can_be_no_lock_it_is_a_page_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(38, os.strerror(38))

    monkeypatch.setattr(Lock, "acquire", refused)
    assert started_again(None, tmp_path) == ["its own"]
