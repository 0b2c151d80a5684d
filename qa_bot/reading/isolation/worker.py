"""A process that reads files, one after another: `python -m qa_bot.reading.isolation.worker ROOT`.

It limits the time and memory for each file. Each line of standard input is a path as a JSON string; each line
of standard output is the reply, a JSON object. At worst, a file ends this process, and the parent starts
another. The process ends when its input ends, so it never outlives its parent.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import ReadingError, UnsupportedFileError
from qa_bot.core.types import Article, Form, Heading, Source
from qa_bot.reading.limits import MAX_MEMORY_MEGABYTES, MAX_SECONDS
from qa_bot.reading.read import Reading, printable_path, read_file

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["UNEXPECTED", "as_json", "from_json"]

UNEXPECTED: Final = "caused an unexpected error"
"""Part of the message about an unexpected error: a bug in qa_bot, not a fault in the file."""

_FILES_A_WORKER: Final = 500
"""Files after which a worker is replaced, since the readers' libraries leak some memory."""


def as_json(outcome: Reading | ReadingError) -> dict[str, Any]:
    """Return a file's outcome as a JSON object."""
    if isinstance(outcome, ReadingError):
        return {"error": str(outcome), "unsupported": isinstance(outcome, UnsupportedFileError)}
    return asdict(outcome)


def from_json(reply: dict[str, Any]) -> Reading | ReadingError:
    """Return a file's outcome from its JSON object."""
    if "error" in reply:
        return (UnsupportedFileError if reply["unsupported"] else ReadingError)(reply["error"])
    return Reading(tuple(map(_article, reply["articles"])), reply["note"])


def main() -> None:
    """Answer each line of standard input until it ends."""
    replies = _private_output()
    _limit_memory()
    root = Path(sys.argv[1])
    for count, line in enumerate(sys.stdin.buffer, start=1):
        reply, spent = _read(json.loads(line), root)
        reply["last"] = spent or count >= _FILES_A_WORKER
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()
        if reply["last"]:
            return


def _read(path: str, root: Path) -> tuple[dict[str, Any], bool]:
    """Read a file; also return whether this process must end because memory ran out."""
    shown = printable_path(path)
    faulthandler.dump_traceback_later(MAX_SECONDS, exit=True, file=_NOWHERE)  # ends even a loop in C
    try:
        return as_json(read_file(path, root)), False
    except ReadingError as error:
        return as_json(error), False
    except RecursionError:
        return as_json(ReadingError(f"{shown} is nested too deeply: save it as text")), False
    except MemoryError:
        message = f"{shown} takes more than {MAX_MEMORY_MEGABYTES:,} MB of memory to read: split it"
        return as_json(ReadingError(message)), True
    except Exception as error:  # noqa: BLE001  whatever a library raises must affect one file only
        message = (
            f"{shown} {UNEXPECTED} ({type(error).__name__}: {error}). Please report it and attach the file"
        )
        return as_json(ReadingError(message)), False
    finally:
        faulthandler.cancel_dump_traceback_later()


def _article(fields: dict[str, Any]) -> Article:
    headings = tuple(Heading(**heading) for heading in fields["headings"])
    return Article(
        id=fields["id"],
        source=Source(**fields["source"]),
        paragraphs=tuple(fields["paragraphs"]),
        headings=headings,
        forms=tuple((number, Form(form)) for number, form in fields["forms"]),
    )


def _private_output() -> BinaryIO:
    """Reserve standard output for replies, and discard what libraries print."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(_NOWHERE.fileno(), 1)
    return replies


def _limit_memory() -> None:
    """Limit the process's address space, where the system supports it (not Windows, hardly macOS)."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = MAX_MEMORY_MEGABYTES * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    _NOWHERE = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open until the process ends
    main()
