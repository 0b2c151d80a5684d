"""`qa-bot index` and `qa-bot doctor` as a person meets them."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import PASSAGES, PILE, WHO

from qa_bot.encoders.precision import best_precision
from qa_bot.index.storage import build_lock, versions

if TYPE_CHECKING:
    from commands import Commands

slow = pytest.mark.slow


def flip(name: str) -> None:
    """Flip a bit in the middle of a file of the version in use."""
    path = versions.current_version(Path("index")) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@slow
def test_doctor_tells_what_the_index_has(indexed: Commands) -> None:
    """And is content with it."""
    ran = indexed.run("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("OK: every file matches its checksum.")
    assert "3 from 1 publication, dated 2023-05-14\n" in ran.out
    found = json.loads(indexed.run("doctor", "--json").out)
    assert found["model_precision"] == best_precision()
    assert f"all-MiniLM-L6-v2 in {best_precision()}; vectors in float16, exact search" in ran.out
    assert (found["articles"], found["passages"]) == (len(PILE), PASSAGES)
    assert found["sound"]


@slow
@pytest.mark.parametrize("name", ["frequency.i64", "store/head.sqlite", "articles/meta.json"])
def test_doctor_names_a_damaged_part_and_repairs_it(indexed: Commands, name: str) -> None:
    """The command that helps stands in the one line on stderr."""
    flip(name)
    ran = indexed.run("doctor")
    assert ran.code == 1
    assert f"{name} does not match its checksum" in ran.out
    where = Path("index").absolute()
    assert ran.err == f"qa-bot: The index in {where} is damaged: run `qa-bot doctor --repair`.\n"
    repaired = indexed.run("doctor", "--repair")
    assert (repaired.code, repaired.err) == (0, "")
    assert repaired.out.startswith(f"Repaired: {name.partition('/')[0]}.")
    assert indexed.run("ask", WHO).code == 0


def test_doctor_without_an_index_says_how_to_build_one(commands: Commands) -> None:
    """There is nothing to examine or to repair."""
    assert "qa-bot index" in commands.refused("doctor")


@slow
def test_rebuilding_embeds_everything_again(indexed: Commands) -> None:
    """Every file is told as indexed, and a new version is in use."""
    before = versions.current_version(Path("index"))
    found = json.loads(indexed.run("index", "--rebuild", "--json").out)
    assert [file["outcome"] for file in found["files"]] == ["indexed"] * len(PILE)
    assert versions.current_version(Path("index")) != before


@slow
def test_a_second_builder_says_who_builds_or_waits(indexed: Commands) -> None:
    """--no-wait is the default."""
    with build_lock.building(Path("index")):
        line = indexed.refused("index")
        assert "Another qa-bot (process" in line
        assert "qa-bot index --wait" in line
        assert line == indexed.refused("index", "--no-wait")
    held, done = threading.Event(), threading.Event()

    def build() -> None:
        with build_lock.building(Path("index")):
            held.set()
            done.wait(0.5)

    other = threading.Thread(target=build)
    other.start()
    held.wait(30)
    assert indexed.run("index", "--wait").code == 0
    other.join()
