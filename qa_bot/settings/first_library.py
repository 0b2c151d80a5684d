"""Creates the first library: from a folder of articles, or from the sample that comes with qa_bot."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from qa_bot.core.errors import CorpusError, reason_of
from qa_bot.core.settings import FolderGlance
from qa_bot.settings.config import SAMPLE, config_path, read_config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUESTIONS = "questions.jsonl"
"""The questions of the sample, which are no article."""
_MOST_SEEN = 5000
"""Entries of a folder that are looked at to count its articles."""
_LINES = ".jsonl"
_MOST_OF_LINE = 100_000
"""Characters of a first line that are looked at."""
_IN_USE = re.compile(r"[^\w.-]+")


class NewLibrary:
    """Makes a folder or the sample the default library, and tells the caller."""

    def __init__(self, on_created: Callable[[], None]) -> None:
        """Take what is called once the config file names the library."""
        self._on_created = on_created

    @property
    def config(self) -> Path:
        """The config file that is written."""
        return config_path()

    @property
    def sample(self) -> Path:
        """The folder that the sample articles come into."""
        return read_config(self.config).folders_of(SAMPLE).corpus

    def look(self, text: str) -> FolderGlance:
        """Look at a folder that was typed, dropped or pasted.

        Raises:
            CorpusError: there is no such folder, or it cannot be listed.
        """
        return glance_at(folder_of(text))

    def create(self, folder: Path) -> None:
        """Make the folder the default library.

        Raises:
            QaBotError: the folder holds no file of a supported type, or the config file cannot be written.
        """
        from qa_bot.settings.editing import add_library

        if not glance_at(folder).files:
            message = f"There is no article in {folder}. Add some (.txt, .md, .html, .pdf, .docx, .epub)."
            raise CorpusError(message)
        add_library(self.config, self._name_for(folder), folder, make_default=True)
        self._on_created()

    def try_sample(self) -> None:
        """Make the sample articles the default library.

        Raises:
            QaBotError: they or the config file cannot be written.
        """
        from qa_bot.settings.editing import add_library

        provide_sample(self.sample)
        add_library(self.config, SAMPLE, self.sample, make_default=True)
        self._on_created()

    def _name_for(self, folder: Path) -> str:
        """Name a library after its folder, unlike those of other folders."""
        own = folder.parent.name if folder.name == "corpus" else folder.name
        base = _IN_USE.sub("-", own).strip("-.") or "articles"
        known = read_config(self.config).libraries
        names = (base, *(f"{base}-{number}" for number in range(2, len(known) + 3)))
        return next(
            name for name in names if name != SAMPLE and (name not in known or known[name].corpus == folder)
        )


def folder_of(text: str) -> Path:
    """Return the absolute folder that a text names; the path of a file stands for its folder.

    Terminals drop a path bare, in quotation marks, with backslashes before blanks, or as a file: address.

    Raises:
        CorpusError: there is no such folder.
    """
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if not first:
        message = "Type the path of a folder."
        raise CorpusError(message)
    for read in _readings(first):
        path = _whole(read)
        if os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises where a name is too long
            return path
        if os.path.isfile(path):  # noqa: PTH113  likewise
            return path.parent
    message = f"There is no folder {_whole(next(_readings(first)))}."
    raise CorpusError(message)


def glance_at(folder: Path) -> FolderGlance:
    """Count the files of supported types in a folder but for question sets; stop counting in a large one.

    Raises:
        CorpusError: it is no folder, or cannot be listed.
    """
    from qa_bot.reading.file_types import SUPPORTED_SUFFIXES

    try:
        with os.scandir(folder):
            pass
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        message = f"The folder {folder} cannot be read: {reason}."
        raise CorpusError(message) from error
    seen, files = 0, 0
    for inside, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        shown = [name for name in names if not name.startswith(".")]
        supported = (name for name in shown if name.lower().endswith(SUPPORTED_SUFFIXES))
        files += sum(not _is_question_set(os.path.join(inside, name)) for name in supported)  # noqa: PTH118  fast
        seen += len(folders) + len(names)
        if seen > _MOST_SEEN:
            return FolderGlance(folder=folder, files=files, more=True)
    return FolderGlance(folder=folder, files=files)


def provide_sample(folder: Path) -> None:
    """Copy the sample articles into a folder, unless it is there.

    It is a copy, so that articles can be added and removed.

    Raises:
        CorpusError: they cannot be copied.
    """
    if folder.exists():
        return
    try:
        shutil.copytree(sample_source(), folder, ignore=shutil.ignore_patterns(QUESTIONS))
    except (OSError, shutil.Error) as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        message = f"The sample articles cannot be copied to {folder}: {reason}."
        raise CorpusError(message) from error


def sample_source() -> Path:
    """Return the folder of the sample in the installation, or in a checkout that is installed editable."""
    package = Path(__file__).parents[1]
    installed = package / SAMPLE
    return installed if installed.is_dir() else package.parent / "corpus"


def _is_question_set(path: str) -> bool:
    """Check by its first line whether a file holds test questions, which are indexed as no article."""
    if not path.lower().endswith(_LINES) or not os.path.isfile(path):  # noqa: PTH113  to open a pipe waits
        return False
    from qa_bot.core.errors import ReadingError, UnsupportedFileError
    from qa_bot.reading.records.jsonl import read_jsonl

    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:  # noqa: PTH123  the path is a text
            read_jsonl(file.readline(_MOST_OF_LINE), path)
    except UnsupportedFileError:
        return True
    except (OSError, ReadingError):
        return False
    return False


def _whole(path: str) -> Path:
    return Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111  links stay; any user is allowed


def _readings(text: str) -> Iterator[str]:
    """Yield the paths that a dropped text may mean, the likeliest first."""
    if text.lower().startswith("file:"):
        path = unquote(urlsplit(text).path)
        yield path[1:] if re.match(r"/[A-Za-z]:", path) else path or text  # file:///C:/articles
        return
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        yield text[1:-1]
    else:
        yield text
    if os.name != "nt" and not text.isalnum():
        with suppress(ValueError, IndexError):  # an odd quotation mark
            yield shlex.split(text)[0]
