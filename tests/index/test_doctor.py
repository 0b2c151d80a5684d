"""Every damaged part is named and made again of what is there; what is whole is left as it is."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ARTICLES
from rich.console import Console
from test_opened import VERSION_FILES, WORD_FILES
from tiny import TinyEncoder, hits_of, ignore, model, write_articles

from qa_bot.cli.render_doctor import checkup_json, checkup_text
from qa_bot.core.errors import IncompatibleIndexError, NoIndexError
from qa_bot.core.types import Changes
from qa_bot.index.build import build_index
from qa_bot.index.doctor import check, repair
from qa_bot.index.opened import open_index
from qa_bot.index.storage import build_lock, manifest, versions


@pytest.fixture
def built(tmp_path: Path, corpus_folder: Path) -> Path:
    """Give an index of the small corpus beside it."""
    build_index(tmp_path / "index", corpus_folder, model(TinyEncoder()), ignore)
    return tmp_path / "index"


def part_of(pattern: str) -> str:
    """Tell the part that a file belongs to."""
    return pattern.partition("/")[0]


def file_of(folder: Path, pattern: str) -> Path:
    """Find the one file of the current version that a pattern names."""
    (found,) = versions.current_version(folder).glob(pattern)
    return found


def hits(folder: Path) -> list[tuple[str, float]]:
    """Ask something; give what is found."""
    found = hits_of(open_index(folder), TinyEncoder(), "Who opened the new bridge?", 5)
    return [(hit.passage.id, hit.score) for hit in found]


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _flip_in_place(path: Path) -> None:
    """Leave the file the same one, which other versions may have as well."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))


# ----------------------------------------------------------------------------------------- what there is


def test_a_sound_index_is_told_with_what_it_has(built: Path, corpus_folder: Path) -> None:
    """Articles, passages, publications, dates, model, sizes."""
    (corpus_folder / "dated.md").write_text(
        "---\ntitle: Snow\npublication: The Ulm Post\ndate: 2021-02-03\n---\nSnow fell on Ulm.\n",
        encoding="utf-8",
    )
    build_index(built, corpus_folder, model(TinyEncoder()), ignore)
    found = check(built, corpus_folder)
    assert found.is_sound
    assert found.facts
    assert (found.facts.articles, found.facts.passages, found.facts.publications) == (4, 6, 1)
    assert found.facts.dates == ("2021-02-03", "2021-02-03")
    assert (found.facts.model, found.facts.model_precision) == ("tiny", "float32")
    assert (found.facts.precision, found.facts.search) == ("float16", "exact")
    assert found.facts.embedded
    assert found.versions == 2
    assert found.sizes["store"] > file_of(built, "store/head.sqlite").stat().st_size
    assert found.sizes["embedded"] > 6 * 512 * 2
    assert (found.changes, found.builder) == (Changes((), (), ()), None)


def test_each_publication_that_a_story_stands_in_is_counted(built: Path, corpus_folder: Path) -> None:
    """Whichever print stands for the others; one that several name is one."""
    for number, name in enumerate(("The Ulm Post", "The Quay Courier", "The Ulm Post")):
        (corpus_folder / f"print{number}.md").write_text(
            f"---\ntitle: Snow\npublication: {name}\n---\nSnow fell on Ulm, and it lay until Friday noon.\n",
            encoding="utf-8",
        )
    build_index(built, corpus_folder, model(TinyEncoder()), ignore)
    facts = check(built, corpus_folder).facts
    assert facts
    assert (facts.articles, facts.publications) == (4, 2)


def test_a_file_that_versions_share_is_counted_once(
    tmp_path: Path, corpus_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that all sizes add up to what the disk holds."""
    monkeypatch.setattr("qa_bot.index.build.WORDS_FIRST", 1)
    built = tmp_path / "index"
    build_index(built, corpus_folder, model(TinyEncoder()), ignore)
    found = check(built, corpus_folder)
    stats = [file.stat() for file in (built / "versions").rglob("*") if file.is_file()]
    assert any(stat.st_nlink > 1 for stat in stats)
    assert sum(found.sizes.values()) == sum({stat.st_ino: stat.st_size for stat in stats}.values())


def test_what_the_corpus_folder_has_beyond_the_index_is_told(built: Path, corpus_folder: Path) -> None:
    """New, changed and gone, without anything being read."""
    write_articles(corpus_folder, {"new.md": "Snow fell on Ulm.", "cat.md": "The cat is well, a week later."})
    (corpus_folder / "bridge.md").unlink()
    changed = check(built, corpus_folder).changes
    assert changed
    assert (changed.added, changed.removed) == (("new.md",), ("bridge.md",))
    assert "cat.md" in changed.changed or not changed.changed  # written within a tick, it has to be read
    (built / "seen").unlink()
    assert check(built, corpus_folder).changes == Changes(("new.md",), (), ("bridge.md",))
    assert check(built, corpus_folder / "nowhere").changes == Changes((), (), (), is_missing=True)


def test_who_builds_is_told(built: Path, corpus_folder: Path) -> None:
    """While they do."""
    with build_lock.building(built):
        assert "process" in str(check(built, corpus_folder).builder)
    assert check(built, corpus_folder).builder is None


def test_no_index_and_another_format_are_errors(
    tmp_path: Path, built: Path, corpus_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to examine."""
    with pytest.raises(NoIndexError):
        check(tmp_path / "none", corpus_folder)
    monkeypatch.setattr("qa_bot.index.version_writer.FORMAT", 99)
    with pytest.raises(IncompatibleIndexError):
        check(built, corpus_folder)


# ------------------------------------------------------------------------------------------ damage


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_flip, id="flip"),
        *(
            pytest.param(damage, id=name, marks=pytest.mark.slow)
            for name, damage in {"cut": _cut, "remove": Path.unlink, "folder": _replace_by_folder}.items()
        ),
    ],
)
@pytest.mark.parametrize("pattern", VERSION_FILES + WORD_FILES)
def test_a_damaged_part_is_named_and_made_again(
    pattern: str, damage: Callable[[Path], None], index_folder: Path, corpus_folder: Path
) -> None:
    """The hits are what they were, and no text is embedded but those of the rows that are hurt."""
    before = hits(index_folder)
    damage(file_of(index_folder, pattern))
    found = check(index_folder, corpus_folder)
    assert [one.part for one in found.damages] == [part_of(pattern)]
    assert found.damages[0].lost.startswith("no")
    encoder = TinyEncoder()
    assert repair(index_folder, corpus_folder, model(encoder), ignore) == (part_of(pattern),)
    assert check(index_folder, corpus_folder).is_sound
    assert hits(index_folder) == before
    if part_of(pattern) != "embedded":
        assert encoder.embedded == []


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["store/segments/*", "embedded/*/tokens.bin"])
@pytest.mark.parametrize("mend", [repair, build_index], ids=["repair", "index"])
def test_a_large_file_that_opening_does_not_read_whole_is_made_again(
    pattern: str,
    mend: Callable[..., object],
    index_folder: Path,
    corpus_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wherever the bit was flipped, and although no article is new."""
    monkeypatch.setattr(manifest, "CHECKED_AT_OPEN", 0)
    before = hits(index_folder)
    size = file_of(index_folder, pattern).stat().st_size
    for place in range(0, size, size // 9):
        path = file_of(index_folder, pattern)
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)
        mend(index_folder, corpus_folder, model(TinyEncoder()), ignore)
        assert check(index_folder, corpus_folder).is_sound
        assert hits(index_folder) == before


def test_no_version_is_left_that_is_damaged(
    tmp_path: Path, corpus_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions share files, so the damage to one may be that of the other."""
    monkeypatch.setattr("qa_bot.index.build.WORDS_FIRST", 1)
    built = tmp_path / "index"
    build_index(built, corpus_folder, model(TinyEncoder()), ignore)
    _flip_in_place(file_of(built, "store/head.sqlite"))
    repair(built, corpus_folder, model(TinyEncoder()), ignore)
    for version in versions.all_versions(built):
        assert manifest.damaged_files(version, manifest.read_files(version)) == {}


def test_a_damaged_note_on_the_corpus_folder_is_named_and_forgotten(built: Path, corpus_folder: Path) -> None:
    """The next build reads every file again, and has nothing to embed."""
    _flip(built / "seen")
    assert [one.part for one in check(built, corpus_folder).damages] == ["seen"]
    assert repair(built, corpus_folder, model(TinyEncoder()), ignore) == ("seen",)
    assert check(built, corpus_folder).is_sound
    encoder = TinyEncoder()
    build_index(built, corpus_folder, model(encoder), ignore)
    assert check(built, corpus_folder).changes == Changes((), (), ())
    assert encoder.embedded == []


@pytest.mark.parametrize("content", [b"", b"nothing\n", b"\xff"])
def test_a_damaged_current_is_named_and_made_again(content: bytes, built: Path, corpus_folder: Path) -> None:
    """Of the embeddings that are there."""
    (built / "CURRENT").write_bytes(content)
    assert [one.part for one in check(built, corpus_folder).damages] == ["CURRENT"]
    encoder = TinyEncoder()
    assert repair(built, corpus_folder, model(encoder), ignore) == ("CURRENT",)
    assert check(built, corpus_folder).is_sound
    assert encoder.embedded == []


def test_only_the_rows_that_are_hurt_are_embedded_again(built: Path, corpus_folder: Path) -> None:
    """Their number is told."""
    path = file_of(built, "embedded/*/vectors.f16")
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    assert "1 of 5 rows are damaged" in check(built, corpus_folder).damages[0].problem
    encoder = TinyEncoder()
    repair(built, corpus_folder, model(encoder), ignore)
    assert encoder.embedded == ["The mayor opened the new bridge over the river Elbe on Monday."]


def test_words_are_repaired_without_the_corpus_folder(built: Path, corpus_folder: Path) -> None:
    """The store has all that they are made of, and the folder's state stays known."""
    _cut(file_of(built, "passages/*.idx"))
    gone = corpus_folder.rename(corpus_folder.with_name("elsewhere"))
    repair(built, corpus_folder, model(TinyEncoder()), ignore)
    assert check(built, gone).is_sound
    assert check(built, gone).changes == Changes((), (), ())


def test_several_damaged_parts_are_repaired_at_once(built: Path, corpus_folder: Path) -> None:
    """Each is named."""
    before = hits(built)
    for pattern in ("frequency.i64", "articles/*.term", "embedded/*/tokens.bin"):
        _flip(file_of(built, pattern))
    assert {one.part for one in check(built, corpus_folder).damages} == {
        "frequency.i64",
        "articles",
        "embedded",
    }
    repair(built, corpus_folder, model(TinyEncoder()), ignore)
    assert check(built, corpus_folder).is_sound
    assert hits(built) == before


def test_a_sound_index_is_left_as_it_is(built: Path, corpus_folder: Path) -> None:
    """No version is written."""
    before = versions.current_version(built)
    assert repair(built, corpus_folder, model(TinyEncoder()), ignore) == ()
    assert versions.current_version(built) == before


# ------------------------------------------------------------------------------------------ showing


def test_a_checkup_is_shown_as_json(built: Path, corpus_folder: Path) -> None:
    """All of it."""
    _flip(file_of(built, "frequency.i64"))
    found = json.loads(json.dumps(checkup_json(check(built, corpus_folder), ())))
    assert (found["sound"], found["articles"], found["passages"]) == (False, 3, 5)
    assert found["damages"][0]["part"] == "frequency.i64"
    assert found["bytes"]["store"] > 0
    assert found["corpus"] == {"added": [], "changed": [], "removed": []}
    (built / "CURRENT").write_text("gone", encoding="utf-8")
    broken = json.loads(json.dumps(checkup_json(check(built, corpus_folder), ())))
    assert (broken["sound"], broken["articles"], broken["corpus"]) == (False, None, None)


def test_parts_that_do_not_agree_are_told_once_and_mended(built: Path, corpus_folder: Path) -> None:
    """Though each is what was written; without the advice that a checkup itself is."""
    version = versions.current_version(built)
    description = json.loads((version / "manifest.json").read_bytes())
    description["passages"] += 1
    content = json.dumps(description).encode()
    (version / "manifest.json").write_bytes(content)
    name = f"{version.name.rpartition('-')[0]}-{hashlib.sha256(content).hexdigest()[:16]}"
    version.rename(version.with_name(name))
    (built / "CURRENT").write_text(name, encoding="utf-8")
    (damage,) = check(built, corpus_folder).damages
    assert damage.problem == f"The parts of the index in {built} do not agree"
    repair(built, corpus_folder, model(TinyEncoder()), ignore)
    assert check(built, corpus_folder).is_sound


def test_a_checkup_is_shown_as_text(
    built: Path, corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict first, then what there is."""
    Console(width=200).print(checkup_text(check(built, corpus_folder), ()))
    text = capsys.readouterr().out
    assert text.startswith("OK: every file matches its checksum.")
    assert "3 from 0 publications, dated unknown" in text
    assert "corpus folder  up to date" in text
    write_articles(corpus_folder, {f"n{number}.md": ARTICLES["cat.md"] + f" {number}" for number in range(7)})
    _flip(file_of(built, "frequency.i64"))
    Console(width=200).print(checkup_text(check(built, corpus_folder), ()))
    text = capsys.readouterr().out
    assert text.startswith(
        "Damaged: 1 part of the index.\nfrequency.i64 does not match its checksum (nothing is lost;"
    )
    assert "7 new: n0.md, n1.md, n2.md, n3.md, n4.md and 2 more" in text
