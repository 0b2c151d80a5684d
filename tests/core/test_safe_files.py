"""Nothing inside an index folder is followed or waited for, and what is written there is written anew."""

import os
import stat
from pathlib import Path

import pytest
from tiny import TinyEncoder, ignore, model

from qa_bot.core import safe_files
from qa_bot.core.errors import StrangeFileError
from qa_bot.index.build import build_index
from qa_bot.index.doctor import check, repair
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes are Unix's")

OURS = [
    ".lock",
    ".builder",
    "CURRENT",
    "CURRENT.new",
    "journal",
    "seen",
    "seen.new",
    "claims",
    "pending",
    "versions",
]


def link_to(target: Path, path: Path) -> None:
    """Put a link in the place of what is there."""
    if path.is_dir():
        path.rename(path.with_name("moved"))
    path.unlink(missing_ok=True)
    path.symlink_to(target)


@pytest.mark.parametrize(
    "name", [*OURS, "versions/{}", "versions/{}/store/head.sqlite", "versions/{}/embedded"]
)
@pytest.mark.usefixtures("corpus_folder")
def test_a_link_is_named_and_what_it_leads_to_stays_as_it_is(
    name: str, index_folder: Path, tmp_path: Path
) -> None:
    """Whether one asks, examines, builds or repairs."""
    victim = tmp_path / "victim"
    victim.write_text("somebody's\n", encoding="utf-8")
    name = name.format(versions.current_version(index_folder).name)
    link_to(victim, index_folder / name)
    corpus, tiny = tmp_path / "corpus", model(TinyEncoder())
    for use in (
        lambda: open_index(index_folder),
        lambda: check(index_folder, corpus),
        lambda: build_index(index_folder, corpus, tiny, ignore),
        lambda: repair(index_folder, corpus, tiny, ignore),
    ):
        with pytest.raises(StrangeFileError, match=f"{name} is a link.*Remove it"):
            use()
    assert victim.read_text(encoding="utf-8") == "somebody's\n"
    assert (index_folder / name).is_symlink()


@pytest.mark.parametrize("name", ["journal", "claims/{}", "claims/other", "versions/{}/passages/more"])
def test_a_pipe_is_named_and_not_waited_for(name: str, index_folder: Path) -> None:
    """Opening it would wait for a writer for ever."""
    path = index_folder / name.format(versions.current_version(index_folder).name)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    with pytest.raises(StrangeFileError, match=f"{path.name} is a pipe"):
        open_index(index_folder)
    with pytest.raises(StrangeFileError, match=f"{path.name} is a pipe"):
        safe_files.open_file(path)
    with pytest.raises(StrangeFileError, match=f"{path.name} is a pipe"):
        safe_files.open_file(path, os.O_WRONLY)


@pytest.mark.parametrize("name", ["journal", "seen", ".builder", "claims/other"])
def test_a_folder_in_the_place_of_a_file_of_ours_is_named(name: str, index_folder: Path) -> None:
    """It may hold something."""
    path = index_folder / name
    path.unlink(missing_ok=True)
    path.mkdir()
    with pytest.raises(StrangeFileError, match=f"{name} is a folder, not a file"):
        open_index(index_folder)


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    """Nothing can be put into it."""
    (tmp_path / "versions").write_text("", encoding="utf-8")
    with pytest.raises(StrangeFileError, match="versions is a file, not a folder"):
        safe_files.refuse_strangers(tmp_path)


def test_what_else_lies_in_the_folder_is_no_concern(index_folder: Path, tmp_path: Path) -> None:
    """An index may stand in a folder with other things."""
    (index_folder / "link").symlink_to(tmp_path)
    os.mkfifo(index_folder / "pipe")
    assert open_index(index_folder)


@pytest.mark.usefixtures("corpus_folder")
def test_the_index_folder_itself_may_be_a_link(index_folder: Path, tmp_path: Path) -> None:
    """A person made it."""
    (tmp_path / "linked").symlink_to(index_folder)
    build_index(tmp_path / "linked", tmp_path / "corpus", model(TinyEncoder()), ignore)
    assert open_index(tmp_path / "linked")


def test_what_has_another_name_elsewhere_is_not_written_into(tmp_path: Path) -> None:
    """A copy of the folder may share its files."""
    (tmp_path / "copy").write_bytes(b"kept")
    os.link(tmp_path / "copy", tmp_path / "seen.new")
    safe_files.write_bytes(tmp_path / "seen.new", b"new", tmp_path)
    assert (tmp_path / "seen.new").read_bytes() == b"new"
    assert (tmp_path / "copy").read_bytes() == b"kept"
    assert stat.S_IMODE((tmp_path / "seen.new").stat().st_mode) == 0o600
