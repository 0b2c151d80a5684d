"""Fixtures that several test modules share: a tiny encoder, a small corpus and an index of the two."""

from __future__ import annotations

import os
import shutil
from itertools import count
from typing import TYPE_CHECKING

import pytest
from commands import Commands, shared_cache, shared_index
from hypothesis import settings
from store_servers import STORES, started
from tiny import TinyEncoder, ignore, model, write_articles

from qa_bot.index.build import build_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

settings.register_profile("repeatable", derandomize=True, database=None)
if os.environ.get("CI"):  # there a change is judged, not the luck of the draw; at a desk new cases are sought
    settings.load_profile("repeatable")

ARTICLES = {
    "bridge.md": (
        "The mayor opened the new bridge over the river Elbe on Monday.\n\n"
        "Engineers from Dresden built the bridge in four years for ninety million euros."
    ),
    "cat.md": (
        "A feline was rescued from a chimney by two firemen in Leeds.\n\n"
        "The owner thanked the firemen with a cake made of almonds."
    ),
    "café.md": "The oldest café of Zürich closes its doors after a hundred and ten years.",
}
"""The small corpus: five paragraphs of three articles."""

_NUMBERS = count()  # of stores


@pytest.fixture(scope="session", autouse=True)
def no_user_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and the processes it starts, away from the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("QA_BOT_CONFIG", str(tmp_path_factory.mktemp("settings") / "config.toml"))
        for name in ("LIBRARY", "CORPUS", "INDEX", "STORE"):
            variables.delenv(f"QA_BOT_{name}", raising=False)
        yield


@pytest.fixture
def config_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Name a config file and a data folder of the test's own; neither is there yet."""
    path = tmp_path / "settings" / "config.toml"
    monkeypatch.setenv("QA_BOT_CONFIG", str(path))
    monkeypatch.setenv("QA_BOT_DATA", str(tmp_path / "data"))
    return path


@pytest.fixture(autouse=True)
def data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep conversations in an empty folder of this test, never in the user's."""
    folder = tmp_path_factory.mktemp("data") / "qa_bot"
    monkeypatch.setenv("QA_BOT_DATA", str(folder))
    return folder


@pytest.fixture
def encoder() -> TinyEncoder:
    """Give an encoder that has embedded nothing yet."""
    return TinyEncoder()


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    """Give the small corpus, for a test to change as it likes."""
    folder = tmp_path / "corpus"
    write_articles(folder, ARTICLES)
    return folder


@pytest.fixture(scope="session")
def pristine_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the index of the small corpus once."""
    folder = tmp_path_factory.mktemp("pristine")
    write_articles(folder / "corpus", ARTICLES)
    build_index(folder / "index", folder / "corpus", model(TinyEncoder()), ignore)
    return folder / "index"


@pytest.fixture
def index_folder(pristine_index: Path, tmp_path: Path) -> Path:
    """Give an index of the small corpus, for a test to change as it likes."""
    return shutil.copytree(pristine_index, tmp_path / "index")


@pytest.fixture
def own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Work in an empty folder, with the cache folder of the whole run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_cache(tmp_path_factory)))


@pytest.fixture
def commands(
    own_folder: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Commands:
    """Run commands in an empty folder."""
    return Commands(monkeypatch, capsys)


@pytest.fixture
def indexed(commands: Commands, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Run commands in a folder that has the pile and its index."""
    shutil.copytree(shared_index(tmp_path_factory), tmp_path, dirs_exist_ok=True)
    return commands


@pytest.fixture
def system_bin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an empty bin in place of the user's own; it is created when something is removed."""
    plat_other = pytest.importorskip("send2trash.plat_other")  # the implementation of Linux
    folder = tmp_path / "data" / "Trash"
    monkeypatch.setattr(plat_other, "HOMETRASH_B", os.fsencode(folder))
    monkeypatch.setattr(plat_other, "get_dev", lambda _: 0)
    monkeypatch.setattr("send2trash.send2trash", plat_other.send2trash)  # even where GIO has its own
    return folder


@pytest.fixture(scope="module", params=STORES)
def store_place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Start a kind of store, and give the address that its libraries are below."""
    with started(request.param) as place:
        yield place


@pytest.fixture
def store_address(store_place: str) -> str:
    """Give the address of an empty store."""
    return f"{store_place}/library{next(_NUMBERS)}"
