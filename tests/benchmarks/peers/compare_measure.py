"""Measures one system on one corpus: ranking, indexing, and sessions that start cold.

Every result is kept in a file, so that a run that was interrupted goes on where it was. With times goes what
other processes used of the machine's processors meanwhile.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compare_corpora import Corpus
    from compare_systems import Runner

WARM_UP = 5
"""Questions at the beginning of a session that are not counted as warm, with the first."""

Result = dict[str, Any]


class Results:
    """Results by what was measured, kept in a JSON file."""

    def __init__(self, file: Path) -> None:
        """Read what is there."""
        self._file = file
        self._kept: dict[str, Result] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def get(self, kind: str, corpus: str, system: str) -> Result | None:
        """Return a result, if there is one."""
        return self._kept.get(f"{kind} | {corpus} | {system}")

    def once(self, kind: str, corpus: str, system: str, measure: Callable[[], Result]) -> Result:
        """Return the result that is kept; measure where there is none."""
        if found := self.get(kind, corpus, system):
            return found
        print(f"{datetime.now(UTC):%H:%M:%S} {kind}: {system}, {corpus}", flush=True)
        return self.keep(kind, corpus, system, measure())

    def keep(self, kind: str, corpus: str, system: str, result: Result) -> Result:
        """Keep a result."""
        self._kept[f"{kind} | {corpus} | {system}"] = result
        self._file.write_text(json.dumps(self._kept, indent=1), encoding="utf-8")
        return result


class Moment:
    """When a measurement was made, and how busy the machine was with other things."""

    def __init__(self) -> None:
        """Begin to watch."""
        self._started, self._busy_s, self._own_s = time.perf_counter(), _busy_s(), _children_s()

    def result(self) -> Result:
        """Return the date and `others`: the share of all processors that other processes used, 0 to 1.

        None where the system does not tell.
        """
        others = None
        if self._busy_s is not None and (busy_s := _busy_s()) is not None:
            used_s = busy_s - self._busy_s - (_children_s() - self._own_s)
            others = max(0.0, used_s / (time.perf_counter() - self._started) / (os.cpu_count() or 1))
        return {"date": f"{datetime.now(UTC):%Y-%m-%d}", "others": others}


def build(runner: Runner, corpus: Corpus) -> Result:
    """Build the index, from the start of the process to its end."""
    index = runner.index(corpus.name)
    shutil.rmtree(index, ignore_errors=True)
    index.mkdir(parents=True)
    moment, started = Moment(), time.perf_counter()
    told, processor_s = runner.build(corpus.folder, index)
    elapsed_s = time.perf_counter() - started
    files = (path.stat() for path in index.rglob("*") if path.is_file())
    disk_mb = sum({file.st_ino: file.st_size for file in files}.values()) / 1e6  # hard links take no space
    return {
        **moment.result(),
        "elapsed_s": elapsed_s,
        "processor_s": processor_s,
        "disk_mb": disk_mb,
        **told,
    }


def rank(runner: Runner, corpus: Corpus, step: int) -> Result:
    """Rank for every question of the corpus, or for each `step`-th."""
    run = {}
    with runner.session("rank", runner.index(corpus.name)) as session:
        for name, text in list(corpus.questions.items())[::step]:
            run[name] = session.ask(text)["scores"]
    return {"run": run}


def sessions(runners: Sequence[Runner], corpus: Corpus, rounds: int, warm: int) -> dict[str, Result]:
    """Start every system so many times, in turn, and ask each the same questions; return results by system.

    `warm` questions of each session count, after those that warm it up.

    Before that, each is started once without being timed, so that its files are in the system's cache.
    """
    moment, asked = Moment(), list(corpus.questions.values())
    found: dict[str, list[Result]] = {runner.system.name: [] for runner in runners}
    for round_ in range(-1, rounds):
        count = WARM_UP + warm
        own = [asked[(max(round_, 0) * count + number) % len(asked)] for number in range(count)]
        for runner in runners:
            one = _session(runner, corpus.name, own if round_ >= 0 else own[:1])
            if round_ >= 0:
                found[runner.system.name].append(one)
    about = moment.result()
    return {name: {**about, **_joined(all_)} for name, all_ in found.items()}


def shell(runner: Runner, corpus: Corpus, rounds: int) -> Result:
    """Time `qa-bot ask` itself, cold: the whole command, so many times."""
    moment, seconds = Moment(), []
    index = runner.index(corpus.name) / "index"
    for question in list(corpus.questions.values())[:rounds]:
        command = [str(runner.python), "-m", "qa_bot", "ask", question, "--index", str(index), "--json"]
        started = time.perf_counter()
        told = subprocess.run(command, check=False, capture_output=True, env=runner.variables())  # noqa: S603
        seconds.append(time.perf_counter() - started)
        json.loads(told.stdout)  # its exit status says whether something was found
    return {**moment.result(), "cold_s": seconds}


def _session(runner: Runner, corpus: str, questions: Sequence[str]) -> Result:
    started = time.perf_counter()
    with runner.session("ask", runner.index(corpus)) as session:
        first = session.ask(questions[0])
        cold_s = time.perf_counter() - started
        answers = [session.ask(text) for text in questions[1:]]
        end = session.end()
    return {
        "cold_s": cold_s,
        "cold_processor_s": first["processor_s"],
        "warm_ms": [one["elapsed_ms"] for one in answers[WARM_UP - 1 :]],
        **end,
    }


def _joined(all_: Sequence[Result]) -> Result:
    return {
        "cold_s": [one["cold_s"] for one in all_],
        "cold_processor_s": [one["cold_processor_s"] for one in all_],
        "warm_ms": [ms for one in all_ for ms in one["warm_ms"]],
        "peak_mb": statistics.median(one["peak_mb"] for one in all_),
    }


def _busy_s() -> float | None:
    """Return the seconds that all processors have worked since the machine started."""
    try:
        fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]
    except OSError:
        return None
    user, nice, system, _, _, irq, softirq, steal = map(int, fields)
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
