"""Originals are opened by the programs that were chosen, with one argument each."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
import webbrowser
from typing import TYPE_CHECKING

import pytest

from qa_bot.tui import originals
from qa_bot.tui.originals import NotOpenedError, web_address

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
HOSTILE_NAME = "-o $(touch owned); 'a' & \u6f22.md"


def recorder(folder: Path, name: str, code: int = 0) -> Path:
    """Make a program that notes its arguments, one a line."""
    program = folder / name
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/args"\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def noted(folder: Path) -> list[str]:
    return (folder / "args").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://quay.example/bridge?a=1&b=2#top", True),
        ("http://quay.example", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("HTTPS://quay.example/", True),
        ("ftp://quay.example/", False),
        ("https:///no-host", False),
        ("https://quay.example/a b", False),
        ("https://quay.example/\x1b[31m", False),
        ("https://[broken/", False),
        ("-https://quay.example", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_opened(url: str | None, opened: bool) -> None:
    assert web_address(url) == (url if opened else "")


def test_the_editor_gets_the_file_as_one_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / HOSTILE_NAME
    file.write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{recorder(tmp_path, 'ed')} -w")
    originals.edit(originals.editor_for(file), file)
    assert noted(tmp_path) == ["-w", str(file)]
    assert not (tmp_path / "owned").exists()


def test_visual_comes_before_editor_and_neither_shows_a_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "code -w")
    monkeypatch.setenv("EDITOR", "vi")
    assert originals.editor_for(tmp_path / "a.md") == ["code", "-w"]
    assert originals.editor_for(tmp_path / "a.PDF") == []
    monkeypatch.setenv("VISUAL", "code '")
    assert originals.editor_for(tmp_path / "a.md") == []
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR")
    assert originals.editor_for(tmp_path / "a.md") == []


def test_an_editor_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotOpenedError, match="editor no-such-editor could not be started"):
        originals.edit(["no-such-editor"], tmp_path / "a.md")


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="xdg-open")
def test_the_system_s_opener_gets_the_file_as_one_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    file = tmp_path / HOSTILE_NAME
    with pytest.raises(NotOpenedError, match="No program here opens"):
        originals.open_with_system(file)
    recorder(tmp_path, "xdg-open")
    originals.open_with_system(file)
    assert noted(tmp_path) == [str(file)]
    recorder(tmp_path, "xdg-open", code=3)
    with pytest.raises(NotOpenedError, match="Set EDITOR"):
        originals.open_with_system(file)
    monkeypatch.delenv("DISPLAY")  # it would start a browser in the terminal
    with pytest.raises(NotOpenedError, match="No program here opens"):
        originals.open_with_system(tmp_path / "a.pdf")


@pytest.mark.parametrize(("command", "in_terminal"), [("{} %s", True), ("{} %s &", False)])
def test_the_person_s_browser_gets_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, in_terminal: bool
) -> None:
    monkeypatch.setenv("BROWSER", command.format(recorder(tmp_path, "browse")))
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # it reads the variable once
    browser = originals.browser()
    assert browser is not None
    assert originals.needs_terminal(browser) is in_terminal
    if in_terminal:
        originals.visit(browser, "https://quay.example/$(id)")
        assert noted(tmp_path) == ["https://quay.example/$(id)"]


def test_no_browser_is_told_with_the_address() -> None:
    with pytest.raises(NotOpenedError, match=r"https://quay\.example"):
        originals.visit(None, "https://quay.example")
