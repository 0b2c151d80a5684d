"""A build in a process of its own: the same index, errors as they are, and no process that stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tiny import ignore

from qa_bot.core.errors import CorpusError, NoIndexError, QaBotError
from qa_bot.core.folders import Folders, cache_folder
from qa_bot.core.types import Outcome, Progress
from qa_bot.engine.build_process import build_in_process
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine
from qa_bot.index.storage import build_lock
from qa_bot.index.storage.versions import current_version

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folder")]
PATIENCE_S = 60


class StoppedError(Exception):
    """What the one who listens raises."""


@pytest.fixture
def folders(tmp_path: Path, corpus_folder: Path) -> Folders:
    """Give the small corpus and no index."""
    return Folders(corpus_folder, tmp_path / "index", cache_folder())


def builder_of(folder: Path) -> int:
    """Return the number of the process that builds."""
    described = build_lock.builder(folder)
    assert described is not None
    return int(described.split()[1].rstrip(","))


def test_it_builds_what_a_build_here_would(folders: Folders, tmp_path: Path) -> None:
    """And tells the same steps, but that the second one need not prepare the model."""
    there: list[Progress] = []
    here: list[Progress] = []
    report = build_in_process(folders, None, there.append)
    other = Folders(folders.corpus, tmp_path / "other", folders.cache)
    assert build(other, None, here.append).files == report.files
    assert [one for one in there if "model" not in one.stage] == [
        one for one in here if "model" not in one.stage
    ]
    assert (report.articles, report.passages) == (3, 5)
    asked = "Who rescued the feline?"
    answers = [LocalEngine(one).ask(asked, 3) for one in (folders, other)]
    assert answers[0].hits == answers[1].hits


def test_the_build_is_in_another_process_that_is_less_urgent(folders: Folders) -> None:
    """So that an app that waits for it stays quick."""
    seen: list[tuple[int, int]] = []

    def look(progress: Progress) -> None:
        if progress.stage == "embedding" and not seen:
            number = builder_of(folders.index)
            seen.append((number, os.getpriority(os.PRIO_PROCESS, number)))

    build_in_process(folders, None, look)
    ((number, niceness),) = seen
    assert number != os.getpid()
    assert niceness >= min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


def test_an_update_keeps_to_what_it_is_told(folders: Folders) -> None:
    """Nothing is read again unless that is asked for."""
    build_in_process(folders, None, ignore)
    for rebuild, outcome in ((False, Outcome.UNCHANGED), (True, Outcome.INDEXED)):
        report = build_in_process(folders, None, ignore, rebuild=rebuild)
        assert {file.outcome for file in report.files} == {outcome}


def test_an_error_is_the_same_as_here(folders: Folders, tmp_path: Path) -> None:
    """Type and message."""
    gone = Folders(tmp_path / "nowhere", folders.index, folders.cache)
    with pytest.raises(CorpusError) as here:
        build(gone, None, ignore)
    with pytest.raises(CorpusError) as there:
        build_in_process(gone, None, ignore)
    assert str(there.value) == str(here.value)


def test_who_listens_can_end_it(folders: Folders) -> None:
    """The process has ended then, the index is as it was, and the next build goes on."""

    def stop(progress: Progress) -> None:
        if progress.stage == "embedding":
            raise StoppedError

    with pytest.raises(StoppedError):
        build_in_process(folders, None, stop)
    assert not build_lock.is_being_built(folders.index)
    with pytest.raises(NoIndexError):
        current_version(folders.index)
    assert build_in_process(folders, None, ignore).passages == 5


def test_a_process_that_is_killed_is_told(folders: Folders) -> None:
    """As it would be where memory runs out."""

    def kill(progress: Progress) -> None:
        if progress.stage == "embedding" and build_lock.is_being_built(folders.index):
            os.kill(builder_of(folders.index), signal.SIGKILL)

    with pytest.raises(QaBotError, match="signal 9"):
        build_in_process(folders, None, kill)
    assert build_in_process(folders, None, ignore).passages == 5


def test_it_ends_when_the_other_process_has_ended(folders: Folders) -> None:
    """However that ended."""
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from qa_bot.core.folders import Folders\n"
        "from qa_bot.engine.build_process import build_in_process\n"
        "def end(progress):\n"
        "    if progress.stage == 'reading':\n"
        "        os.kill(os.getpid(), 9)\n"
        "build_in_process(Folders(*map(Path, sys.argv[1:])), None, end)\n"
    )
    arguments = [str(path) for path in (folders.corpus, folders.index, folders.cache)]
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL
    ends = time.monotonic() + PATIENCE_S
    while build_lock.is_being_built(folders.index):
        assert time.monotonic() < ends, "the build goes on"
        time.sleep(0.05)
    with pytest.raises(NoIndexError):
        current_version(folders.index)
