"""A command's folders come from options, the environment, the current folder or the config, in this order."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qa_bot.core.errors import SettingsError, UsageError
from qa_bot.settings.config import Config, LibraryFolders, at_store
from qa_bot.settings.places import Named, Origin, find_place, with_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_bot.settings.places import Place

CORPUS, INDEX = Path("corpus"), Path("index")
SEA = LibraryFolders(Path("/srv/sea"), Path("/srv/index of the sea"))
LAND = LibraryFolders(Path("/srv/land"), Path("/srv/index of the land"))
CONFIG = Config(path=Path("/config.toml"), values={"library": "sea"}, libraries={"land": LAND, "sea": SEA})
NONE = Config(path=Path("/config.toml"))


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QA_BOT_DATA", "/data")


def found(
    options: Named | None = None, variables: Mapping[str, str] | None = None, config: Config = CONFIG
) -> Place:
    return find_place(config, options or Named(), variables or {})


def summary(place: Place) -> tuple[Path, Path, str, Origin]:
    return place.corpus, place.index, place.library, place.origin


def test_an_option_comes_before_the_environment_before_this_folder_before_the_config() -> None:
    assert summary(found()) == (SEA.corpus, SEA.index, "sea", Origin.CONFIG)
    CORPUS.mkdir()
    assert summary(found()) == (CORPUS, INDEX, "", Origin.HERE)
    variables = {"QA_BOT_LIBRARY": "land"}
    assert summary(found(None, variables)) == (LAND.corpus, LAND.index, "land", Origin.ENVIRONMENT)
    option = found(Named(library="sea"), variables)
    assert summary(option) == (SEA.corpus, SEA.index, "sea", Origin.OPTION)
    assert option.options == (("--library", "sea"),)


def test_nothing_at_all_is_a_first_start() -> None:
    place = found(config=NONE)
    assert summary(place) == (CORPUS, INDEX, "", Origin.DEFAULT)
    assert place.is_nowhere
    assert not found().is_nowhere


def test_an_index_without_its_corpus_is_this_folder_too() -> None:
    (INDEX / "versions").mkdir(parents=True)
    assert found().origin is Origin.HERE


def test_a_corpus_named_alone_never_gets_the_index_of_another() -> None:
    option = found(Named(corpus=Path("pile")), {"QA_BOT_INDEX": "theirs"})
    assert summary(option) == (Path("pile"), INDEX, "", Origin.OPTION)
    assert option.options == (("--corpus", "pile"),)
    named = found(None, {"QA_BOT_CORPUS": "pile"})
    assert named.corpus == Path("pile")
    assert named.index.parent == Path("/data/indexes")
    assert named.index.name.startswith("pile-")
    assert named.index != found(None, {"QA_BOT_CORPUS": "other/pile"}).index


def test_an_index_named_alone_keeps_the_corpus() -> None:
    assert summary(found(Named(index=Path("try")))) == (SEA.corpus, Path("try"), "sea", Origin.OPTION)
    assert summary(found(Named(index=Path("try")), config=NONE))[:2] == (CORPUS, Path("try"))
    assert found(None, {"QA_BOT_INDEX": "try"}).corpus == SEA.corpus


def test_a_corpus_folder_of_a_library_has_its_index_unless_there_is_one_here() -> None:
    option = Named(corpus=Path("/srv/../srv/sea"))
    assert summary(found(option))[1:] == (SEA.index, "sea", Origin.OPTION)
    assert summary(found(None, {"QA_BOT_CORPUS": "/srv/sea"}))[1:] == (SEA.index, "sea", Origin.ENVIRONMENT)
    (INDEX / "versions").mkdir(parents=True)
    assert summary(found(option))[1:] == (INDEX, "", Origin.OPTION)


def test_a_library_with_another_index_or_corpus() -> None:
    option = found(Named(library="sea", index=INDEX, corpus=CORPUS))
    assert summary(option) == (CORPUS, INDEX, "sea", Origin.OPTION)
    assert option.options == (("--library", "sea"), ("--index", "index"), ("--corpus", "corpus"))


ENVIRONMENT, HERE, STATED, DEFAULT = Origin.ENVIRONMENT, Origin.HERE, Origin.CONFIG, Origin.DEFAULT


@pytest.mark.parametrize(
    ("options", "variables", "origins"),
    [
        ({}, {}, (STATED, STATED, STATED)),
        ({}, {"INDEX": "try"}, (STATED, STATED, ENVIRONMENT)),
        ({}, {"CORPUS": "/srv/sea"}, (ENVIRONMENT, ENVIRONMENT, STATED)),
        ({}, {"CORPUS": "pile"}, (ENVIRONMENT, ENVIRONMENT, DEFAULT)),
        ({}, {"CORPUS": "pile", "INDEX": "try"}, (ENVIRONMENT, ENVIRONMENT, ENVIRONMENT)),
        ({}, {"LIBRARY": "land"}, (ENVIRONMENT, STATED, STATED)),
        ({}, {"LIBRARY": "land", "CORPUS": "pile"}, (ENVIRONMENT, ENVIRONMENT, STATED)),
        ({"library": "land"}, {"LIBRARY": "sea"}, (Origin.OPTION, STATED, STATED)),
        ({"library": "sample"}, {}, (Origin.OPTION, DEFAULT, DEFAULT)),
        ({"corpus": Path("pile")}, {}, (Origin.OPTION, Origin.OPTION, HERE)),
        ({"index": Path("try")}, {}, (STATED, STATED, Origin.OPTION)),
        ({"index": Path("try")}, {"CORPUS": "pile"}, (ENVIRONMENT, ENVIRONMENT, Origin.OPTION)),
    ],
)  # fmt: skip
def test_each_value_has_its_own_origin(
    options: dict[str, Any], variables: dict[str, str], origins: tuple[Origin, ...]
) -> None:
    place = found(Named(**options), {f"QA_BOT_{name}": value for name, value in variables.items()})
    assert (place.origins.library, place.origins.corpus, place.origins.index) == origins


def test_the_folders_of_this_folder_and_those_of_nowhere_say_so() -> None:
    nowhere = found(config=NONE).origins
    assert (nowhere.library, nowhere.corpus, nowhere.index) == (DEFAULT, DEFAULT, DEFAULT)
    CORPUS.mkdir()
    here = found().origins
    assert (here.library, here.corpus, here.index) == (HERE, HERE, HERE)


def test_an_index_folder_that_the_config_leaves_out_is_the_default_one() -> None:
    sea = LibraryFolders(SEA.corpus, Path("/data/indexes/sea"))
    assert found(config=replace(CONFIG, libraries={"sea": sea})).origins.index is DEFAULT


def test_an_option_needs_nothing_of_the_environment() -> None:
    assert found(Named(library="land"), {"QA_BOT_LIBRARY": "nix"}).library == "land"
    assert found(Named(corpus=Path("pile")), {"QA_BOT_LIBRARY": "nix"}).corpus == Path("pile")


def test_the_usual_folders_need_no_options() -> None:
    assert found(Named(corpus=CORPUS, index=INDEX)).options == ()


def test_an_unknown_library_names_the_variable_it_comes_from() -> None:
    with pytest.raises(UsageError, match=r"^There is no library se"):
        found(Named(library="se"))
    with pytest.raises(SettingsError, match=r"^QA_BOT_LIBRARY: There is no library se"):
        found(None, {"QA_BOT_LIBRARY": "se"})


def test_an_empty_variable_names_nothing() -> None:
    assert found(None, {"QA_BOT_LIBRARY": "", "QA_BOT_CORPUS": ""}).origin is Origin.CONFIG


def test_the_sample_is_a_library_without_being_named() -> None:
    assert found(Named(library="sample"), config=NONE).corpus == Path("/data/sample")


def read_from(
    options: Named, given: str | None, variables: Mapping[str, str], config: Config = CONFIG
) -> Place:
    return with_store(found(options, variables, config), options, given, variables)


def test_a_store_is_read_unless_options_name_something_else() -> None:
    variables = {"QA_BOT_STORE": "lance://ours"}
    assert read_from(Named(), None, {}).store == ""
    assert read_from(Named(), None, variables).store == "lance://ours"
    assert read_from(Named(library="sea"), None, variables).store == ""
    assert read_from(Named(library="sea"), "s3://theirs/x", variables).store == "s3://theirs/x"
    assert read_from(Named(), "", variables).store == ""


def test_a_library_that_is_a_store_is_read_from_it() -> None:
    config = replace(CONFIG, values={}, libraries={"desk": at_store("s3://ours/desk"), "sea": SEA})
    place = read_from(Named(), None, {}, config)
    assert (place.library, place.store, place.articles) == ("desk", "s3://ours/desk", "s3://ours/desk")
    assert (place.origins.library, place.origins.store, place.origins.corpus) == (Origin.CONFIG,) * 3
    assert read_from(Named(library="desk"), None, {"QA_BOT_STORE": "s3://theirs/x"}, config) == replace(
        place, origin=Origin.OPTION, origins=replace(place.origins, library=Origin.OPTION),
        options=(("--library", "desk"),),
    )  # fmt: skip
    assert read_from(Named(library="desk"), "", {}, config).store == "s3://ours/desk"
    assert read_from(Named(library="sea"), None, {}, config).store == ""
    assert read_from(Named(library="desk", corpus=Path("pile")), None, {}, config).store == ""


def test_a_store_that_is_no_librarys_has_no_name_and_folders_of_its_own() -> None:
    ours, theirs = (
        read_from(Named(), None, {"QA_BOT_STORE": one}) for one in ("s3://ours/x", "s3://theirs/x")
    )
    assert (ours.library, ours.origins.store) == ("", Origin.ENVIRONMENT)
    assert len({ours.corpus, theirs.corpus, SEA.corpus}) == 3
    assert not ours.corpus.exists()


def test_a_store_is_a_place_even_without_a_folder() -> None:
    assert found(config=NONE).is_nowhere
    assert not read_from(Named(), "lance://ours", {}, NONE).is_nowhere
