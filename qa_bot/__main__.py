"""`qa-bot`, and `python -m qa_bot`: hardly anything is imported before Ctrl+C ends the process quietly.

So not `signal` but what it is made of: its enumerations take longer than all that comes before them.
"""

import _signal  # type: ignore[import-not-found]
import os


def main() -> None:
    """Run the command line."""
    from qa_bot.core import interrupts

    interrupts.end_quietly()
    from qa_bot.cli import main as cli

    cli.main()


def _end(*_: object) -> None:
    os._exit(130)


if _signal.getsignal(_signal.SIGINT) != _signal.SIG_IGN:
    _signal.signal(_signal.SIGINT, _end)  # as interrupts does, whose own imports come before it can

if __name__ == "__main__":
    main()
