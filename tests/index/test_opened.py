"""The index opens as one value whose parts agree; damage to any file is reported as such."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny import TinyEncoder, article, hits_of, ignore, model

from qa_bot.core.errors import DamagedIndexError, NoIndexError, StorageError
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index
from qa_bot.index.storage import build_lock, manifest, versions

EMBEDDED_FILES = [f"embedded/*/{name}" for name in ("header", "rows.idx", "vectors.f16", "tokens.bin")]


VERSION_FILES = [
    "manifest.json",
    "store/head.sqlite",
    "store/segments/*",
    "frequency.i64",
    *EMBEDDED_FILES,
]


WORD_FILES = [
    f"{part}/*{name}"
    for part in ("passages", "articles")
    for name in ("meta.json", ".managed.json", ".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm")
]


def file_of(folder: Path, pattern: str) -> Path:
    """Find the one file of the current version that a pattern names."""
    (found,) = versions.current_version(folder).glob(pattern)
    return found


def test_no_index_is_told_with_the_command(tmp_path: Path) -> None:
    """It is not damaged, just not there."""
    with pytest.raises(NoIndexError, match="run `qa-bot index`"):
        open_index(tmp_path / "index")


def test_parts_that_do_not_agree_are_damaged(tmp_path: Path, index_folder: Path) -> None:
    """A part of another index has the right form and the wrong number of rows."""
    build_from_articles(tmp_path / "other", [article("x", "One.")], model(TinyEncoder()), ignore)
    version = open_index(index_folder).version
    manifest, other = open_index(index_folder).manifest, open_index(tmp_path / "other")
    with (
        build_lock.building(index_folder),
        versions.new_version(index_folder, manifest.description) as new,
    ):
        for part in ("store", "passages", "articles"):
            new.take(version, manifest.files, part)
        for part in ("embedded", "frequency.i64"):
            new.take(other.version, other.manifest.files, part)
    with pytest.raises(DamagedIndexError, match=r"do not agree.*`qa-bot doctor --repair`"):
        open_index(index_folder)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_cut, _empty, _flip, Path.unlink], ids=["cut", "empty", "flip", "remove"])
@pytest.mark.parametrize("pattern", VERSION_FILES + WORD_FILES)
def test_damage_to_any_file_is_told(pattern: str, damage: Callable[[Path], None], index_folder: Path) -> None:
    """Cut by a byte, emptied, one bit flipped or removed: never another error, and the command is named."""
    damage(file_of(index_folder, pattern))
    with pytest.raises(DamagedIndexError, match="Run `qa-bot doctor --repair`"):
        open_index(index_folder)


def test_every_file_of_a_version_is_among_those_damaged_here(index_folder: Path) -> None:
    """But for the lock files, which are not part of it."""
    version = versions.current_version(index_folder)
    files = {path for path in version.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert {file_of(index_folder, pattern) for pattern in VERSION_FILES + WORD_FILES} == files


@pytest.mark.parametrize("fill", [b"\0", b"\xff", b"{"])
@pytest.mark.parametrize("pattern", VERSION_FILES[1:] + WORD_FILES)
def test_a_large_index_overwritten_in_place_answers_or_is_told(
    pattern: str, fill: bytes, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that check themselves are not read whole at opening, and still no other error comes out."""
    monkeypatch.setattr(manifest, "CHECKED_AT_OPEN", 0)
    path = file_of(index_folder, pattern)
    path.write_bytes(fill * path.stat().st_size)
    with contextlib.suppress(StorageError):
        hits_of(open_index(index_folder), TinyEncoder(), "Who opened the bridge?", 5)
