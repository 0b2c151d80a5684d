"""`qa-bot`, and `python -m qa_bot`: hardly anything is imported before Ctrl+C ends the process quietly."""

import os
import signal


def main() -> None:
    """Run the command line."""
    from qa_bot import interrupts

    interrupts.end_quietly()
    from qa_bot import cli

    cli.main()


def _end(*_: object) -> None:
    os._exit(130)


if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
    signal.signal(signal.SIGINT, _end)  # as interrupts does, whose own imports come before it can

if __name__ == "__main__":
    main()
