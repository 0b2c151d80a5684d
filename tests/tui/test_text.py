"""Text from articles is shown, never obeyed; what is unknown is called so."""
# ruff: noqa: D103  a test's name is its claim

from fake_engine import BARE, BRIDGE, HOSTILE, passages_of

from qa_bot.core.types import Source
from qa_bot.wording.citations import origin_of, position_of, title_of


def test_missing_fields_are_called_unknown() -> None:
    assert title_of(BARE.source) == f"unknown title ({BARE.source.path})"
    assert origin_of(BARE.source) == "unknown publication · unknown author · unknown date"
    assert origin_of(Source(path="a", publication=" ", author="\x1b", date="")).count("unknown") == 3


def test_known_fields_are_shown_as_the_article_states_them() -> None:
    assert origin_of(BRIDGE.source) == "The Quay Courier · Ilse Marrow · 2023-05-14"
    assert position_of(passages_of(BRIDGE)[1]) == "paragraph 2 of 4"


def test_metadata_is_cleaned() -> None:
    assert origin_of(HOSTILE.source) == "Red Post · [@click=app.quit]Press me[/] · 2020-13"
