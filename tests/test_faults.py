"""Nothing that happens to an index folder gives a wrong answer or ends the process: the short form.

tests/benchmarks/fault_injection.py is the long one. The faults are other ones each day, and a failure tells
its seed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="faults are injected into forked processes"),
]
SCRIPT = Path(__file__).parent / "benchmarks" / "fault_injection.py"


@pytest.fixture
def base() -> Iterator[Path]:
    """Give a folder that other users may look into, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="qa-bot-faults-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    "faults",
    [
        ("--kills", "12"),
        ("--flips", "24"),
        ("--cuts", "24"),
        ("--builds", "5"),
        ("--limits", "8"),
        ("--points", "30"),
        ("--repairs", "6"),
        ("--strangers", "24"),
        ("--read-only",),
    ],
    ids=" ".join,
)
def test_no_fault_gives_a_wrong_answer_or_a_crash(faults: tuple[str, ...], base: Path) -> None:
    """In a process that has run nothing before, so that it can be forked."""
    command = [sys.executable, str(SCRIPT), "--folder", str(base), *faults]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603
    assert ran.returncode == 0, ran.stdout + ran.stderr
