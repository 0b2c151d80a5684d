"""Imports LanceDB and Arrow, or says why that is impossible here."""

from __future__ import annotations

import platform
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from qa_bot.core.errors import StorageError

__all__ = ["arrow", "lancedb"]

_CPU = Path("/proc/cpuinfo")
_X86 = {"x86_64", "amd64", "i386", "i686"}


@cache
def lancedb() -> Any:
    """Return the module, with those of its own that are needed.

    Raises:
        StorageError: it is not installed, or its compiled part does not run on this processor.
    """
    if not _has_avx2() and not _starts():
        msg = (
            "LanceDB does not run on this processor, which lacks AVX2. "
            "Use an index folder (leave out --store) or another machine."
        )
        raise StorageError(msg)
    try:
        import lancedb as module
        import lancedb.expr
        import lancedb.index
        import lancedb.query
    except ImportError as error:
        install = '`pip install "qa-bot[lance]"`'
        msg = f"A store at lance:// or s3:// needs LanceDB ({error}): install it with {install}."
        raise StorageError(msg) from error
    return module


def arrow() -> Any:
    """Return Arrow, which comes with LanceDB."""
    lancedb()
    import pyarrow

    return pyarrow


def _has_avx2() -> bool:
    """Check the processor where that is quick; True for one of another family."""
    if platform.machine().lower() not in _X86:
        return True
    try:
        return "avx2" in _CPU.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False  # unknown: the module is tried first


def _starts() -> bool:
    """Import it in a process of its own, which an instruction that is missing ends."""
    program = "import importlib.util as found; found.find_spec('lancedb') and __import__('lancedb')"
    ended = subprocess.run(  # noqa: S603  a fixed program
        [sys.executable, "-c", program], capture_output=True, check=False
    )
    return ended.returncode >= 0
