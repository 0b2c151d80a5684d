"""A config file states libraries and settings, and is told exactly where it is wrong."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.core.copy_format import CopyFormat
from qa_bot.core.errors import SettingsError
from qa_bot.core.settings import InMemorySettings, Settings
from qa_bot.settings.config import Config, config_path, line_of, parse_config, read_config
from qa_bot.settings.schema import SETTINGS
from qa_bot.settings.user_settings import UserSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path("/home/ada/.config/qa_bot/config.toml")
WHOLE = """\
# mine
library = "sea"
theme = "nord"
copy_format = "bibtex"
passages = 3
model = "all-MiniLM-L6-v2"
answer_model = "none"
history = false

[keys]
"app.help" = "f3"
app.quit = "ctrl+x"

[libraries.land]
corpus = "fields"

[libraries.sea]
corpus = "/srv/sea"
index = "~/index of the sea"
"""


def refused(text: str) -> str:
    with pytest.raises(SettingsError) as error:
        parse_config(text, HERE)
    return str(error.value)


def test_a_file_states_libraries_and_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("QA_BOT_DATA", "/home/ada/data")
    config = parse_config(WHOLE, HERE)
    assert config.default_library == "sea"
    assert config.folders_of("sea").corpus == Path("/srv/sea")
    assert config.folders_of("sea").index == Path("/home/ada/index of the sea")
    assert (
        config.folders_of("land").corpus == HERE.parent / "fields"
    )  # from the file, wherever a command runs
    assert config.folders_of("land").index == Path("/home/ada/data/indexes/land")
    assert config.keys == {"app.help": "f3", "app.quit": "ctrl+x"}
    settings: Settings = UserSettings(config)
    assert (settings.theme, settings.passages, settings.history) == ("nord", 3, False)
    assert settings.copy_format is CopyFormat.BIBTEX
    assert (config.value("model"), config.value("answer_model")) == ("all-MiniLM-L6-v2", "none")


def test_a_library_may_be_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    stated = {"a": "s3://desk/library", "b": "lance://stores/b", "c": "lance://~/c", "d": "lance:///srv/d"}
    text = "".join(f"[libraries.{name}]\nstore = '{address}'\n" for name, address in stated.items())
    config = parse_config(text, HERE)
    assert [config.folders_of(name).articles for name in stated] == [
        "s3://desk/library",
        f"lance://{HERE.parent}/stores/b",
        "lance:///home/ada/c",
        "lance:///srv/d",
    ]
    assert len({config.folders_of(name).corpus for name in stated}) == len(stated)


def test_an_empty_file_and_a_missing_one_state_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert read_config(path) == Config(path=path)
    path.write_bytes(b"\xef\xbb\xbf# only a comment")
    assert read_config(path) == Config(path=path)
    settings, known = UserSettings(Config(path=path)), InMemorySettings()
    for name in ("theme", "keys", "copy_format", "passages", "history"):
        assert getattr(settings, name) == getattr(known, name)


def test_without_a_default_library_the_first_one_is_it() -> None:
    libraries = '[libraries.b]\ncorpus = "b"\n[libraries.a]\ncorpus = "a"\n'
    assert parse_config(libraries, HERE).default_library == "b"
    assert parse_config("", HERE).default_library == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\npassages =\n", "line 2: passages has no value."),
        ('[libraries.a]\ncorpus = "~/a\nindex = "b"', "line 2: libraries.a.corpus needs a quotation mark"),
        ('theme = dark"', "line 1: theme needs a quotation mark on each side"),
        ('[keys]\n"app.help" = "f1', "line 2: keys.app.help needs a quotation mark on each side"),
        ("[libraries.a\ncorpus = 'x'", "line 1: Expected"),
        ("\n\ntheme = '''a", "line 3: Expected"),
        ("\n\npassage = 3", "line 3: unknown key passage. Did you mean passages?"),
        ("zzz = 3", "line 1: unknown key zzz."),
        ("passages = '3'", 'line 1: passages must be a whole number from 1 to 100, not "3".'),
        ("passages = 0", "line 1: passages must be a whole number from 1 to 100, not 0."),
        ("passages = true", "line 1: passages must be a whole number from 1 to 100, not true."),
        ("history = 'no'", 'line 1: history must be true or false, not "no".'),
        ("copy_format = 'md'", "must be one of markdown, plain, bibtex, csl-json, not"),
        ("copy_format = [1]", "must be one of markdown, plain, bibtex, csl-json, not [1]."),
        ("theme = ''", 'theme must be a text in quotation marks, not "".'),
        ("keys = 3", "line 1: keys must be a table: [keys]."),
        ("[keys]\n'app.help' = 3", "line 2: keys.app.help must be a text in quotation marks, not 3."),
        ("# x\n[keys]\napp.help = 3", "line 3: keys.app.help must be"),
        ("[libraries.a]\n\ncorpse = 'x'", "line 3: unknown key libraries.a.corpse. Did you mean corpus?"),
        ("[libraries.a]\nindex = 'x'", 'line 1: libraries.a needs corpus = "FOLDER" or store'),
        (
            "[libraries.a]\nstore = 's3:x'",
            "line 2: libraries.a.store must be the address of a store: lance://",
        ),
        ("[libraries.a]\nstore = 's3://a/b'\ncorpus = 'x'", "line 1: libraries.a has folders and a store;"),
        ("[libraries]\na = 3", "line 2: libraries.a must be a table: [libraries.a]."),
        ("[libraries.'../a']\ncorpus = 'x'", "must be named with letters"),
        (
            "library = 'se'\n[libraries.sea]\ncorpus = 'x'",
            "line 1: there is no [libraries.se] in this file. Did",
        ),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_key(text: str, told: str) -> None:
    message = refused(text)
    assert message.startswith(str(HERE))
    assert told in message
    assert "\n" not in message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.mkdir()
    with pytest.raises(SettingsError, match=r"config\.toml cannot be read: is a directory"):
        read_config(path)
    path = tmp_path / "latin.toml"
    path.write_bytes("theme = 'Köln'".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"latin\.toml cannot be read: it is not UTF-8 text"):
        read_config(path)


def test_an_unknown_library_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no library se in .* Did you mean sea\? Libraries: land, sea\."):
        parse_config(WHOLE, HERE).folders_of("se")
    with pytest.raises(SettingsError, match="Libraries: none yet"):
        Config(path=HERE).folders_of("sea")


def test_the_config_file_is_named_by_the_environment_or_the_users_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QA_BOT_CONFIG", "mine.toml")
    assert config_path() == Path.cwd() / "mine.toml"
    monkeypatch.delenv("QA_BOT_CONFIG")
    assert config_path().is_absolute()
    assert config_path().parts[-2:] == ("qa_bot", "config.toml")


@given(
    st.dictionaries(
        st.sampled_from([*SETTINGS, "keys", "libraries", "other"]),
        st.sampled_from(["1", "'x'", "true", "[]", "{}", "{a = 1}", "{a = {corpus = 'x'}}", "1979-05-27"]),
    )
)
def test_any_toml_is_read_or_refused_in_one_line(stated: Mapping[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in stated.items())
    try:
        assert set(parse_config(text, HERE).values) <= set(SETTINGS)
    except SettingsError:
        message = refused(text)
        assert "\n" not in message
        assert message.startswith(str(HERE))


def test_a_key_is_found_in_its_table_only() -> None:
    text = "corpus = 1\n[libraries.a]\ncorpus = 2\n[libraries.'b c']\n corpus = 3\n"
    assert line_of(text, ("libraries", "a", "corpus")) == 3
    assert line_of(text, ("libraries", "b c", "corpus")) == 5
    assert line_of(text, ("corpus",)) == 1
    assert line_of(text, ("libraries",)) == 2
    assert line_of(text, ("theme",)) == 0


@pytest.mark.parametrize("line", ["[" + " " * 20_000, " " * 20_000, "a " * 10_000])
def test_a_line_that_states_nothing_is_passed_over_in_one_pass(line: str) -> None:
    assert line_of(f"{line}\ntheme = 1", ("theme",)) == 2
