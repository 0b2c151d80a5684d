"""What a shell completes at Tab, in the shells themselves where they are installed."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Commands, environment, run_python, shared_cache
from pseudo_terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(qa-bot completion bash)"; echo ready$((1 + 1))'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -Uz compinit; compinit -u -D; eval "$(qa-bot completion zsh)"; echo ready$((1 + 1))',
    ),
    "fish": (["fish", "-i"], "qa-bot completion fish | source; echo ready(math 1 + 1)"),
}
"""How each is started, and what prepares it."""
TYPED = {
    "qa-bot do\t": "qa-bot doctor",
    "qa-bot ask --newe\t": "qa-bot ask --newest",
    "qa-bot eval --retriever b\t": "qa-bot eval --retriever bm25",
    "qa-bot completion zs\t": "qa-bot completion zsh",
    "qa-bot ask --batch que\t": "qa-bot ask --batch questions\\ of\\ today.jsonl",
}
"""Keys, and what the line becomes."""
CLEAR = "\x15"


@pytest.fixture
def variables(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with `qa-bot` on the path, and make a file to complete."""
    program = tmp_path / "bin" / "qa-bot"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qa_bot "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "questions of today.jsonl").touch()
    found = environment(shared_cache(tmp_path_factory), HOME=str(tmp_path), TERM="xterm", PS1="> ")
    return found | {"PATH": f"{program.parent}:{found['PATH']}"}


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_options_values_and_files(
    shell: str, variables: dict[str, str], tmp_path: Path
) -> None:
    arguments, prepare = SHELLS[shell]
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    owner = [sys.executable, "-c", f"import pty; pty.spawn({arguments})"]  # a shell wants its own terminal
    with terminal(owner, folder=tmp_path, variables=variables) as screen:
        screen.shows("> ")  # what is typed before a shell is ready may be lost
        screen.type(f"{prepare}\n")
        screen.shows("ready2")
        for keys, line in TYPED.items():
            screen.type(CLEAR + keys)
            screen.shows(line)


@pytest.mark.slow
def test_a_line_that_is_wrong_completes_nothing_and_says_nothing(
    variables: dict[str, str], tmp_path: Path
) -> None:
    for line in ("qa-bot nothing ", "qa-bot ask -k none --batch "):
        asked = {"_QA_BOT_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": line}
        asked["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
        ran = run_python("-m", "qa_bot", folder=tmp_path, variables=variables | asked)
        assert (ran.out.strip(), ran.err) == ("", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_names_the_program(commands: Commands, shell: str) -> None:
    ran = commands.run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert "_QA_BOT_COMPLETE" in ran.out
    assert "qa-bot" in ran.out


def test_another_shell_is_wrong_usage(commands: Commands) -> None:
    assert "must be one of bash, zsh, fish, not tcsh" in commands.refused("completion", "tcsh", code=2)
    assert "Missing argument bash|zsh|fish" in commands.refused("completion", code=2)


@pytest.mark.slow
def test_the_shell_completes_libraries_and_what_the_index_has(
    indexed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = json.loads(indexed.run("list", "--json").out)["articles"][0]

    def offered(line: str) -> list[str]:
        monkeypatch.setenv("_QA_BOT_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        return [name for name in indexed.run().out.splitlines() if name]

    assert article["id"] in offered("qa-bot show ")
    assert offered(f"qa-bot exclude {article['id'][:3]}") == [article["id"]]
    assert offered("qa-bot ask --library sa") == ["sample"]
    assert offered("qa-bot show --library nowhere ") == []
