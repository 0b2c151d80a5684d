"""The table of the kinds of files: everything about a kind follows from its row."""

from __future__ import annotations

import ast
import gzip
import sys
from functools import cache
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from samples import PARAGRAPHS, write_samples

import qa_bot.reading
from qa_bot.reading.file_types import (
    FILE_TYPES,
    LIBRARIES,
    SUPPORTED_SUFFIXES,
    is_gzip,
    kinds_read,
    type_by_content,
    type_by_name,
)
from qa_bot.reading.reader import Reading

PACKAGE = Path(qa_bot.reading.__path__[0])


@cache
def samples_of_all_kinds() -> dict[str, bytes]:
    """Return the content of a file of each kind, by name."""
    with TemporaryDirectory() as scratch:
        return {name: (Path(scratch) / name).read_bytes() for name in write_samples(Path(scratch))}


@pytest.mark.parametrize("name", sorted(samples_of_all_kinds()))
def test_each_kind_has_a_reader_that_keeps_the_contract(name: str) -> None:
    """Bytes and a path go in, a Reading comes out."""
    kind, data = type_by_name(name), samples_of_all_kinds()[name]
    assert kind is not None
    reading = import_module(f"qa_bot.reading.{kind.reader}").read(
        gzip.decompress(data) if is_gzip(data) else data, f"notes/{name}"
    )
    assert isinstance(reading, Reading)
    assert [article.paragraphs for article in reading.articles] == [PARAGRAPHS]
    assert reading.articles[0].source.path == f"notes/{name}"


def test_content_is_recognised_as_one_kind_at_most() -> None:
    """The order of the table does not matter, and the content agrees with the ending."""
    for name, data in samples_of_all_kinds().items():
        kinds = [kind for kind in FILE_TYPES if kind.recognise(data)]
        assert kinds in ([], [type_by_name(name)]), name
        assert type_by_content(data) in (None, type_by_name(name))
        assert is_gzip(data) == name.endswith(".gz")


def test_no_two_kinds_share_an_ending_or_a_name() -> None:
    """Otherwise one of them could not be found by its ending."""
    endings = [suffix for kind in FILE_TYPES for suffix in kind.suffixes]
    assert len(endings) == len(set(endings))
    assert len({kind.name for kind in FILE_TYPES}) == len(FILE_TYPES)


def test_lists_for_people_have_every_ending() -> None:
    """This covers the error message."""
    plain = [suffix for suffix in SUPPORTED_SUFFIXES if not suffix.endswith(".gz")]
    assert kinds_read().startswith(f"Supported: {', '.join(plain)}; .txt, ")
    assert kinds_read().endswith(" also gzip-compressed (.gz).")
    assert [suffix for kind in FILE_TYPES for suffix in kind.suffixes] == plain
    rows = [(kind.name, tuple(kind.suffixes), kind.may_be_gzipped) for kind in FILE_TYPES]
    assert ("Markdown", (".md", ".markdown"), True) in rows
    assert ("PDF", (".pdf",), False) in rows


def test_the_table_names_every_library_that_reading_imports() -> None:
    """A file is read again exactly when one of them has changed."""
    distributions = packages_distributions()
    used = {
        distribution.lower()
        for module in _imported()
        for distribution in distributions.get(module, [])
        if distribution != "qa-bot"
    }
    assert {library.lower() for library in LIBRARIES} == used


def _imported() -> set[str]:
    """Return the top-level modules that the package imports, without the standard library."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"qa_bot"}
