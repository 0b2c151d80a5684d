"""What starts quickly loads little: sys.modules of a fresh interpreter, at each step towards an answer."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

import pytest
from commands import WHO, environment, run_python, shared_cache, shared_index, write_pile

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = frozenset(
    {
        "torch",
        "transformers",
        "sentence_transformers",
        "onnx",
        "scipy",
        "sklearn",
        "ir_measures",
        "trafilatura",
        "urllib3",
        "lancedb",
        "pyarrow",
        "pymilvus",
        "grpc",
        "pandas",
        "dask",
        "distributed",
    }
)
"""Seconds to import, and needed for building and evaluating alone."""
ENGINE = frozenset({"numpy", "faiss", "tantivy", "onnxruntime", "tokenizers", "sqlite3", "sentencex"})
"""What answers a question; the window is painted before it is loaded."""

COMMAND = """
import sys
from qa_bot.cli import main as cli
sys.argv = ["qa-bot", {arguments}]
try:
    cli.main()
except SystemExit as end:
    assert not end.code, end.code
"""
FIRST_PAINT = """
import asyncio, threading
import qa_bot.cli.main
from qa_bot.core.errors import CorpusError
from qa_bot.tui.app import QaBotApp

opening, painted = threading.Event(), threading.Event()

def load(on_progress):
    opening.set()
    painted.wait(60)
    raise CorpusError("enough was seen")

async def paint():
    app = QaBotApp(load)
    async with app.run_test() as pilot:
        while not opening.is_set():
            await pilot.pause(0.02)
        welcome = app.query_one("#welcome").region
        painted.set()
    assert welcome.area > 0

asyncio.run(paint())
"""


class Loaded(Protocol):
    """Tells the top-level modules that a program has loaded by its end."""

    def __call__(self, program: str, folder: Path = ...) -> frozenset[str]:
        """Run the program in a fresh interpreter."""


@pytest.fixture
def loaded(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    def run(program: str, folder: Path = tmp_path) -> frozenset[str]:
        listing = tmp_path / "modules.json"
        ending = f"\nimport json, sys\njson.dump(list(sys.modules), open({str(listing)!r}, 'w'))\n"
        variables = environment(shared_cache(tmp_path_factory))
        ran = run_python("-c", program + ending, folder=folder, variables=variables)
        assert ran.code == 0, ran.err
        names = json.loads(listing.read_text())
        return frozenset(name.partition(".")[0] for name in names)

    return run


@pytest.mark.parametrize(
    "program",
    [
        "import qa_bot",
        "import qa_bot; dir(qa_bot)",
        "from qa_bot import Answer, Filters, QaBotError, Verdict",
        "import qa_bot.core.types, qa_bot.core.errors",
    ],
)
def test_the_package_itself_loads_nothing(loaded: Loaded, program: str) -> None:
    assert not loaded(program) & (HEAVY | ENGINE | {"textual", "rich", "typer"})


@pytest.mark.parametrize(
    "arguments",
    [
        '"--help"',
        '"ask", "--help"',
        '"add", "--help"',
        '"index", "--help"',
        '"eval", "--help"',
        '"eval", "new", "--help"',
    ],
)
def test_help_loads_neither_screen_nor_engine(loaded: Loaded, arguments: str) -> None:
    assert not loaded(COMMAND.format(arguments=arguments)) & (HEAVY | ENGINE | {"textual"})


def test_the_screen_loads_no_engine(loaded: Loaded) -> None:
    found = loaded("import qa_bot.tui.app")
    assert "textual" in found
    assert not found & (HEAVY | ENGINE)


@pytest.mark.slow
def test_the_first_paint_waits_for_no_engine(loaded: Loaded) -> None:
    found = loaded(FIRST_PAINT)
    assert "textual" in found
    assert not found & (HEAVY | ENGINE)


@pytest.mark.slow
def test_a_question_is_answered_without_torch(
    loaded: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = loaded(COMMAND.format(arguments=f'"ask", "{WHO}"'), shared_index(tmp_path_factory))
    assert found >= ENGINE
    assert not found & (HEAVY | {"textual"})


@pytest.mark.slow
def test_the_app_opens_and_answers_without_torch(
    loaded: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> None:
    program = f"""
from pathlib import Path
from qa_bot.core.folders import Folders, cache_folder
from qa_bot.engine.opening import open_engine
folders = Folders(Path("corpus"), Path("index"), cache_folder())
engine = open_engine(folders, print, answer_model="answer-minilm")
assert engine.ask({WHO!r}, 3).provisional
engine.load_model()
assert engine.ask({WHO!r}, 3).hits[0].reading
assert engine.article("bridge.md") and engine.files()
"""
    assert not loaded(program, shared_index(tmp_path_factory)) & (HEAVY | {"textual"})


@pytest.mark.slow
def test_a_first_build_and_its_first_question_need_no_torch(loaded: Loaded, tmp_path: Path) -> None:
    write_pile(tmp_path / "first" / "corpus")
    program = f"""
import os
os.environ["XDG_CACHE_HOME"] = {str(tmp_path / "empty")!r}
from qa_bot import Library
with Library.open() as library:
    assert library.ask({WHO!r}).hits
"""
    unused = {"torch", "transformers", "sentence_transformers", "dask", "distributed"}
    assert not loaded(program, tmp_path / "first") & unused
    assert list((tmp_path / "empty").rglob("model.onnx"))
