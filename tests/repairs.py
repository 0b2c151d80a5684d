"""Flips bits of a larger index and has it mended: afterwards every file of every version is what was written.

Half of the indexes are treated as very large ones are, whose largest files are not read whole at opening.
"""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from faults import FaultError, Pile, Tally, built, damage, files_in_use, finished, in_process, looked_into
from tiny import TinyEncoder, ignore, model

from qa_bot.index import doctor
from qa_bot.index.storage import manifest, versions

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = 900
"""Of two to three passages each, so that a first build makes a version of words alone before the other."""


def mend_files(base: Path, faults: int, seed: int, tally: Tally) -> None:
    """Flip a bit of one file after the other; let `doctor --repair` or `index` mend it."""
    pile = Pile(base / "corpus", seed, ARTICLES)
    pristine, folder = base / "pristine", base / "index"
    finished(*in_process(partial(built, pristine, pile.folder, batch=512)), "building")
    truth = finished(*in_process(partial(looked_into, pristine)), "opening")[1]
    files = files_in_use(pristine)
    pile.random.shuffle(files)
    for number in range(faults):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(pristine, folder)
        victim = folder / files[number % len(files)]
        damage(victim, pile.random, cut=False)()
        how = "repairing" if number % 3 else "indexing"
        what = f"{how} {'a large' if number % 2 else 'an'} index with {victim.name} damaged"
        work = partial(_mended, folder, pile.folder, repair=how == "repairing", large=bool(number % 2))
        kind, *rest = finished(*in_process(work), what)
        if kind != "done":
            raise FaultError(f"{what} was refused: {rest}")
        tally.note(how, rest[0])
        healed = finished(*in_process(partial(looked_into, folder)), f"opening after {what}")
        if healed[0] != "done" or healed[1] != truth:
            raise FaultError(f"{what} did not heal: {healed[0]}")


def _mended(folder: Path, corpus: Path, *, repair: bool, large: bool) -> str:
    if large:
        manifest.CHECKED_AT_OPEN = 0
    before = doctor.check(folder, corpus)
    if repair:
        doctor.repair(folder, corpus, model(TinyEncoder()), ignore)
    else:
        built(folder, corpus, batch=512)
    after = doctor.check(folder, corpus)
    hurt = _hurt(folder) if repair else {}
    if not after.is_sound or hurt:
        raise FaultError(f"still damaged: {after.damages} {hurt}")
    return "was whole all along" if before.is_sound else "named and mended"


def _hurt(folder: Path) -> dict[str, Any]:
    found = {
        version.name: manifest.damaged_files(version, manifest.read_files(version))
        for version in versions.all_versions(folder)
    }
    return {name: files for name, files in found.items() if files}
