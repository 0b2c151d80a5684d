"""The first clipboard tool that is there and works gets the text; one that fails or hangs is passed over."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from qa_bot.tui import clipboard
from qa_bot.tui.clipboard import Tool, copy_to_system

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ada built it\u2019s piers.\n\u4e0a\u6d77"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put three programs on the PATH: one that keeps what it reads, one that fails, one that hangs."""
    programs = {
        "keep": "import sys; open(sys.argv[0] + '.txt', 'wb').write(sys.stdin.buffer.read())",
        "fail": "import sys; sys.exit('Error: cannot open display')",
        "hang": "import time; time.sleep(60)",
    }
    for name, code in programs.items():
        program = tmp_path / name
        program.write_text(f"#!{sys.executable} -S\n{code}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(clipboard, "TIMEOUT_S", 1.0)
    return tmp_path


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are scripts")


def test_a_tool_gets_the_whole_text(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TOOLS", (Tool(("keep",)),))
    assert copy_to_system(TEXT) == "keep"
    assert (tools / "keep.txt").read_text(encoding="utf-8") == TEXT


def test_a_tool_that_fails_hangs_or_is_not_there_is_passed_over(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing that it prints reaches the screen."""
    bad = tuple(Tool((name,)) for name in ("fail", "hang", "nowhere"))
    monkeypatch.setattr(clipboard, "TOOLS", bad)
    assert copy_to_system(TEXT) == ""
    monkeypatch.setattr(clipboard, "TOOLS", (*bad, Tool(("keep",), encoding="utf-16")))
    assert copy_to_system(TEXT) == "keep"
    assert (tools / "keep.txt").read_text(encoding="utf-16") == TEXT
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("tools")
def test_a_tool_is_used_only_where_it_can_work(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = Tool(("keep",), platform="some other system")
    monkeypatch.setattr(clipboard, "TOOLS", (elsewhere, Tool(("keep",), needs="QA_BOT_TEST_DISPLAY")))
    assert copy_to_system(TEXT) == ""
    monkeypatch.setenv("QA_BOT_TEST_DISPLAY", ":0")
    assert copy_to_system(TEXT) == "keep"
