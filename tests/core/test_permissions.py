"""An index may be read by those who may read the corpus folder and every file in it, and by nobody else."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiny import TinyEncoder, ignore, model, write_articles

from qa_bot.core.errors import CorpusError, QaBotError, StorageError
from qa_bot.core.permissions import PRIVATE, Access, access_of_corpus, access_of_index
from qa_bot.corpus.folder import list_files
from qa_bot.index import doctor
from qa_bot.index.build import build_from_articles, build_index
from qa_bot.index.storage import reader_locks, versions

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no permission bits on Windows")

SHARED, GROUP, OWN = (0o755, 0o644), (0o750, 0o640), (0o700, 0o600)


@pytest.fixture(params=[0o022, 0o077, 0o000], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Work under a umask that must not matter."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def make(folder: Path, modes: tuple[int, int]) -> Path:
    """Give a corpus folder, its subfolder and its files their permissions."""
    write_articles(folder / "sub", {"a.md": "The mayor opened the bridge over the river."})
    write_articles(folder, {"b.md": "Snow fell on the town of Ulm."})
    for path in (folder, *folder.rglob("*")):
        path.chmod(modes[0] if path.is_dir() else modes[1])
    return folder


def build(base: Path) -> Path:
    """Bring the index up to date."""
    build_index(base / "index", base / "corpus", model(TinyEncoder()), ignore)
    return base / "index"


def modes_of(index: Path) -> tuple[set[int], set[int]]:
    """Give the permissions of all folders and of all files of an index, itself among them."""
    found = [(path.is_dir(), stat.S_IMODE(path.lstat().st_mode)) for path in (index, *index.rglob("*"))]
    return {mode for folder, mode in found if folder}, {mode for folder, mode in found if not folder}


@pytest.mark.parametrize("modes", [SHARED, GROUP, OWN], ids=["shared", "group", "own"])
@pytest.mark.usefixtures("umask")
def test_an_index_is_as_private_as_its_corpus(modes: tuple[int, int], tmp_path: Path) -> None:
    """Each file and folder alike: tantivy's, SQLite's, ours, and those of the book-keeping."""
    make(tmp_path / "corpus", modes)
    assert modes_of(build(tmp_path)) == ({modes[0]}, {modes[1]})


@pytest.mark.parametrize("name", ["sub/a.md", "sub", "b.md", "."])
def test_one_private_file_or_folder_makes_the_index_private(name: str, tmp_path: Path) -> None:
    """An index has the text of all of them."""
    make(tmp_path / "corpus", SHARED)
    path = tmp_path / "corpus" / name
    path.chmod(0o700 if path.is_dir() else 0o600)
    assert modes_of(build(tmp_path)) == ({0o700}, {0o600})


@pytest.mark.usefixtures("umask")
def test_an_update_follows_the_corpus(tmp_path: Path) -> None:
    """Whether anything is new or not, and both ways."""
    make(tmp_path / "corpus", SHARED)
    build(tmp_path)
    make(tmp_path / "corpus", OWN)
    assert modes_of(build(tmp_path)) == ({0o700}, {0o600})
    write_articles(tmp_path / "corpus", {"c.md": "Firemen rescued a cat."})
    (tmp_path / "corpus" / "c.md").chmod(0o600)
    assert modes_of(build(tmp_path)) == ({0o700}, {0o600})
    make(tmp_path / "corpus", SHARED)
    (tmp_path / "corpus" / "c.md").chmod(0o644)
    assert modes_of(build(tmp_path)) == ({0o755}, {0o644})


@pytest.mark.usefixtures("umask")
def test_a_repair_keeps_what_the_index_has_even_without_the_corpus(tmp_path: Path) -> None:
    """What is made again is to be read by the same people."""
    make(tmp_path / "corpus", GROUP)
    index = build(tmp_path)
    (versions.current_version(index) / "frequency.i64").write_bytes(b"")
    doctor.repair(index, tmp_path / "gone", model(TinyEncoder()), ignore)
    assert modes_of(index) == ({0o750}, {0o640})


def test_an_index_without_a_corpus_folder_is_its_owners_alone(tmp_path: Path) -> None:
    """Such as an evaluation's, in the user's cache folder."""
    build_from_articles(tmp_path / "index", [], model(TinyEncoder()), ignore)
    assert modes_of(tmp_path / "index") == ({0o700}, {0o600})


def test_a_folder_that_has_more_than_an_index_keeps_its_own_permissions(tmp_path: Path) -> None:
    """A home folder is not opened because an index lies in it."""
    make(tmp_path / "corpus", SHARED)
    tmp_path.chmod(0o711)
    build_index(tmp_path, tmp_path / "corpus", model(TinyEncoder()), ignore)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o711
    assert stat.S_IMODE((tmp_path / "CURRENT").stat().st_mode) == 0o644


@pytest.mark.usefixtures("umask")
def test_a_readme_in_the_folder_is_left_alone_and_does_not_keep_it_open(tmp_path: Path) -> None:
    """As in the repository, whose `index` folder says what it is for."""
    make(tmp_path / "corpus", OWN)
    index = tmp_path / "index"
    index.mkdir(mode=0o755)
    (index / "README.md").write_text("What this is.", encoding="utf-8")
    (index / "README.md").chmod(0o644)
    build(tmp_path)
    (index / "CURRENT").write_text("gone", encoding="ascii")
    doctor.repair(index, tmp_path / "corpus", model(TinyEncoder()), ignore)
    build_index(index, tmp_path / "corpus", model(TinyEncoder()), ignore, rebuild=True)
    assert doctor.check(index, tmp_path / "corpus").is_sound
    assert (index / "README.md").read_text(encoding="utf-8") == "What this is."
    assert stat.S_IMODE((index / "README.md").stat().st_mode) == 0o644
    (index / "README.md").unlink()
    assert modes_of(index) == ({0o700}, {0o600})


def test_folders_above_the_corpus_count_unless_they_stand_above_the_index_too(tmp_path: Path) -> None:
    """An open folder in a closed one is closed, and its index may be put elsewhere."""
    home = tmp_path / "home"
    corpus = make(home / "corpus", SHARED)
    home.chmod(0o700)
    assert access_of_corpus(corpus, [], tmp_path / "index") == PRIVATE
    assert access_of_corpus(corpus, [], home / "index").others
    home.chmod(0o711)
    assert access_of_corpus(corpus, [], tmp_path / "index").others


def test_another_group_is_let_in_no_further_than_everyone(tmp_path: Path) -> None:
    """The bits of a file's group speak of that group alone."""
    corpus = make(tmp_path / "corpus", GROUP)
    found = [os.stat_result((0o100640, 1, 1, 1, 0, corpus.stat().st_gid + 1, 0, 0, 0, 0))]
    assert access_of_corpus(corpus, [], tmp_path / "index").group
    assert access_of_corpus(corpus, found, tmp_path / "index") == PRIVATE


def test_the_folder_of_versions_holds_the_rule(tmp_path: Path) -> None:
    """Nobody is let in where there is none."""
    assert access_of_index(tmp_path) == PRIVATE
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions").chmod(0o705)
    assert access_of_index(tmp_path) == Access(group=False, others=True, gid=tmp_path.stat().st_gid)


is_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may be others"
)


@is_root
def test_the_group_of_the_corpus_is_the_one_that_is_let_in(tmp_path: Path) -> None:
    """Not the one that a new file would belong to."""
    corpus = make(tmp_path / "corpus", GROUP)
    for path in (corpus, *corpus.rglob("*")):
        os.chown(path, -1, 4321)
    index = build(tmp_path)
    assert modes_of(index) == ({0o750}, {0o640})
    assert {path.stat().st_gid for path in (index, *index.rglob("*"))} == {4321}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that other users may look into, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="qa-bot-shared-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@is_root
def test_another_user_reads_a_shared_index_and_claims_it(open_folder: Path) -> None:
    """Leave to read is enough; of a private one nothing can be read."""
    make(open_folder / "corpus", SHARED)
    index = build(open_folder)
    assert _as_nobody(lambda: _is_claimed(index)) == 0
    make(open_folder / "corpus", OWN)
    build(open_folder)
    assert _as_nobody(lambda: any(os.access(path, os.R_OK) for path in (index / "CURRENT", index))) == 0


@is_root
def test_another_user_is_told_that_a_private_index_and_corpus_are_not_theirs(open_folder: Path) -> None:
    """Which is no damage, and no empty folder."""
    make(open_folder / "corpus", OWN)
    index = build(open_folder)
    assert _as_nobody(lambda: not _is_refused(lambda: versions.claim_current(index), StorageError)) == 0
    assert _as_nobody(lambda: not _is_refused(lambda: doctor.check(index, open_folder), StorageError)) == 0
    assert _as_nobody(lambda: not _is_refused(lambda: list_files(open_folder / "corpus"), CorpusError)) == 0


def _is_refused(use: Callable[[], object], kind: type[QaBotError]) -> bool:
    """Tell whether leave to read is what is told to be missing."""
    try:
        use()
    except kind as error:
        return type(error) is kind and "You may not read" in str(error)
    return False


def _is_claimed(index: Path) -> bool:
    """Claim the index as another user and tell whether anything failed."""
    _, claim = versions.claim_current(index)
    held = isinstance(claim, reader_locks.ReaderLock)
    with (versions.current_version(index) / "store/head.sqlite").open("rb") as file:
        return not (held and file.read(6) == b"SQLite")


def _as_nobody(fails: Callable[[], bool]) -> int:
    child = os.fork()
    if not child:
        code = 2
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            code = int(fails())
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
