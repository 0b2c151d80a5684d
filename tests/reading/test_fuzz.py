"""Every reader returns clean articles or a readable error for mangled files.

The long form, in the worker processes and with 100,000 inputs, is tests/benchmarks/fuzz_reading.py.
"""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import tempfile
from dataclasses import astuple
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mangling import mangle
from samples import DATE, PARAGRAPHS, TITLE, write_samples

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.file_types import FILE_TYPES, type_by_name
from qa_bot.reading.read import read_file

if TYPE_CHECKING:
    from qa_bot.core.types import Article

with tempfile.TemporaryDirectory() as _scratch:
    SAMPLES = {name: (Path(_scratch) / name).read_bytes() for name in write_samples(Path(_scratch))}


def unclean(article: Article) -> list[str]:
    """Return the text of an article that its reader should have cleaned."""
    texts = [article.id, *article.paragraphs, *filter(None, astuple(article.source))]
    return [text for text in texts if clean_line(text) != text]


def test_there_is_a_sample_of_every_kind() -> None:
    assert {type_by_name(name) for name in SAMPLES} == set(FILE_TYPES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sound_file_gives_its_story(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SAMPLES[name])
    (article,) = read_file(name, tmp_path).articles
    assert article.paragraphs == PARAGRAPHS
    assert article.source.title == TITLE
    assert article.source.author == "Ada Moss"
    assert article.source.date == DATE


@pytest.mark.parametrize("name", SAMPLES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mangled_file_gives_articles_or_an_error_in_words(name: str, seed: int, tmp_path: Path) -> None:
    data = mangle(Random(seed), SAMPLES[name], list(SAMPLES.values()))  # noqa: S311  repeatable, not a secret
    (tmp_path / name).write_bytes(data)
    assert faults(name, tmp_path) == []


def faults(name: str, folder: Path) -> list[str]:
    """Return the text of the reading, or of the error, that should have been cleaned."""
    try:
        articles = read_file(name, folder).articles
    except ReadingError as error:
        message = str(error)
        return [] if name in message and clean_line(message) == message else [message]
    return [text for article in articles for text in unclean(article)]
