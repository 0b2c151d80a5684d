"""Finds the folders that a command works on.

The first of these that names a library or a folder decides: options, environment variables, the folder that
the command runs in, the default library of the config file. A corpus that is named alone never gets the index
of another one: it would be overwritten with other articles.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.core.errors import SettingsError, UsageError
from qa_bot.settings.config import at_store, default_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_bot.settings.config import Config, LibraryFolders

CORPUS, INDEX = Path("corpus"), Path("index")
"""The folders of a library in the folder that a command runs in."""


class Origin(StrEnum):
    """Where a value comes from."""

    OPTION = "option"
    ENVIRONMENT = "environment"
    HERE = "this folder"
    CONFIG = "config"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What options or the environment name."""

    library: str | None = None
    corpus: Path | None = None
    index: Path | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is named."""
        return self == Named()

    @property
    def is_index(self) -> bool:
        """Whether an index folder is all that is named."""
        return self == Named(index=self.index) and not self.is_empty


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the name and the folders of a library come from."""

    library: Origin
    corpus: Origin
    index: Origin
    store: Origin = Origin.DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folders of a command."""

    corpus: Path
    index: Path
    library: str = ""
    """Name of the library; "" for folders that no library has."""
    origin: Origin
    """What decided which library or folder it is."""
    origins: Origins
    store: str = ""
    """Address of the store that is read in place of the folders, which are not there then; "" for none."""
    options: tuple[tuple[str, str], ...] = ()
    """The options that named it, for commands that a message suggests."""

    @property
    def articles(self) -> str:
        """The folder of the articles, absolute, or the address of the store."""
        return self.store or str(self.corpus.absolute())

    @property
    def is_nowhere(self) -> bool:
        """Whether nothing names any articles: a first start."""
        return self.origin is Origin.DEFAULT and not self.store


def from_environment(variables: Mapping[str, str]) -> Named:
    """Return what QA_BOT_LIBRARY, QA_BOT_CORPUS and QA_BOT_INDEX name; an empty one names nothing."""
    corpus, index = (variables.get(f"QA_BOT_{name}") for name in ("CORPUS", "INDEX"))
    return Named(
        library=variables.get("QA_BOT_LIBRARY") or None,
        corpus=Path(corpus) if corpus else None,
        index=Path(index) if index else None,
    )


def with_store(place: Place, options: Named, given: str | None, variables: Mapping[str, str]) -> Place:
    """Return the place of the store that a command's option names, or else QA_BOT_STORE; of none, the place.

    The variable does not count where options name a library or a folder, nor where the option is "".
    """
    named = variables.get("QA_BOT_STORE", "") if given is None and options.is_empty else given
    if not named:
        return place
    origin, known = Origin.ENVIRONMENT if given is None else Origin.OPTION, at_store(named)
    origins = Origins(origin, origin, origin, origin)
    return replace(place, library="", corpus=known.corpus, index=known.index, store=named, origins=origins)


def find_place(config: Config, options: Named, variables: Mapping[str, str]) -> Place:
    """Find the folders of a command.

    Raises:
        UsageError: the option names a library that is not there.
        SettingsError: the environment does.
    """
    if not options.is_empty:
        below = find_place(config, Named(), variables) if options.is_index else None
        try:
            found = _named(config, options, Origin.OPTION, below)
        except SettingsError as error:
            raise UsageError(str(error)) from error
        return replace(found, options=_options(options))
    named = from_environment(variables)
    if not named.is_empty:
        below = find_place(config, Named(), {})
        try:
            return _named(config, named, Origin.ENVIRONMENT, below)
        except SettingsError as error:
            message = f"QA_BOT_LIBRARY: {error}"
            raise SettingsError(message) from error
    if is_own_folder():
        return _own(config, CORPUS, Origin.HERE)
    if library := config.default_library:
        return _named(config, Named(library=library), Origin.CONFIG, None)
    nothing = Origin.DEFAULT
    return Place(corpus=CORPUS, index=INDEX, origin=nothing, origins=Origins(nothing, nothing, nothing))


def is_own_folder() -> bool:
    """Check whether the folder that a command runs in has articles or an index of its own."""
    return CORPUS.is_dir() or _has_index(INDEX)


def _named(config: Config, named: Named, origin: Origin, below: Place | None) -> Place:
    if named.library:
        known = config.folders_of(named.library)
        stated = Origin.CONFIG if named.library in config.libraries else Origin.DEFAULT  # the sample is not
        place = Place(
            corpus=named.corpus or known.corpus,
            index=known.index,
            library=named.library,
            origin=origin,
            origins=Origins(origin, origin if named.corpus else stated, _origin_of(known, named.library)),
        )
        if known.store and named == Named(library=named.library):
            return replace(place, store=known.store, origins=Origins(origin, stated, stated, stated))
        return _with_index(place, named.index, origin)
    if named.corpus is None:
        assert below is not None  # noqa: S101  only a config names no folder, and it names a library
        return _with_index(replace(below, origin=origin), named.index, origin)
    return _with_index(_own(config, named.corpus, origin), named.index, origin)


def _with_index(place: Place, index: Path | None, origin: Origin) -> Place:
    """Return the place with another index folder, if one is named."""
    return replace(place, index=index, origins=replace(place.origins, index=origin)) if index else place


def _origin_of(folders: LibraryFolders, library: str) -> Origin:
    """Return where the index folder of a library comes from."""
    return Origin.DEFAULT if folders.index == default_index(library) else Origin.CONFIG


def _own(config: Config, corpus: Path, origin: Origin) -> Place:
    """Return the place of a corpus folder whose index is not named."""
    of_library = next((name for name, one in config.libraries.items() if _same(one.corpus, corpus)), "")
    if origin is not Origin.ENVIRONMENT and (_has_index(INDEX) or not of_library):
        origins = Origins(origin, origin, Origin.HERE)
        return Place(corpus=corpus, index=INDEX, origin=origin, origins=origins)
    if of_library:
        known = config.libraries[of_library]
        origins = Origins(origin, origin, _origin_of(known, of_library))
        return Place(corpus=corpus, index=known.index, library=of_library, origin=origin, origins=origins)
    origins = Origins(origin, origin, Origin.DEFAULT)
    return Place(corpus=corpus, index=_index_of(corpus), origin=origin, origins=origins)


def _index_of(corpus: Path) -> Path:
    """Return the index folder of a corpus that the environment names: one wherever a command runs."""
    import hashlib

    whole = corpus.resolve()
    digest = hashlib.sha256(os.fsencode(whole)).hexdigest()[:8]
    return default_index(f"{whole.name}-{digest}")


def _has_index(folder: Path) -> bool:
    return os.path.lexists(folder / "CURRENT") or (folder / "versions").is_dir()


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _options(named: Named) -> tuple[tuple[str, str], ...]:
    """Return the options to repeat, without those that name what is meant anyway."""
    folders = (("--index", named.index, INDEX), ("--corpus", named.corpus, CORPUS))
    if named.library:
        return ("--library", named.library), *((name, str(path)) for name, path, _ in folders if path)
    return tuple((name, str(path)) for name, path, usual in folders if path not in {None, usual})
