"""`qa-bot config`, and the settings and libraries that all commands honour."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
import typer
from commands import (
    DESIGNED,
    PASSAGES,
    ROOT,
    WHO,
    Commands,
    environment,
    run_python,
    shared_cache,
    shared_index,
    write_pile,
)

from qa_bot.cli import main as cli
from qa_bot.cli.config import action_ids
from qa_bot.settings.config import read_config
from qa_bot.tui.keymap import checked_keymap

slow = pytest.mark.slow
COMMANDS: dict[str, typer.core.TyperCommand] = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


@pytest.fixture
def nowhere(
    commands: Commands, config_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Commands:
    """Run commands in an empty folder, without a config file."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    return commands


@pytest.fixture
def library(nowhere: Commands, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Run commands in an empty folder, with a default library that has an index."""
    shutil.copytree(shared_index(tmp_path_factory), tmp_path / "sea")
    added = nowhere.run(
        "config", "add", "sea", tmp_path / "sea" / "corpus", "--index", tmp_path / "sea" / "index"
    )
    assert added.code == 0
    return nowhere


def test_every_command_on_a_folder_takes_a_library() -> None:
    options = {
        name: {one for parameter in command.params for one in parameter.opts}
        for name, command in COMMANDS.items()
    }
    assert {name for name, found in options.items()
            if {"--corpus", "--index"} & found and "--library" not in found} == {"config add"}  # fmt: skip


def test_a_command_takes_the_folders_that_it_reads() -> None:
    options = {
        name: {one for parameter in command.params for one in parameter.opts} & {"--corpus", "--index"}
        for name, command in COMMANDS.items()
    }
    no_library = {"config set", "config add", "config edit", "completion"}
    assert {name for name, found in options.items() if len(found) < 2} - no_library == {
        "export",  # of conversations, which belong to a corpus folder
        "eval",  # of an index
        "eval new",
    }
    assert "--index-dir" in {one for parameter in COMMANDS["add"].params for one in parameter.opts}


def test_config_shows_what_is_in_force_and_where_it_comes_from(
    nowhere: Commands, config_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"config file: {config_file} (not there yet)" in nowhere.run("config").out.replace("\n", "")
    found = json.loads(nowhere.run("config", "--json").out)
    assert (found["file"], found["exists"], found["libraries"]) == (str(config_file), False, {})
    assert found["settings"]["passages"] == {"value": 5, "from": "default"}
    assert found["settings"]["corpus"]["from"] == "default"
    for name in ("sea", "land"):
        nowhere.run("config", "add", name, write_pile(tmp_path / name))
    nowhere.run("config", "set", "passages", "7")
    nowhere.run("config", "set", "keys.app.help", "f9")
    found = json.loads(nowhere.run("config", "--json").out)
    assert found["settings"]["passages"] == {"value": 7, "from": "config"}
    assert found["settings"]["keys.app.help"] == {"value": "f9", "from": "config"}
    assert found["settings"]["library"] == {"value": "sea", "from": "config"}
    assert found["settings"]["corpus"] == {"value": str(tmp_path / "sea"), "from": "config"}
    assert found["settings"]["index"]["from"] == "default"
    assert list(found["libraries"]) == ["sea", "land"]
    write_pile(Path("corpus"))
    assert "this folder" in nowhere.run("config").out
    monkeypatch.setenv("QA_BOT_LIBRARY", "land")
    for arguments, library, origin in ((), "land", "environment"), (("--library", "sea"), "sea", "option"):
        found = json.loads(nowhere.run("config", "--json", *arguments).out)["settings"]
        assert found["library"] == {"value": library, "from": origin}
        assert found["corpus"] == {"value": str(tmp_path / library), "from": "config"}
    monkeypatch.delenv("QA_BOT_LIBRARY")
    monkeypatch.setenv("QA_BOT_INDEX", str(tmp_path / "try"))
    Path("corpus").rename("elsewhere")
    found = json.loads(nowhere.run("config", "--json").out)["settings"]
    assert (found["library"]["from"], found["corpus"]["from"]) == ("config", "config")
    assert found["index"] == {"value": str(tmp_path / "try"), "from": "environment"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("set passage 3", "Did you mean passages?"),
        ("set passages x", "passages must be a whole number from 1 to 100, not 'x'."),
        ("set keys.app.halp f9", "keys.app.halp is no action of the app. Did you mean app.help?"),
        ("add sea nowhere", "There is no folder"),
        ("add sea", "Name a folder of articles, with or without --index, or else --store ADDRESS."),
        ("add sea . --store s3://a/b", "Name a folder of articles"),
        ("add sea --store ftp://a/b", "libraries.sea.store must be the address of a store: lance://FOLDER"),
        ("add ../sea .", "A library's name has letters"),
        ("--library sea", "There is no library sea in"),
    ],
)
def test_what_cannot_be_set_or_found_is_told(nowhere: Commands, arguments: str, told: str) -> None:
    code = 1 if "nowhere" in arguments else 2
    assert told in nowhere.refused("config", *arguments.split(), code=code)


def test_where_a_folder_has_articles_of_its_own_an_added_library_is_opened_by_its_name(
    nowhere: Commands, tmp_path: Path
) -> None:
    (tmp_path / "sea").mkdir()
    told = f"Added sea, the articles of {tmp_path / 'sea'}: `qa-bot` opens it from any folder"
    assert nowhere.run("config", "add", "sea", tmp_path / "sea").out == f"{told}.\n"
    Path("corpus").mkdir()
    here = "without a folder “corpus”; here, `qa-bot --library sea` does"
    assert nowhere.run("config", "add", "sea", tmp_path / "sea").out == f"{told} {here}.\n"


def test_an_unknown_theme_is_told(nowhere: Commands, config_file: Path) -> None:
    assert "Did you mean nord? Themes: " in nowhere.refused("config", "set", "theme", "nrd", code=2)
    assert nowhere.run("config", "set", "theme", "nord").code == 0
    assert read_config(config_file).values == {"theme": "nord"}


@pytest.mark.parametrize("command", ["config", "ask x", "index", "doctor", "add x", "eval x", ""])
def test_a_config_file_with_an_error_ends_every_command(
    nowhere: Commands, config_file: Path, command: str
) -> None:
    write_pile(config_file.parent, {config_file.name: "theme = 'nord'\npassage = 3\n"})
    refused = nowhere.refused(*command.split(), code=2 if command.startswith("ask") else 1)
    assert refused == f"qa-bot: {config_file}, line 2: unknown key passage. Did you mean passages?\n"


def test_a_key_for_an_unknown_action_is_told_where_keys_matter(nowhere: Commands, config_file: Path) -> None:
    write_pile(config_file.parent, {config_file.name: "keys.app.halp = 'f9'\n"})
    assert "Did you mean app.help?" in nowhere.refused("config")
    assert {"app.help", "question.ask"} < action_ids()


def test_the_table_of_the_documents_has_the_actions_that_can_be_set_and_no_others() -> None:
    page = (ROOT / "docs" / "app.md").read_text(encoding="utf-8")
    table = page.partition("### Your own keys")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)) == action_ids()


def test_config_set_takes_no_key_that_the_app_refuses(nowhere: Commands) -> None:
    for action in action_ids():
        assert checked_keymap({action: "ctrl+y"})[1] == []
    for action in ("conversations.delete", "headings.down", "start.quit"):
        assert "is no action of the app" in nowhere.refused("config", "set", f"keys.{action}", "f9", code=2)


def test_edit_opens_the_editor_and_checks_the_file(
    nowhere: Commands, config_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my editor.py"
    editor.write_text("import sys; open(sys.argv[1], 'a').write('passages = 8\\n')")
    monkeypatch.setenv("VISUAL", f"{sys.executable} '{editor}'")
    assert nowhere.run("config", "edit").code == 0
    assert read_config(config_file).values == {"passages": 8}
    assert "line 12: Cannot overwrite a value." in nowhere.refused("config", "edit")
    monkeypatch.setenv("VISUAL", "no-such-editor")
    assert f"cannot be started: set EDITOR, or open {config_file} yourself" in nowhere.refused(
        "config", "edit"
    )


@pytest.mark.parametrize("command", ["ask x", "doctor", "index", "eval set.jsonl"])
def test_without_any_articles_a_command_tells_both_ways(
    nowhere: Commands, config_file: Path, command: str
) -> None:
    Path("set.jsonl").write_text("{}")
    refused = nowhere.refused(*command.split(), code=2 if command.startswith("ask") else 1)
    for part in (
        str(Path("corpus").absolute()),
        str(config_file),
        "qa-bot config add NAME FOLDER",
        "--library sample",
    ):
        assert part in refused


def test_errors_name_the_library_and_whole_paths(nowhere: Commands, tmp_path: Path) -> None:
    (tmp_path / "sea").mkdir()
    nowhere.run("config", "add", "sea", tmp_path / "sea")
    nowhere.run("config", "add", "land", tmp_path / "sea")
    index = tmp_path / "data" / "indexes" / "sea"
    told = f"qa-bot: library sea: There is no index in {index} yet: run `qa-bot index` to build one.\n"
    assert nowhere.refused("ask", "x", code=2) == told
    assert "run `qa-bot index --library land` to" in nowhere.refused("ask", "x", "--library", "land", code=2)
    assert f"library sea: The corpus folder {tmp_path / 'sea'} is empty." in nowhere.refused("index")


@slow
def test_the_default_library_answers_from_any_folder(
    library: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(json.loads(library.run("ask", WHO, "--json").out)["hits"]) == 5
    library.run("config", "set", "passages", "2")
    found = json.loads(library.run("ask", WHO, "--json").out)
    assert [DESIGNED in hit["text"] for hit in found["hits"]] == [True, False]
    assert len(json.loads(library.run("ask", WHO, "--json", "-k", "3").out)["hits"]) == 3
    assert library.run("index", "--json").code == 0
    assert json.loads(library.run("doctor", "--json").out)["passages"] == PASSAGES
    Path("note.txt").write_text("The lighthouse of the town was painted white last week by its keeper.")
    assert str(tmp_path / "sea" / "corpus" / "note.txt") in library.run("add", "note.txt").out.replace(
        "\n", ""
    )
    Path("corpus").mkdir()  # now this folder has a corpus of its own
    assert "There is no index in" in library.refused("ask", WHO, code=2)
    monkeypatch.setenv("QA_BOT_LIBRARY", "sea")
    assert library.run("ask", WHO).code == 0


@slow
def test_the_sample_can_be_asked_without_a_config(nowhere: Commands, config_file: Path) -> None:
    assert nowhere.run("index", "--library", "sample").code == 0
    assert nowhere.run("ask", "Who was DingTalk free for?", "--library", "sample").code == 0
    assert not config_file.exists()


def test_reading_the_settings_loads_nothing_that_writes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[libraries.sea]\ncorpus = 'sea'\n")
    program = (
        "import sys\nfrom qa_bot.cli.settled import settled_by\nfrom qa_bot.settings.places import Named\n"
        "assert settled_by(Named()).place.library == 'sea'\n"
        "print({'tomlkit', 'hashlib', 'platformdirs', 'textual', 'rich'} & {*sys.modules})"
    )
    variables = environment(
        shared_cache(tmp_path_factory), QA_BOT_CONFIG=str(config), QA_BOT_DATA=str(tmp_path)
    )
    ran = run_python("-c", program, folder=tmp_path, variables=variables)
    assert (ran.code, ran.out) == (0, "set()\n"), ran.err
