"""A folder full of broken and hostile files: each has its row and its reason, and the good ones are read."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import gzip
import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from samples import PARAGRAPHS, write_samples
from tiny import ignore, read_corpus

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.corpus.folder import CorpusFile

EMPTY, UNSUPPORTED, FAILED, INDEXED = (
    Outcome.EMPTY,
    Outcome.UNSUPPORTED,
    Outcome.FAILED,
    Outcome.INDEXED,
)
BOMB = (
    '<!DOCTYPE html [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + ']><html xmlns="http://www.w3.org/1999/xhtml"><body><p>&j;</p></body></html>'
)
OUTSIDE = (
    '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>It says &x; there.</p></body></html>'
)


def rezipped(data: bytes, **changes: str | bytes) -> bytes:
    """Write an archive again with the content of some members changed, named by their last part."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in archive.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            target.writestr(name, changes.get(stem, archive.read(name)))
    return written.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the folder, good files among the bad."""
    outside = tmp_path_factory.mktemp("outside")
    root = tmp_path_factory.mktemp("corpus")
    write_samples(outside)
    pdf, docx, epub, page = ((outside / f"a.{kind}").read_bytes() for kind in ("pdf", "docx", "epub", "html"))
    files = {
        "zero.txt": b"",
        "zero.pdf": b"",
        "blank.md": b" \n\n ",
        "photo.png": b"\x89PNG",
        "photo.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
        "nuls.txt": PARAGRAPHS[0].encode().replace(b" ", b" \x00", 2),
        "wide.txt": PARAGRAPHS[1].encode("utf-16-le"),
        "deep.html": b"<html><body>" + b"<div>" * 100_000 + PARAGRAPHS[2].encode(),
        "cut.pdf": pdf[: len(pdf) // 2],
        "cut.docx": docx[: len(docx) // 2],
        "cut.epub": epub[: len(epub) // 2],
        "cut.html.gz": gzip.compress(page)[:-20],
        "bomb.txt.gz": gzip.compress(b" " * 300_000_000, 9),
        "bomb.docx": rezipped(docx, document=b"<w:p>" * 60_000_000),
        "entities.epub": rezipped(epub, c1=BOMB),
        "outside.epub": rezipped(epub, c1=OUTSIDE),
        "renamed.txt": docx,
        "name\nwith\x1b[2J\u202efeeds.md": PARAGRAPHS[3].encode(),
    }
    for name, data in files.items():
        (root / name).write_bytes(data)
    with (root / "line.txt").open("wb") as file:
        file.truncate(200_000_000)
    os.mkfifo(root / "pipe.txt")
    (root / "loop.md").symlink_to(root / "loop.md")
    (root / "folder").symlink_to(root)
    (root / "elsewhere.md").symlink_to(outside / "a.md")
    (root / "last.md").write_text("The lighthouse keeper left the island on Friday.", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, CorpusFile]:
    """Read the folder: what became of each file, by path."""
    return {file.report.path: file for file in read_corpus(folder, ignore)}


@pytest.mark.parametrize(
    ("path", "outcome", "reason"),
    [
        ("zero.txt", EMPTY, "the file is empty"),
        ("zero.pdf", EMPTY, "the file is empty"),
        ("blank.md", EMPTY, "no article text was found in it"),
        ("photo.png", UNSUPPORTED, "photo.png is .png, which is not supported"),
        ("photo.txt", FAILED, "looks like a binary file"),
        ("deep.html", FAILED, "deep.html is nested too deeply: save the page as text"),
        ("cut.pdf", FAILED, "cut.pdf"),
        ("cut.docx", FAILED, "cut.docx"),
        ("cut.epub", FAILED, "cut.epub"),
        ("cut.html.gz", FAILED, "cut.html.gz"),
        ("bomb.txt.gz", FAILED, "larger than 50 MB when unpacked"),
        ("bomb.docx", FAILED, "unpacks to more than 200 MB"),
        ("line.txt", FAILED, "line.txt is larger than 50 MB"),
        ("pipe.txt", UNSUPPORTED, "pipe.txt is a pipe"),
        ("loop.md", UNSUPPORTED, "broken link"),
        ("folder", UNSUPPORTED, "a link to a folder"),
        ("elsewhere.md", UNSUPPORTED, "a link out of the corpus folder"),
    ],
)
def test_a_bad_file_has_its_outcome_and_its_reason(
    files: dict[str, CorpusFile], path: str, outcome: Outcome, reason: str
) -> None:
    assert files[path].report.outcome is outcome
    assert reason in (files[path].report.reason or "")
    assert files[path].articles == ()


@pytest.mark.parametrize(
    ("path", "paragraph"),
    [
        ("nuls.txt", PARAGRAPHS[0]),
        ("wide.txt", PARAGRAPHS[1]),
        ("renamed.txt", PARAGRAPHS[0]),
        ("name\ufffdwith\ufffd[2J\ufffdfeeds.md", PARAGRAPHS[3]),
        ("last.md", "The lighthouse keeper left the island on Friday."),
    ],
)
def test_what_is_odd_and_sound_is_read(files: dict[str, CorpusFile], path: str, paragraph: str) -> None:
    assert files[path].report.outcome is INDEXED
    assert paragraph in files[path].articles[0].paragraphs


def test_entities_are_not_expanded_and_nothing_outside_is_read(files: dict[str, CorpusFile]) -> None:
    with open("/etc/hostname", encoding="utf-8") as file:  # noqa: PTH123  what the file tries to get at
        secret = file.read().strip()
    for path in ("entities.epub", "outside.epub"):
        texts = [text for article in files[path].articles for text in article.paragraphs]
        assert not any(secret in text or "hahaha" in text for text in texts)


def test_every_file_has_its_row_and_every_row_is_fit_to_be_shown(
    folder: Path, files: dict[str, CorpusFile]
) -> None:
    assert len(files) == len(list(folder.iterdir()))
    for file in files.values():
        assert file.report.path.isprintable()
        assert clean_line(file.report.reason or "") == (file.report.reason or "")
