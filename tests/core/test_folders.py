"""Where qa_bot keeps what is the user's own."""

from pathlib import Path

import pytest

from qa_bot.core.folders import cache_folder, data_folder


def test_the_cache_folder_is_the_users_own() -> None:
    """Whatever the system calls it."""
    assert cache_folder().is_absolute()
    assert cache_folder().name == "qa_bot"


def test_the_data_folder_is_the_users_own_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """QA_BOT_DATA names another one; an empty one names none."""
    monkeypatch.setenv("QA_BOT_DATA", "")
    assert data_folder().is_absolute()
    assert data_folder().name == "qa_bot"
    monkeypatch.setenv("QA_BOT_DATA", "elsewhere")
    assert data_folder() == Path.cwd() / "elsewhere"
