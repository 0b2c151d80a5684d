"""A version in use is not removed, and what a killed process claimed is free."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa_bot.index.storage import reader_locks

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no shared locks on Windows")

HOLDER = """
import pathlib, sys
from qa_bot.index.storage import reader_locks
held = reader_locks.claim(pathlib.Path(sys.argv[1]), "v1")
print("held", flush=True)
sys.stdin.read()
"""


def is_free(folder: Path) -> bool:
    """Tell whether nobody uses the version, leaving its claim there."""
    path = folder / reader_locks._CLAIMS / "v1"
    return not path.exists() or _may_lock(path)


def _may_lock(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return reader_locks._lock_alone(descriptor)
    finally:
        os.close(descriptor)


def test_a_version_is_free_until_it_is_claimed_and_again_afterwards(tmp_path: Path) -> None:
    """Two readers share it, and the last one counts."""
    reader_locks.prepare(tmp_path, "v1")
    assert is_free(tmp_path)
    first, second = reader_locks.claim(tmp_path, "v1"), reader_locks.claim(tmp_path, "v1")
    assert not is_free(tmp_path)
    del first
    gc.collect()
    assert not is_free(tmp_path)
    del second
    gc.collect()
    assert is_free(tmp_path)


def test_a_claim_ends_with_a_killed_process(tmp_path: Path) -> None:
    """However it ends."""
    reader_locks.prepare(tmp_path, "v1")
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        assert not is_free(tmp_path)
        other.kill()
    assert is_free(tmp_path)


def test_a_claim_that_somebody_keeps_locked_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may read the folder can lock the file; the version is then used as it is."""
    reader_locks.prepare(tmp_path, "v1")
    descriptor = os.open(tmp_path / "claims" / "v1", os.O_RDONLY)
    assert reader_locks._lock_alone(descriptor)
    monkeypatch.setattr(reader_locks, "PATIENCE_S", 0.1)
    assert reader_locks.claim(tmp_path, "v1")
    os.close(descriptor)


def test_removing_takes_the_claim_away_only_where_nobody_has_it(tmp_path: Path) -> None:
    """A reader that comes too late finds none."""
    reader_locks.prepare(tmp_path, "v1")
    held = reader_locks.claim(tmp_path, "v1")
    with reader_locks.unclaimed(tmp_path, "v1") as free:
        assert not free
    assert (tmp_path / "claims" / "v1").exists()
    del held
    gc.collect()
    with reader_locks.unclaimed(tmp_path, "v1") as free:
        assert free
    assert not (tmp_path / "claims" / "v1").exists()
    with reader_locks.unclaimed(tmp_path, "v1") as free:
        assert free
    assert reader_locks.claim(tmp_path, "v1")
