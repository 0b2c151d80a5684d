"""Injects faults into an index and tells whether anything but an old, a new or a plainly refused one is seen.

Every step that touches an index runs in a process of its own, forked from one that has only imported the
package: so it can be killed at any moment, and a signal that ends it (SIGBUS, SIGSEGV) is seen as what it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from tiny import TinyEncoder, hits_of, ignore, model, write_articles

from qa_bot.core.errors import NoIndexError, QaBotError
from qa_bot.index import embed
from qa_bot.index.build import build_index
from qa_bot.index.opened import Index, open_index
from qa_bot.index.storage import manifest, versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUESTIONS = ("Who opened the bridge over the river?", "snow in the town of Ulm", "firemen chimney almonds")
NOUNS = ("bridge", "river", "mayor", "snow", "town", "ferry", "firemen", "chimney", "almonds", "café", "Ulm")
VERBS = ("opened", "closed", "reached", "rescued", "thanked", "crossed", "sold", "painted")

_FORKING = threading.Lock()

Contents = dict[str, str]
"""Text by passage id, as an index should hold it."""


class FaultError(AssertionError):
    """An index did what it must never do."""


@dataclass(slots=True)
class Tally:
    """What was injected, and how each ended."""

    outcomes: Counter[str] = field(default_factory=Counter)

    def note(self, fault: str, outcome: str) -> None:
        """Count one fault."""
        self.outcomes[f"{fault}: {outcome}"] += 1


class Pile:
    """A corpus folder that changes at random, and what an index of it should hold."""

    def __init__(self, folder: Path, seed: int, articles: int = 6) -> None:
        self.folder = folder
        self.random = random.Random(seed)  # noqa: S311  not for secrets
        self.texts: dict[str, list[str]] = {}
        for _ in range(articles):
            self._add()
        self.write()

    def contents(self) -> Contents:
        """Give the passages that an index of the folder should hold."""
        return {
            f"{name}#{number}": text
            for name, texts in self.texts.items()
            for number, text in enumerate(texts, start=1)
        }

    def change(self) -> None:
        """Add, edit, rename or delete an article or two, and write the folder."""
        for _ in range(self.random.randint(1, 2)):
            kinds = [self._add, self._edit, self._rename, self._delete]
            self.random.choice(kinds if len(self.texts) > 3 else kinds[:3])()
        self.write()

    def write(self) -> None:
        """Make the folder hold the articles, touching only files that differ."""
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            if path.name not in self.texts:
                path.unlink()
        for name, texts in self.texts.items():
            content = "\n\n".join(texts)
            path = self.folder / name
            if not path.exists() or content not in path.read_text(encoding="utf-8"):
                write_articles(self.folder, {name: content})

    def _sentence(self) -> str:
        pick = self.random.choice
        return (
            f"The {pick(NOUNS)} {pick(VERBS)} the {pick(NOUNS)} of {pick(NOUNS)} number "
            f"{self.random.randint(1, 99_999)} on a day in spring."
        )

    def _add(self) -> None:
        name = f"n{self.random.randint(0, 99_999):05d}.md"
        self.texts[name] = [self._sentence() for _ in range(self.random.randint(1, 4))]

    def _edit(self) -> None:
        texts = self.texts[self.random.choice(sorted(self.texts))]
        texts[self.random.randrange(len(texts))] = self._sentence()

    def _rename(self) -> None:
        self.texts[f"r{self.random.randint(0, 99_999):05d}.md"] = self.texts.pop(
            self.random.choice(sorted(self.texts))
        )

    def _delete(self) -> None:
        del self.texts[self.random.choice(sorted(self.texts))]


# ----------------------------------------------------------------------------------------- processes


def in_process(work: Callable[[], Any], *, kill_after_s: float | None = None) -> tuple[int, Any]:
    """Run work in a forked process; give its exit status (minus a signal's number) and what it returned.

    A QaBotError is returned as its name and text; any other exception is a fault.
    """
    with _FORKING:  # another thread's child would keep the pipe open, and its end would never be seen
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _run(work, writing)
        os.close(writing)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(content) if content else None


def _run(work: Callable[[], Any], writing: int) -> None:
    try:
        try:
            found = ["done", work()]
        except QaBotError as error:
            found = ["refused", type(error).__name__, str(error)]
        except BaseException:  # noqa: BLE001  whatever it is, it is the finding
            found = ["crashed", traceback.format_exc()]
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(found).encode())
    finally:
        os._exit(0)


def finished(status: int, found: Any, what: str) -> list[Any]:
    """Give what a process returned, unless it crashed or was ended by a signal."""
    if status or found is None or found[0] == "crashed":
        name = signal.Signals(-status).name if status < 0 else ""
        raise FaultError(f"{what} crashed {name}\n{found[1] if found else ''}")
    return list(found)


def built(folder: Path, corpus: Path, *, batch: int = 4) -> int:
    """Bring an index up to date; give the number of passages."""
    embed._BATCH = batch  # so that a build of few passages has many batches
    return build_index(folder, corpus, model(TinyEncoder()), ignore).passages


def looked_into(folder: Path) -> dict[str, Any]:
    """Open an index; give all its passages and the hits of some questions."""
    opened = open_index(folder)
    return {
        "contents": {passage.id: passage.text for _, passage in opened.store.all_passages()},
        "hits": asked(opened),
    }


def asked(opened: Index) -> list[list[list[Any]]]:
    """Ask some questions; give id, text and score of each hit."""
    encoder = TinyEncoder()
    found = (hits_of(opened, encoder, question, 5) for question in QUESTIONS)
    return [[[hit.passage.id, hit.passage.text, round(hit.score, 6)] for hit in hits] for hits in found]


def check_hits(hits: list[list[list[Any]]], *allowed: Contents) -> None:
    """Fail when a hit is no passage of any of the allowed contents."""
    for one in (hit for found in hits for hit in found):
        if not any(contents.get(one[0]) == one[1] for contents in allowed):
            raise FaultError(f"a hit that no article has: {one}")


# --------------------------------------------------------------------------------------------- kills


def kill_builds(base: Path, kills: int, seed: int, tally: Tally) -> None:
    """Kill builds and updates at random moments; the index is the old one or the new one, whole."""
    pile, folder = Pile(base / "corpus", seed), base / "index"
    contents: Contents | None = None  # of the index as it should be, None where there is none yet
    last_s = 0.4
    for number in range(kills):
        if number % 10 == 0:
            shutil.rmtree(folder, ignore_errors=True)
            contents = None
        pile.change()
        status, _ = in_process(
            lambda: built(folder, pile.folder), kill_after_s=pile.random.uniform(0, 1.1 * last_s)
        )
        outcome = what_is_there(folder, contents, pile.contents())
        tally.note("kill", f"{outcome}, {'killed' if status else 'had ended'}")
        if number % 3 == 2:
            started = time.monotonic()
            finished(*in_process(lambda: built(folder, pile.folder)), "a build after kills")
            last_s = 0.5 * last_s + 0.5 * (time.monotonic() - started)
            contents = pile.contents()
            if what_is_there(folder, contents, contents) != "new":
                raise FaultError("a build after kills did not end in the new index")
            check_tidy(folder)
        elif outcome == "new":
            contents = pile.contents()


def what_is_there(folder: Path, old: Contents | None, new: Contents) -> str:
    """Return which index is in a folder: "old", "new" or "none yet"; fail for any other."""
    status, found = in_process(lambda: looked_into(folder))
    kind, *rest = finished(status, found, "opening")
    if kind == "refused":
        if rest[0] == NoIndexError.__name__ and old is None:
            return "none yet"
        raise FaultError(f"not opened: {rest}")
    contents = rest[0]["contents"]
    if contents == new:
        check_hits(rest[0]["hits"], new)
        return "new"
    if contents == old and old is not None:
        check_hits(rest[0]["hits"], old)
        return "old"
    raise FaultError("the index is neither the old one nor the new one")


def check_tidy(folder: Path) -> None:
    """Fail when a build left anything behind."""
    names = [path.name for path in (folder / "versions").iterdir()]
    if len(names) > versions.VERSIONS_KEPT or any(name.startswith(".") for name in names):
        raise FaultError(f"left behind: {names}")
    if (folder / embed.JOURNAL).exists():
        raise FaultError("the journal stayed")


# -------------------------------------------------------------------------------------------- damage


def damage_files(base: Path, faults: int, seed: int, tally: Tally, *, cut: bool) -> None:
    """Flip a bit of, or cut, a random file of an index; it is refused, or answers as before, and heals."""
    pile = Pile(base / "corpus", seed)
    pristine = base / "pristine"
    for _ in range(2):
        finished(*in_process(lambda: built(pristine, pile.folder)), "building")
        pile.change()
    finished(*in_process(lambda: built(pristine, pile.folder)), "building")
    truth = finished(*in_process(lambda: looked_into(pristine)), "opening")[1]
    files = files_in_use(pristine)
    pile.random.shuffle(files)
    for number in range(faults):
        folder = base / "index"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(pristine, folder)
        victim = folder / files[number % len(files)]
        hurt = damage(victim, pile.random, cut=cut)
        under_reader, large = number % 4 == 3, number % 2 == 1
        work = _reader(folder, hurt, under_reader=under_reader, large=large)
        kind, *rest = finished(*in_process(work), f"opening with {victim.name} damaged")
        outcome = kind
        if kind == "done":
            check_hits(rest[0], truth["contents"])
            outcome = "same answers" if rest[0] == truth["hits"] else "true passages, other scores"
            if outcome != "same answers" and not (large or under_reader):
                raise FaultError(f"{victim} is damaged and answers changed")
        tally.note("cut" if cut else "flip", outcome)
        finished(*in_process(partial(built, folder, pile.folder)), "building over damage")
        healed = finished(*in_process(partial(looked_into, folder)), "opening what was built over damage")
        if healed[0] != "done" or healed[1] != truth:
            raise FaultError(f"damage to {victim} did not heal: {healed[1:]}")


def files_in_use(folder: Path) -> list[Path]:
    """List the files of the version in use and those beside the versions, relative to the folder."""
    current = versions.current_version(folder)
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path.parts[0] != "versions" or path.parts[1] == current.name)


def damage(victim: Path, chance: random.Random, *, cut: bool) -> Callable[[], None]:
    """Give what flips a bit of a file, or cuts it, at a random place."""
    size = victim.stat().st_size
    place, bit = chance.randrange(max(size, 1)), 1 << chance.randrange(8)

    def hurt() -> None:
        if cut:
            os.truncate(victim, place)
        elif size:
            with victim.open("r+b") as file:
                file.seek(place)
                byte = file.read(1)[0]
                file.seek(place)
                file.write(bytes([byte ^ bit]))

    return hurt


def _reader(
    folder: Path, hurt: Callable[[], None], *, under_reader: bool, large: bool
) -> Callable[[], list[list[list[Any]]]]:
    """Give what damages an index and asks it: before opening or after, and as if it were large."""

    def work() -> list[list[list[Any]]]:
        if large:
            manifest.CHECKED_AT_OPEN = 0
        if under_reader:
            opened = open_index(folder)
            hurt()
        else:
            hurt()
            opened = open_index(folder)
        return asked(opened)

    return work


# ------------------------------------------------------------------------------------------ in company


def read_while_building(base: Path, builds: int, seed: int, tally: Tally) -> None:
    """Let readers open and ask an index all the time while it is built again and again."""
    pile, folder, stop = Pile(base / "corpus", seed), base / "index", base / "stop"
    finished(*in_process(lambda: built(folder, pile.folder)), "building")
    states = [pile.contents()]
    results: list[tuple[int, Any]] = []
    readers = [
        threading.Thread(target=lambda: results.append(in_process(lambda: _read_until(folder, stop))))
        for _ in range(3)
    ]
    for reader in readers:
        reader.start()
    try:
        for _ in range(builds):
            pile.change()
            finished(*in_process(lambda: built(folder, pile.folder)), "building beside readers")
            states.append(pile.contents())
    finally:
        stop.touch()
        for reader in readers:
            reader.join()
    for status, found in results:
        kind, *rest = finished(status, found, "reading beside a builder")
        if kind != "done" or not rest[0]:
            raise FaultError(f"a reader beside a builder: {rest}")
        for seen in rest[0]:
            if seen["contents"] not in states:
                raise FaultError("a reader saw an index that never was")
            check_hits(seen["hits"], seen["contents"])
            tally.note("reader beside a builder", "a whole version")
    check_tidy(folder)


def _read_until(folder: Path, stop: Path) -> list[dict[str, Any]]:
    found = []
    while not stop.exists():
        found.append(looked_into(folder))
    return found


# ------------------------------------------------------------------------------------ no room, no leave


def limit_files(base: Path, faults: int, seed: int, tally: Tally) -> None:
    """Let builds meet a limit on the size of files, as a full disk does; the index is old or new."""
    pile, folder = Pile(base / "corpus", seed), base / "index"
    finished(*in_process(lambda: built(folder, pile.folder)), "building")
    largest = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    contents = pile.contents()
    for _ in range(faults):
        pile.change()
        limit = pile.random.randrange(2 * largest)

        def work(limit: int = limit) -> int:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            return built(folder, pile.folder)

        kind, *rest = finished(*in_process(work), "building within a limit")
        if kind == "refused" and rest[0] != "StorageError":
            raise FaultError(f"a limit was told as {rest}")
        outcome = what_is_there(folder, contents, pile.contents())
        if outcome == "new":
            contents = pile.contents()
        tally.note("file-size limit", f"{outcome}, {kind}")
    finished(*in_process(lambda: built(folder, pile.folder)), "building without a limit")
    if what_is_there(folder, None, pile.contents()) != "new":
        raise FaultError("a build after limits did not end in the new index")
    check_tidy(folder)


def take_leave_away(base: Path, seed: int, tally: Tally) -> None:
    """Let somebody who may only read the index open it, and try to build."""
    pile, folder = Pile(base / "corpus", seed), base / "index"
    finished(*in_process(lambda: built(folder, pile.folder)), "building")
    contents = pile.contents()
    pile.change()
    warm = shutil.copytree(base, base.with_name("warm"))
    for path in (base, *base.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)

    def as_reader(work: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            if not os.geteuid():  # who may write everywhere; the other may not even import
                built(warm / "index", warm / "corpus")
                looked_into(warm / "index")
                os.setuid(65534)
            return work()

        return run

    kind, *rest = finished(*in_process(as_reader(lambda: looked_into(folder))), "opening without leave")
    if kind != "done" or rest[0]["contents"] != contents:
        raise FaultError(f"a read-only index was not opened: {rest}")
    kind, *rest = finished(
        *in_process(as_reader(lambda: built(folder, pile.folder))), "building without leave"
    )
    if kind != "refused" or rest[0] != "StorageError":
        raise FaultError(f"building without leave gave {kind} {rest}")
    tally.note("read-only folder", "opened, and building refused")
    for path in (base, *base.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
