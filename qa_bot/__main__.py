"""`qa-bot` and `python -m qa_bot`: Ctrl+C ends the process quietly before almost anything is imported.

Hence `_signal` instead of `signal`, whose enumerations take longer than everything before them.
"""

import _signal  # type: ignore[import-not-found]
import os


def main() -> None:
    """Run the command line."""
    # numpy reads it once: threads that share a small product wait for each other longer than they compute
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    from qa_bot.core import interrupts

    interrupts.end_quietly()
    from qa_bot.cli import main as cli

    cli.main()


def _end(*_: object) -> None:
    os._exit(130)


if _signal.getsignal(_signal.SIGINT) != _signal.SIG_IGN:
    _signal.signal(_signal.SIGINT, _end)  # as interrupts does, which is imported later

if __name__ == "__main__":
    main()
