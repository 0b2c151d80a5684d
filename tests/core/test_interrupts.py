"""Ctrl+C ends every command at once, with status 130 and without a traceback, and costs nothing."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import WHO, environment, shared_cache, shared_index, write_pile
from site_on_loopback import open_site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals are sent to processes"),
]

STARTED = """
import os, sys
os.write(3, b".")
sys.argv = ["qa-bot", *sys.argv[1:]]
from qa_bot.__main__ import main
main()
"""
"""What the installed program does, telling that the interpreter is up."""
DELAYS_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5)
SLOWLY = """
import time
from qa_bot.core import interrupts
interrupts.end_quietly()
with interrupts.temporary_folder() as folder:
    (folder / "part").write_text("half")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a pile of articles and its index."""
    import shutil

    shutil.copytree(shared_index(tmp_path_factory), tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give a process its environment."""
    return environment(shared_cache(tmp_path_factory), OMP_NUM_THREADS="1")


def interrupted(
    command: tuple[str, ...], folder: Path, variables: dict[str, str], delay_s: float
) -> tuple[int, str]:
    """Start a command, send it SIGINT some time after the interpreter is up; give status and stderr."""
    up, here = os.pipe()
    arguments = [sys.executable, "-P", "-c", STARTED.replace("3", str(here), 1), *command]
    with subprocess.Popen(  # noqa: S603  the tests' own words
        arguments,
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=[here],
    ) as process:
        os.close(here)
        os.read(up, 1)
        os.close(up)
        time.sleep(delay_s)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=120)
        return process.returncode, told.decode()


@pytest.mark.parametrize(
    "command",
    [
        ("ask", WHO),
        ("index",),
        ("index", "--rebuild"),
        ("doctor", "--repair"),
        ("eval", "corpus/questions.jsonl"),
    ],
    ids=" ".join,
)
def test_no_command_ends_with_a_traceback(
    command: tuple[str, ...], folder: Path, variables: dict[str, str]
) -> None:
    """Importing, reading, embedding or done; the index is whole afterwards."""
    (folder / "corpus" / "questions.jsonl").write_text(
        f'{{"id": "q1", "question": "{WHO}", "answers": []}}\n', encoding="utf-8"
    )
    codes = set()
    for delay_s in DELAYS_S:
        code, told = interrupted(command, folder, variables, delay_s)
        assert "Traceback" not in told, (delay_s, told)
        at_its_end = code == -signal.SIGINT and not told  # Python has put the default action back
        assert code == 130 or at_its_end or "qa-bot: " in told or code == 0, (delay_s, code, told)
        codes.add(code)
    assert 130 in codes
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "qa_bot", "index"],
        cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "6 passages" in ended.stdout


def test_a_page_that_does_not_come_is_left(folder: Path, variables: dict[str, str]) -> None:
    """The server is silent; nothing is added."""
    before = sorted((folder / "corpus").iterdir())
    with open_site() as site:
        slow = site.does("/slow", lambda handler: site.drip(handler, b""))
        code, told = interrupted(("add", slow), folder, variables, 1.5)
    assert (code, told) == (130, "")
    assert sorted((folder / "corpus").iterdir()) == before


@pytest.fixture
def running() -> Iterator[subprocess.Popen[str]]:
    """Run what keeps a temporary folder."""
    with subprocess.Popen(  # noqa: S603  the tests' own words
        [sys.executable, "-c", SLOWLY], stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_temporary_folders_go_with_the_process(running: subprocess.Popen[str]) -> None:
    """What is in them may be private."""
    assert running.stdout
    kept = Path(running.stdout.readline().strip())
    assert kept.is_dir()
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 130
    assert not kept.exists()


@pytest.mark.parametrize("delay_s", [0.05, 0.3, 1.0, 3.0])
def test_the_app_gives_the_terminal_back(delay_s: float, tmp_path: Path, variables: dict[str, str]) -> None:
    """Before it has painted, and after; the alternate screen is left."""
    write_pile(tmp_path / "corpus")
    child, terminal = pty.fork()
    if not child:
        os.chdir(tmp_path)
        program = STARTED.replace("os.write(3", "os.write(1", 1)
        os.execve(sys.executable, [sys.executable, "-P", "-c", program], variables | {"TERM": "xterm"})  # noqa: S606
    shown = os.read(terminal, 1)
    time.sleep(delay_s)
    os.kill(child, signal.SIGINT)
    while True:
        try:
            more = os.read(terminal, 65_536)
        except OSError:  # it has ended
            break
        if not more:
            break
        shown += more
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) in {130, 0}, shown[-2000:]  # 0: as if it had been closed
    assert b"Traceback" not in shown
    assert shown.count(b"\x1b[?1049h") == shown.count(b"\x1b[?1049l")
