"""Inject faults into an index and count how each ended; a wrong answer or a crash ends the run.

    python tests/benchmarks/fault_injection.py                      # all: 300 kills, 100 flips, 100 cuts ...
    python tests/benchmarks/fault_injection.py --kills 20 --seed 7  # some, as they were

A tiny encoder stands for the model, so that a build takes a fraction of a second.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

COUNTED = ("kills", "flips", "cuts", "builds", "limits", "points", "system_calls", "repairs", "strangers")
"""What can be injected so many times; of points and system calls, every so-manieth is met by a kill."""

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import faults  # noqa: E402  after the path to it
import repairs  # noqa: E402  likewise
import strangers  # noqa: E402  likewise
import write_points  # noqa: E402  likewise


def main() -> None:
    """Inject what was asked for, or all of it."""
    arguments = _arguments()
    kinds = {name: getattr(arguments, name) for name in (*COUNTED, "read_only")}
    if not any(kinds.values()):
        kinds = {"kills": 300, "flips": 100, "cuts": 100, "builds": 30, "limits": 50}
        kinds |= {"points": 1, "system_calls": 1, "repairs": 60, "strangers": 400, "read_only": True}
    seed = arguments.seed if arguments.seed is not None else int(time.time()) // 86_400
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        base = arguments.folder or Path(scratch)
        base.chmod(0o755)
        for name, count in kinds.items():
            if count:
                (base / name).mkdir()
                tally = faults.Tally()
                _inject(name, base / name, int(count), seed, tally)
                for outcome, number in sorted(tally.outcomes.items()):
                    print(f"{number:5}  {outcome}", flush=True)


def _inject(name: str, base: Path, count: int, seed: int, tally: faults.Tally) -> None:
    if name == "kills":
        faults.kill_builds(base, count, seed, tally)
    elif name in {"flips", "cuts"}:
        faults.damage_files(base, count, seed, tally, cut=name == "cuts")
    elif name == "builds":
        faults.read_while_building(base, count, seed, tally)
    elif name == "limits":
        faults.limit_files(base, count, seed, tally)
    elif name == "points":
        write_points.kill_at_each_point(base, count, seed, tally)
    elif name == "system_calls":
        write_points.kill_at_system_calls(base, count, seed, tally)
    elif name == "repairs":
        repairs.mend_files(base, count, seed, tally)
    elif name == "strangers":
        strangers.put_strangers(base, count, seed, tally)
    else:
        faults.take_leave_away(base, seed, tally)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in COUNTED:
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=0)
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--folder", type=Path, help="where to work, instead of a temporary folder")
    return parser.parse_args()


if __name__ == "__main__":
    main()
