"""Nothing reaches for the network unasked, and nothing is left outside qa_bot's own folders."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import DESIGNED, WHO, environment, run_python, write_pile
from network_guard import Guard, has_namespaces
from pseudo_terminal import terminal
from tiny import TinyEncoder, ignore, model

from qa_bot.index.build import build_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STRANGER = "somebody/model"
QUESTION_SET = {"id": "q1", "question": WHO, "answers": [{"article": "bridge.md", "quote": DESIGNED}]}
LOOK_UP = "import socket\ntry:\n    socket.getaddrinfo('nowhere.example', 80)\nexcept OSError:\n    pass"
NATIVE_LOOK_UP = """
import ctypes
found = ctypes.c_void_p()
ctypes.CDLL(None).getaddrinfo(b"nowhere.example", b"80", None, ctypes.byref(found))
"""


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Guard:
    return Guard(tmp_path_factory.mktemp("guard"))


@pytest.fixture(scope="module")
def pile(guard: Guard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Index the pile under guard, from an empty home: the model is exported on the way."""
    folder = tmp_path_factory.mktemp("pile")
    write_pile(folder / "corpus")
    ran = guard.run("-m", "qa_bot", "index", folder=folder)
    assert ran.code == 0, ran.err
    (folder / "questions.jsonl").write_text(json.dumps(QUESTION_SET), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def handed_over(guard: Guard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index that names a model which is nowhere on this disk."""
    folder = tmp_path_factory.mktemp("handed-over")
    write_pile(folder / "corpus")
    build_index(folder / "index", folder / "corpus", model(TinyEncoder(STRANGER)), ignore)
    (folder / "questions.jsonl").write_text(json.dumps(QUESTION_SET), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _nothing_unasked(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "guard" in request.fixturenames:
        guard = request.getfixturevalue("guard")
        assert (guard.reached(), guard.left_behind()) == ([], [])


def test_telemetry_is_off_before_any_library_is_loaded(tmp_path: Path) -> None:
    tell = "print(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    variables = environment(tmp_path, ORT_DISABLE_TELEMETRY="0")
    ran = run_python("-c", f"import os, sys, qa_bot.core.types; {tell}", folder=tmp_path, variables=variables)
    assert ran.out == "1 False\n"


def test_the_guard_notes_what_python_looks_up(tmp_path: Path) -> None:
    guard = Guard(tmp_path)
    assert guard.run("-c", LOOK_UP, folder=tmp_path).code == 0
    assert any("getaddrinfo" in attempt for attempt in guard.reached())


@pytest.mark.skipif(not has_namespaces(), reason="this system allows no network namespace")
def test_the_guard_counts_what_other_libraries_look_up(tmp_path: Path) -> None:
    guard = Guard(tmp_path)
    assert guard.run("-c", NATIVE_LOOK_UP, folder=tmp_path).code == 0
    assert any("OutNoRoutes" in attempt for attempt in guard.reached())


@pytest.mark.slow
def test_building_an_index_and_exporting_the_model_stays_at_home(pile: Path, guard: Guard) -> None:
    assert (pile / "index" / "CURRENT").exists()
    assert list((guard.home / ".cache" / "qa_bot" / "exports").iterdir())


@pytest.mark.slow
def test_asking_stays_at_home(pile: Path, guard: Guard) -> None:
    ran = guard.run("-m", "qa_bot", "ask", WHO, folder=pile)
    assert "Ada Lindqvist" in ran.out, ran.err


@pytest.mark.slow
def test_evaluating_stays_at_home(pile: Path, guard: Guard) -> None:
    ran = guard.run("-m", "qa_bot", "eval", "questions.jsonl", folder=pile)
    assert "nDCG@10" in ran.out, ran.err


@pytest.mark.slow
def test_the_app_stays_at_home(pile: Path, guard: Guard) -> None:
    variables = guard.variables | {"TERM": "xterm-256color"}
    with terminal(guard.command("-m", "qa_bot"), folder=pile, variables=variables) as screen:
        screen.shows("3 articles · 6 passages · all-MiniLM-L6-v2")
        screen.type(f"{WHO}\r")
        screen.shows("The new bridge was designed by Ada Lindqvist")
        screen.type("\x11")
        assert screen.ends() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["ask", WHO], ["index"], ["doctor", "--repair"], ["eval", "questions.jsonl"]]
)
def test_a_model_that_an_index_names_is_not_fetched(
    command: list[str], handed_over: Path, guard: Guard
) -> None:
    ran = guard.run("-m", "qa_bot", *command, folder=handed_over)
    assert ran.code == (2 if command[0] == "ask" else 1)
    assert ran.err.startswith(f"qa-bot: The index needs the model {STRANGER}, which is not on disk")
    assert ran.err.count("\n") == 1


@pytest.mark.slow
def test_the_app_fetches_no_model_that_an_index_names(handed_over: Path, guard: Guard) -> None:
    variables = guard.variables | {"TERM": "xterm-256color"}
    with terminal(guard.command("-m", "qa_bot"), folder=handed_over, variables=variables) as screen:
        screen.shows("is not on disk")
        screen.type("\x11")
        assert screen.ends() == 0
