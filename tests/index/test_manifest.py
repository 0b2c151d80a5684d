"""A manifest is read as it was written, or a plain error names what is wrong with it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from test_versions import COMMAND, FORMAT, described, write_version

from qa_bot.core.errors import DamagedIndexError, IncompatibleIndexError
from qa_bot.index.storage import manifest
from qa_bot.index.storage.manifest import (
    check_files,
    damaged_files,
    read_files,
    read_manifest,
    read_model,
)


def altered(version: Path, **changed: Any) -> Path:
    """Change fields of a version's manifest as whoever wrote it could have; None removes one."""
    content = json.loads((version / "manifest.json").read_bytes()) | changed
    raw = json.dumps({name: value for name, value in content.items() if value is not None}).encode()
    return rewritten(version, raw)


def rewritten(version: Path, raw: bytes) -> Path:
    """Give a version another manifest, and the name that goes with it."""
    (version / "manifest.json").write_bytes(raw)
    name = f"{version.name.rpartition('-')[0]}-{hashlib.sha256(raw).hexdigest()[:16]}"
    return version.rename(version.with_name(name))


MALFORMED: list[tuple[str, Any]] = [
    ("model", None), ("model", []), ("model", "tiny"), ("model", {"name": 5}), ("precision", 16),
    ("search", None), ("embedded", 1), ("paragraph_rules", True), ("corpus_state", None), ("articles", "3"),
    ("passages", 2.5), ("created", "yesterday"), ("created", 5), ("files", []), ("files", {"a": []}),
    ("files", {"a": {"size": 1}}), ("files", {"../a": {"size": 1, "crc32": 0}}),
    ("files", {"/a": {"size": 1, "crc32": 0}}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), MALFORMED)
def test_a_field_that_is_missing_or_of_another_type_is_damage(field: str, value: Any, tmp_path: Path) -> None:
    """Although the manifest is the one that the version is named after."""
    version = altered(write_version(tmp_path), **{field: value})
    with pytest.raises(DamagedIndexError, match=rf"manifest.json has no usable value for .*{COMMAND}"):
        read_manifest(version, FORMAT)


@pytest.mark.parametrize("raw", [b"", b"[]", b"5", b"{", b"\xff"])
def test_a_manifest_that_is_no_object_is_damage(raw: bytes, tmp_path: Path) -> None:
    """Whatever is read of it."""
    version = rewritten(write_version(tmp_path), raw)
    for read in (lambda: read_manifest(version, FORMAT), lambda: read_files(version)):
        with pytest.raises(DamagedIndexError, match=COMMAND):
            read()


def test_a_field_of_a_later_program_is_passed_over(tmp_path: Path) -> None:
    """The format is what says whether a version can be read."""
    version = altered(write_version(tmp_path), added="later")
    assert read_manifest(version, FORMAT).description == described()


@pytest.mark.parametrize("found", [FORMAT - 1, FORMAT + 1, "seven", None])
def test_another_format_is_told_before_anything_else(found: object, tmp_path: Path) -> None:
    """Whatever fields it has; its files and its model are known all the same."""
    version = altered(write_version(tmp_path), format=found, articles=None)
    with pytest.raises(IncompatibleIndexError, match=rf"has format {found}, not {FORMAT}.*`qa-bot index`"):
        read_manifest(version, FORMAT)
    assert list(read_files(version)) == ["a", "sub/b"]
    assert read_model(version) == ("tiny", described().model.fingerprint)


@pytest.mark.parametrize("model", [None, [], "tiny", {}, {"name": 5}])
def test_a_version_that_names_no_model_is_damaged(model: object, tmp_path: Path) -> None:
    """Where only its name is asked for."""
    version = altered(write_version(tmp_path), model=model)
    with pytest.raises(DamagedIndexError, match=COMMAND):
        read_model(version)


def test_a_changed_manifest_is_damaged(tmp_path: Path) -> None:
    """Even where it is still JSON."""
    version = write_version(tmp_path, articles=3)
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    (version / "manifest.json").write_text(json.dumps(manifest | {"articles": 4}), encoding="utf-8")
    with pytest.raises(DamagedIndexError, match=f"manifest.json does not match its checksum. {COMMAND}"):
        read_manifest(version, FORMAT)


def test_a_missing_manifest_is_damaged(tmp_path: Path) -> None:
    """The error names it."""
    version = write_version(tmp_path)
    (version / "manifest.json").unlink()
    with pytest.raises(DamagedIndexError, match=f"manifest.json cannot be read.*{COMMAND}"):
        read_manifest(version, FORMAT)


@pytest.mark.parametrize(
    ("name", "content"), [("a", b"Words"), ("a", b"word"), ("a", None), ("sub/b", b"x"), ("sub/b", None)]
)
def test_a_changed_file_is_damaged(name: str, content: bytes | None, tmp_path: Path) -> None:
    """One letter, one byte less, one more, or no file."""
    version = write_version(tmp_path)
    (version / name).unlink()
    if content is not None:
        (version / name).write_bytes(content)
    with pytest.raises(DamagedIndexError, match=f"{name} (has|does|cannot) .*{COMMAND}"):
        check_files(version, read_files(version))


def test_a_large_file_that_checks_itself_is_checked_by_size_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it whole would take longer than a person waits; any other file is read."""
    version = write_version(tmp_path)
    monkeypatch.setattr(manifest, "CHECKED_AT_OPEN", 4)
    (version / "a").write_bytes(b"Words")
    check_files(version, read_files(version), "a".__eq__)
    with pytest.raises(DamagedIndexError):
        check_files(version, read_files(version))
    (version / "a").write_bytes(b"word")
    with pytest.raises(DamagedIndexError):
        check_files(version, read_files(version), "a".__eq__)


def test_every_damaged_file_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    """However large it is."""
    version = write_version(tmp_path)
    assert damaged_files(version, read_files(version)) == {}
    (version / "a").write_bytes(b"Words")
    (version / "sub" / "b").write_bytes(b"x")
    found = damaged_files(version, read_files(version))
    assert found == {
        "a": "does not match its checksum",
        "sub/b": "has 1 bytes, not 0",
    }
    (version / "a").unlink()
    assert damaged_files(version, read_files(version))["a"].startswith("cannot be read (No such")
