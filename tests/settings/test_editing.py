"""Changing the config file keeps what a person wrote, and never leaves a file that is refused."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa_bot.core.errors import SettingsError, UsageError
from qa_bot.settings.config import read_config
from qa_bot.settings.editing import START, add_library, add_store, create, set_value
from qa_bot.settings.user_settings import UserSettings

MINE = """\
# My settings.
passages = 3   # enough

[libraries]
sea = { corpus = '/srv/sea' }  # by the sea

[keys]
app.help = "f3"   # as everywhere
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Give a config file that a person wrote."""
    path = tmp_path / "config.toml"
    path.write_text(MINE)
    return path


def test_a_changed_value_leaves_everything_else_as_it_was(mine: Path) -> None:
    set_value(mine, "passages", "4")
    assert mine.read_text() == MINE.replace("passages = 3 ", "passages = 4 ")
    set_value(mine, "keys.app.help", "f4")
    assert mine.read_text() == MINE.replace("passages = 3 ", "passages = 4 ").replace('"f3"', '"f4"')


def test_new_values_stand_before_the_tables(mine: Path) -> None:
    config = set_value(mine, "history", "off")
    assert config == read_config(mine)
    assert config.values == {"passages": 3, "history": False}
    assert set_value(mine, "keys.app.quit", "f10").keys == {"app.help": "f3", "app.quit": "f10"}
    libraries = add_library(mine, "land", Path("/srv/land"), Path("/srv/index")).libraries
    assert list(libraries) == ["sea", "land"]
    for comment in ("# My settings.", "# enough", "# by the sea", "# as everywhere"):
        assert comment in mine.read_text()


def test_the_first_library_becomes_the_default_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    assert add_library(path, "sea", Path("/srv/sea")).default_library == "sea"
    assert add_library(path, "land", Path("/srv/land")).default_library == "sea"
    assert add_library(path, "land", Path("/srv/land"), make_default=True).default_library == "land"
    assert path.read_text() == START.strip() + (
        '\n\nlibrary = "land"\n\n[libraries.sea]\ncorpus = "/srv/sea"\n'
        '\n[libraries.land]\ncorpus = "/srv/land"\n'
    )


def test_a_relative_folder_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "settings" / "config.toml"
    assert add_library(path, "sea", Path("pile")).folders_of("sea").corpus == tmp_path / "pile"
    set_value(path, "libraries.sea.index", "there")
    set_value(path, "libraries.land.corpus", "fields")
    config = read_config(path)
    assert config.folders_of("sea").index == tmp_path / "there"
    assert config.folders_of("land").corpus == tmp_path / "fields"


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("passage", "3", "There is no setting passage. Did you mean passages? Settings: library, theme,"),
        ("passages", "many", "passages must be a whole number from 1 to 100, not 'many'."),
        ("history", "perhaps", "history must be true or false, not 'perhaps'."),
        ("theme", " ", "theme must be a text that is not empty"),
        ("library", "se", "there is no [libraries.se] in this file. Did you mean sea?"),
        ("libraries.sea.corpse", "x", "There is no setting libraries.sea.corpse."),
        ("libraries.land.index", "x", 'libraries.land needs corpus = "FOLDER" or store = "ADDRESS".'),
        ("libraries.a/b.corpus", "x", "must be named with letters"),
        ("libraries.sea.store", "s3://a/b", "libraries.sea has folders and a store; keep one of them."),
        ("libraries.land.store", "ftp://a/b", "libraries.land.store must be the address of a store"),
        ("keys", "x", "There is no setting keys."),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_is_written(
    mine: Path, key: str, value: str, told: str
) -> None:
    with pytest.raises(UsageError) as error:
        set_value(mine, key, value)
    assert told in str(error.value)
    assert ", line " not in str(error.value)
    assert mine.read_text() == MINE
    assert os.listdir(mine.parent) == ["config.toml"]  # noqa: PTH208  names are enough


def test_a_store_is_added_with_its_whole_address(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mine.parent)
    assert add_store(mine, "desk", "s3://desk/library").folders_of("desk").store == "s3://desk/library"
    assert add_store(mine, "ours", "lance://ours").folders_of("ours").store == f"lance://{mine.parent}/ours"
    config = set_value(mine, "libraries.ours.store", "lance://other")
    assert config.folders_of("ours").store == f"lance://{mine.parent}/other"
    assert set(MINE.splitlines()) <= set(mine.read_text().splitlines())
    with pytest.raises(UsageError, match="must be the address of a store"):
        add_store(mine, "theirs", "lance://")
    with pytest.raises(SettingsError, match="There is a library desk already, of s3://desk/library"):
        add_store(mine, "desk", "s3://other/library")


def test_a_taken_or_odd_name_is_refused(mine: Path) -> None:
    with pytest.raises(SettingsError, match=r"There is a library sea already, of /srv/sea"):
        add_library(mine, "sea", Path("/srv/land"))
    with pytest.raises(UsageError, match=r"no other characters: not \.\./sea"):
        add_library(mine, "../sea", Path("/srv/land"))


def test_a_file_with_an_error_is_not_changed(mine: Path) -> None:
    mine.write_text("passages = 'many'")
    with pytest.raises(SettingsError, match="line 1: passages must be"):
        set_value(mine, "theme", "nord")
    assert mine.read_text() == "passages = 'many'"


def test_what_a_link_leads_to_is_replaced_with_its_permissions(mine: Path, tmp_path: Path) -> None:
    mine.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(mine)
    set_value(link, "passages", "9")
    assert link.is_symlink()
    assert read_config(mine).values["passages"] == 9
    assert mine.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"cannot be (read|written): not a directory"):
        set_value(tmp_path / "file" / "config.toml", "passages", "9")


def test_an_explained_file_is_valid_and_created_once(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    create(path)
    assert read_config(path).values == {}
    path.write_text(path.read_text().replace("# passages", "passages").replace("# theme", "theme"))
    assert read_config(path).values == {"passages": 5, "theme": "rose-pine"}
    create(path)
    assert read_config(path).values == {"passages": 5, "theme": "rose-pine"}


def test_a_theme_is_kept(mine: Path) -> None:
    settings = UserSettings(read_config(mine))
    settings.keep_theme("nord")
    assert settings.theme == "nord"
    assert UserSettings(read_config(mine)).theme == "nord"
