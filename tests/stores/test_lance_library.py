"""Where LanceDB cannot be used, one line says why and what to do."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from qa_bot.core.errors import StorageError
from qa_bot.stores import lance_library
from qa_bot.stores.address import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _imported_anew() -> Iterator[None]:
    lance_library.lancedb.cache_clear()
    yield
    lance_library.lancedb.cache_clear()


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "lancedb", None)
    with pytest.raises(StorageError, match=r'install it with `pip install "qa-bot\[lance\]"`'):
        connect(f"lance://{tmp_path}")


def test_a_processor_that_it_does_not_run_on_ends_another_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The module is replaced by one that ends its process as an unknown instruction does."""
    (tmp_path / "lancedb.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGILL)\n", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    flags = tmp_path / "cpuinfo"
    flags.write_text("flags : sse4_2 avx\n", encoding="ascii")
    monkeypatch.setattr(lance_library, "_CPU", flags)
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    with pytest.raises(StorageError, match="does not run on this processor, which lacks AVX2"):
        connect(f"lance://{tmp_path}")


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StorageError, match=r"The store lance://.*file.* cannot be used: "):
        connect(f"lance://{tmp_path / 'file' / 'below'}")
