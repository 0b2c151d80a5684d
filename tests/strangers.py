"""Puts links, pipes, sockets and folders in the place of an index's files, and uses the index all the same.

Whatever stands there, it is refused by its name or the index answers as before: nothing hangs, nothing
outside the folder is read for a part of it, and nothing there is written.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
from functools import partial
from typing import TYPE_CHECKING, Any

from faults import FaultError, Pile, Tally, asked, built, files_in_use, finished, in_process, looked_into
from tiny import TinyEncoder, ignore, model

from qa_bot.index import doctor
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE_S = 60
VICTIM = "what somebody else wrote\n"


def put_strangers(base: Path, faults: int, seed: int, tally: Tally) -> None:
    """Put a stranger in the place of one file or folder after the other, and do all that can be done."""
    pile = Pile(base / "corpus", seed)
    pristine, outside = base / "pristine", base / "outside"
    finished(*in_process(lambda: built(pristine, pile.folder)), "building")
    pile.change()
    finished(*in_process(lambda: built(pristine, pile.folder)), "building")
    truth = finished(*in_process(lambda: looked_into(pristine)), "opening")[1]
    cases = [(place, kind) for place in _places(pristine) for kind in KINDS]
    pile.random.shuffle(cases)
    for number in range(faults):
        place, kind = cases[number % len(cases)]
        folder = base / "index"
        for leftover in (folder, outside):
            shutil.rmtree(leftover, ignore_errors=True)
        shutil.copytree(pristine, folder)
        outside.mkdir()
        (outside / "victim").write_text(VICTIM, encoding="utf-8")
        stranger = folder / place
        if not (KINDS[kind](stranger, outside)):
            continue
        before = _state(outside)
        for name, work in _uses(folder, pile.folder).items():
            what = f"{name} with {place} as {kind}"
            ended, *rest = finished(*in_process(partial(_in_time, work)), what)
            _check(ended, rest, kind, what, truth)
            tally.note(f"{kind}, {name}", ended if ended == "done" else f"refused by {rest[0]}")
            if _state(outside) != before:
                raise FaultError(f"{what}: something outside the index was changed")
        _take_away(stranger)
        finished(*in_process(partial(built, folder, pile.folder)), "building when it is gone")
        healed = finished(*in_process(partial(looked_into, folder)), "opening what was built when it is gone")
        if healed[0] != "done" or healed[1] != truth:
            raise FaultError(f"{place} as {kind} did not heal: {healed[1:]}")


def _uses(folder: Path, corpus: Path) -> dict[str, Callable[[], Any]]:
    return {
        "asking": lambda: asked(open_index(folder)),
        "examining": lambda: _nothing(doctor.check(folder, corpus)),
        "building": lambda: _nothing(built(folder, corpus)),
        "repairing": lambda: _repaired(folder, corpus),
        "asking again": lambda: asked(open_index(folder)),
    }


def _nothing(_: object) -> None:
    """Do without what was found."""


def _repaired(folder: Path, corpus: Path) -> None:
    doctor.repair(folder, corpus, model(TinyEncoder()), ignore)
    found = doctor.check(folder, corpus)
    if not found.is_sound:
        raise FaultError(f"repaired, and not whole: {found.damages}")


def _in_time(work: Callable[[], Any]) -> Any:
    signal.alarm(PATIENCE_S)  # which ends a process that waits for ever
    return work()


def _check(ended: str, rest: list[Any], kind: str, what: str, truth: dict[str, Any]) -> None:
    if ended == "done" and rest[0] is not None and rest[0] != truth["hits"]:
        raise FaultError(f"{what}: other answers")
    if kind not in {"a folder", "a full folder"} and (ended, rest[0]) != ("refused", "StrangeFileError"):
        raise FaultError(f"{what}: {ended} {rest}")
    if ended == "refused" and not any(name in rest[1] for name in what.split()):
        raise FaultError(f"{what}: not named in {rest[1]!r}")


def _places(folder: Path) -> list[str]:
    """List what can be replaced: files in use, those of a moment, and folders."""
    current = versions.current_version(folder)
    name = current.relative_to(folder).as_posix()
    files = [path.as_posix() for path in files_in_use(folder)]
    moments = ["CURRENT.new", ".builder", "journal", "pending", "seen.new", "claims/other", "versions/other"]
    folders = ["claims", "versions", name, f"{name}/embedded", f"{name}/passages"]
    return sorted({*files, *moments, *folders, f"{name}/more"})


def _state(outside: Path) -> list[tuple[str, int, bytes]]:
    return [
        (path.relative_to(outside).as_posix(), path.lstat().st_mode, path.read_bytes())
        for path in sorted(outside.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]


def _take_away(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------- strangers


def _link_to_itself_moved(path: Path, outside: Path) -> bool:
    """What stood there stands elsewhere, and is linked to: its content is as it was."""
    if not path.exists():
        return False
    path.rename(outside / "moved")
    path.symlink_to(outside / "moved")
    return True


def _link_to_a_file(path: Path, outside: Path) -> bool:
    _take_away(path)
    path.symlink_to(outside / "victim")
    return True


def _link_to_nothing(path: Path, outside: Path) -> bool:
    _take_away(path)
    path.symlink_to(outside / "nothing")
    return True


def _link_to_a_folder(path: Path, outside: Path) -> bool:
    _take_away(path)
    path.symlink_to(outside)
    return True


def _pipe(path: Path, _: Path) -> bool:
    _take_away(path)
    os.mkfifo(path)
    return True


def _socket(path: Path, _: Path) -> bool:
    _take_away(path)
    with socket.socket(socket.AF_UNIX) as made:
        here = os.open(path.parent, os.O_RDONLY)
        try:  # a socket's path may have some hundred letters only
            made.bind(f"/proc/self/fd/{here}/{path.name}")
        except OSError:
            return False
        finally:
            os.close(here)
    return True


def _folder(path: Path, _: Path) -> bool:
    if path.is_dir():
        return False
    _take_away(path)
    path.mkdir()
    return True


def _full_folder(path: Path, outside: Path) -> bool:
    if not _folder(path, outside):
        return False
    (path / "note.txt").write_text(VICTIM, encoding="utf-8")
    return True


KINDS: dict[str, Callable[[Path, Path], bool]] = {
    "a link to itself, moved": _link_to_itself_moved,
    "a link to a file": _link_to_a_file,
    "a link to nothing": _link_to_nothing,
    "a link to a folder": _link_to_a_folder,
    "a pipe": _pipe,
    "a socket": _socket,
    "a folder": _folder,
    "a full folder": _full_folder,
}
