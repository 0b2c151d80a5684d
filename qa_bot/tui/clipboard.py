"""The system's clipboard, by the tool that the system has for it.

The tool is a program of its own, because what a program puts there is gone on Linux when it ends, unless
another keeps it: xclip, xsel and wl-copy stay behind for that. A library that only calls these tools would
print their errors over the screen, and wait for them without end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

TIMEOUT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that reads what is copied from its standard input."""

    command: tuple[str, ...]
    needs: str = ""
    """A variable of the environment without which it cannot work; "" for none."""
    platform: str = ""
    """The only system where it is this tool; "" for any."""
    encoding: str = "utf-8"


TOOLS: tuple[Tool, ...] = (
    Tool(("pbcopy",), platform="darwin"),
    Tool(("clip",), platform="win32", encoding="utf-16-le"),
    Tool(("wl-copy",), needs="WAYLAND_DISPLAY"),
    Tool(("xclip", "-selection", "clipboard", "-in"), needs="DISPLAY"),
    Tool(("xsel", "--clipboard", "--input"), needs="DISPLAY"),
    Tool(("termux-clipboard-set",)),
    Tool(("clip.exe",), needs="WSL_DISTRO_NAME", encoding="utf-16-le"),
    Tool(("tmux", "load-buffer", "-w", "-"), needs="TMUX"),  # tmux keeps what programs send the terminal
)
"""In the order in which they are tried."""


def copy_to_system(text: str) -> str:
    """Put a text into the system's clipboard; return the name of the tool, "" if none could.

    Blocks for up to TIMEOUT_S for each tool that hangs.
    """
    for tool in TOOLS:
        program = shutil.which(tool.command[0]) if _is_here(tool) else None
        if program and _fed(program, tool, text):
            return tool.command[0]
    return ""


def _is_here(tool: Tool) -> bool:
    return tool.platform in ("", sys.platform) and (not tool.needs or bool(os.environ.get(tool.needs)))


def _fed(program: str, tool: Tool, text: str) -> bool:
    """Give a tool the text; return whether it took it."""
    try:
        done = subprocess.run(  # noqa: S603  a fixed list of programs, found on the person's own PATH
            (program, *tool.command[1:]),
            input=text.encode(tool.encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
