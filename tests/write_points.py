"""Kills a build at each point where it writes, counted, and looks at what is left.

A point is a call of Python into a library or the operating system that may change a file. The process is
killed right before it. Or it is a system call that writes, of SQLite and tantivy too.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from faults import FaultError, Pile, Tally, built, check_tidy, finished, in_process, what_is_there

from qa_bot.corpus import folder as corpus_folder
from qa_bot.reading.read import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import FrameType

    from faults import Contents

    from qa_bot.reading.read import Reading

WRITING: Final = frozenset(
    {"write", "flush", "truncate", "tofile", "fsync", "fchmod", "fchown", "link", "rename"}
    | {"mkdir", "rmdir", "replace", "unlink", "remove", "execute", "executemany", "executescript", "commit"}
    | {"add_document", "delete_documents_by_query", "writer", "wait_merging_threads"}
)
"""Names of the built-in functions and methods that may change a file."""

SYSTEM_CALLS: Final = (
    "write,pwrite64,writev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "mkdir,mkdirat,rmdir"
)


def kill_at_each_point(base: Path, step: int, seed: int, tally: Tally) -> None:
    """Kill a first build and two updates at every `step`th point; the index is the old one or the new one.

    The build after it succeeds, and leaves nothing behind.
    """
    vars(corpus_folder)["read_files"] = _read_here
    pile, pristine = Pile(base / "corpus", seed), base / "pristine"
    contents: Contents | None = None
    for update in ("a first build", "an update", "a later update"):
        work = partial(built, base / "index", pile.folder)
        points = _points_of(pristine, base / "index", work)
        for point in range(1 + (seed + len(update)) % step, points + 1, step):
            _restored(pristine, base / "index")
            status, _ = in_process(partial(_killed_at, point, work))
            if status != -signal.SIGKILL:
                raise FaultError(f"{update} was not killed at point {point} of {points}")
            _survived(base / "index", pile, contents, work, f"{update}, point {point}")
            tally.note(update, "survived a kill")
        tally.note(update, f"has {points} points")
        _restored(pristine, base / "index")
        finished(*in_process(work), "building")
        shutil.rmtree(pristine, ignore_errors=True)
        shutil.copytree(base / "index", pristine)
        contents = pile.contents()
        pile.change()


def kill_at_system_calls(base: Path, step: int, seed: int, tally: Tally) -> None:
    """Kill an update at every `step`th system call that writes, wherever it comes from; needs strace.

    strace counts each kind of call by itself, in each thread.
    """
    pile, pristine, folder = Pile(base / "corpus", seed), base / "pristine", base / "index"
    finished(*in_process(partial(built, pristine, pile.folder)), "building")
    contents = pile.contents()
    pile.change()
    work = partial(built, folder, pile.folder)
    for point in range(1, 1_000_000, step):
        _restored(pristine, folder)
        inject = f"inject={SYSTEM_CALLS}:signal=SIGKILL:when={point}"
        program = [sys.executable, __file__, str(folder), str(pile.folder)]
        command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={SYSTEM_CALLS}", "-e", inject]
        ended = subprocess.run([*command, *program], capture_output=True, check=False)  # noqa: S603
        if ended.returncode == 0:
            tally.note("system calls", f"has fewer than {point} points")
            return
        if ended.returncode not in {-signal.SIGKILL, 128 + signal.SIGKILL}:
            raise FaultError(f"point {point}: {ended.returncode} {ended.stderr.decode()}")
        _survived(folder, pile, contents, work, f"system call {point}")
        tally.note("system calls", "survived a kill")


def _survived(folder: Path, pile: Pile, before: Contents | None, work: Callable[[], int], what: str) -> None:
    try:
        what_is_there(folder, before, pile.contents())
        finished(*in_process(work), "a build after a kill")
        after = what_is_there(folder, None, pile.contents())
        check_tidy(folder)
    except FaultError as error:
        raise FaultError(f"{what}: {error}") from error
    if after != "new":
        raise FaultError(f"{what}: a build after a kill did not end in the new index")


def _points_of(pristine: Path, folder: Path, work: Callable[[], int]) -> int:
    _restored(pristine, folder)
    found = finished(*in_process(partial(_counted, work)), "a build whose points are counted")
    return int(found[1])


def _restored(pristine: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if pristine.exists():
        shutil.copytree(pristine, folder)


def _counted(work: Callable[[], int]) -> int:
    points = [0]

    def count(_: FrameType, event: str, called: Any) -> None:
        points[0] += _may_write(event, called)

    sys.setprofile(count)
    work()
    sys.setprofile(None)
    return points[0]


def _killed_at(point: int, work: Callable[[], int]) -> int:
    left = [point]

    def count(_: FrameType, event: str, called: Any) -> None:
        left[0] -= _may_write(event, called)
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    return work()


def _may_write(event: str, called: Any) -> bool:
    named = event == "c_call" and called.__name__ in WRITING
    return named and not isinstance(called.__self__, str | list | set)  # which have methods of these names


@contextmanager
def _read_here(paths: Sequence[str], root: Path) -> Iterator[Iterator[Reading]]:
    """Read the files of a pile in this process, which a build of so few files then spends no time on."""
    yield (read_file(path, root) for path in paths)


if __name__ == "__main__":
    from pathlib import Path

    built(Path(sys.argv[1]), Path(sys.argv[2]))
