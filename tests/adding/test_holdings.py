"""What is in the corpus folder already is found, and no more is read than must be."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa_bot.adding import holdings
from qa_bot.adding.holdings import Holdings
from qa_bot.reading.isolation.pool import read_files
from qa_bot.reading.read import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from qa_bot.core.errors import ReadingError
    from qa_bot.core.types import Article
    from qa_bot.reading.read import Reading

pytestmark = pytest.mark.slow  # files are read in a process of their own

BRIDGE = (
    "Ferries blew their horns on Sunday as the first cyclists crossed the harbour bridge.",
    "The café's engineers from the town of Quay said that nobody had asked them for 'naïve' designs.",
)
URL = "https://news.example/2023/bridge-opens-%C3%A4?id=7"
MARKUP = "".join(f"<p>{paragraph}</p>" for paragraph in BRIDGE)
PAGE = f"<html><head><link rel=canonical href='{URL}'></head><body><article>{MARKUP}</article></body></html>"
ENTITIES = PAGE.replace("é", "&eacute;").replace("ï", "&#239;")
DROP_CAP = PAGE.replace("<p>The", "<p><span>T</span>he")
FILES: dict[str, str | bytes] = {
    "a.md": f"---\nurl: {URL}\n---\n\n{BRIDGE[0]}\n\n{BRIDGE[1]}\n",
    "a.txt": "\n\n".join(BRIDGE),
    "a.jsonl": json.dumps({"id": "a", "url": URL, "paragraphs": BRIDGE}),
    "a.html": PAGE,
    "entities.html": ENTITIES,
    "latin.html": PAGE.encode("latin-1"),
    "wide.html": PAGE.encode("utf-16"),
    "ornament.html": DROP_CAP,
}


@pytest.fixture
def read_paths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell the paths of the files that are read."""
    found: list[str] = []

    def reads(paths: Sequence[str], root: Path) -> AbstractContextManager[Iterator[Reading | ReadingError]]:
        found.extend(paths)
        return read_files(paths, root)

    monkeypatch.setattr(holdings, "read_files", reads)
    return found


def articles(folder: Path, name: str) -> Sequence[Article]:
    return read_file(name, folder).articles


def fill(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("name", FILES)
def test_a_text_is_found_in_every_kind_of_file(tmp_path: Path, name: str) -> None:
    fill(tmp_path, {name: FILES[name]})
    assert Holdings(tmp_path).with_texts(articles(tmp_path, name)) == name


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"a.txt"}))
def test_an_address_is_found_in_every_kind_of_file_that_names_one(tmp_path: Path, name: str) -> None:
    fill(tmp_path, {name: FILES[name]})
    held = Holdings(tmp_path)
    assert held.with_address(URL.replace("https", "HTTP") + "#top") == name
    assert held.with_address(URL + "8") is None


def test_only_files_that_have_the_words_are_read(tmp_path: Path, read_paths: list[str]) -> None:
    others = {
        f"{number}.txt": f"Another article, number {number}, of quite other words." for number in range(5)
    }
    fill(tmp_path, {**others, "a.html": PAGE})
    held = Holdings(tmp_path)
    assert held.with_address(URL) == "a.html"
    assert held.with_texts(articles(tmp_path, "a.html")) == "a.html"
    assert read_paths == ["a.html"]


def test_after_many_searches_the_rest_is_read_once(
    tmp_path: Path, read_paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "_PATIENCE", 2)
    fill(tmp_path, {"a.html": PAGE, "b.txt": "Another article of quite other words."})
    held = Holdings(tmp_path)
    for number in range(5):
        assert held.with_address(f"https://elsewhere.example/{number}") is None
    assert sorted(read_paths) == ["a.html", "b.txt"]
    assert held.with_address(URL) == "a.html"


def test_a_text_without_a_word_of_ascii_is_found(tmp_path: Path) -> None:
    fill(tmp_path, {"bridge.txt": "海港大桥于星期日重新开放。渡轮鸣响了汽笛。".encode("gb18030") * 9})
    assert Holdings(tmp_path).with_texts(articles(tmp_path, "bridge.txt")) == "bridge.txt"


def test_articles_are_there_only_if_all_of_them_are(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": FILES["a.txt"], "b.txt": "Another article of quite other words."})
    both = [*articles(tmp_path, "a.txt"), *articles(tmp_path, "b.txt")]
    assert Holdings(tmp_path).with_texts(both) == "a.txt"
    (tmp_path / "b.txt").unlink()
    assert Holdings(tmp_path).with_texts(both) is None
    assert Holdings(tmp_path).with_texts([]) is None


def test_bytes_are_found_in_files_that_are_not_read(tmp_path: Path, read_paths: list[str]) -> None:
    fill(tmp_path, {"a.pdf": b"%PDF-1", "b.pdf": b"%PDF-2"})
    held = Holdings(tmp_path)
    assert held.with_content(b"%PDF-2") == "b.pdf"
    assert held.with_content(b"%PDF-3") is None
    assert read_paths == []


def test_files_that_cannot_be_read_or_are_gone_cost_nothing(tmp_path: Path) -> None:
    fill(tmp_path, {"bad.md": f"---\nurl: [{URL}\n---\n", "gone.txt": "x", "a.html": PAGE})
    (tmp_path / "out.txt").symlink_to("/nowhere")
    held = Holdings(tmp_path)
    (tmp_path / "gone.txt").unlink()
    assert held.with_address(URL) == "a.html"
    assert held.with_content(b"x") is None


def test_what_was_added_is_held(tmp_path: Path) -> None:
    held = Holdings(tmp_path / "corpus")
    assert held.with_address(URL) is None
    (tmp_path / "corpus").mkdir()
    fill(tmp_path / "corpus", {"a.html": PAGE})
    held.note("a.html", articles(tmp_path / "corpus", "a.html"))
    assert held.with_address(URL) == "a.html"
    assert held.with_content(PAGE.encode()) == "a.html"
