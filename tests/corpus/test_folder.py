"""Every file of the corpus folder is reported, and no article is indexed twice."""

import json
from pathlib import Path

import pytest
from tiny import ignore, read_corpus, write_articles

from qa_bot.core.errors import CorpusError
from qa_bot.core.types import Outcome, Progress
from qa_bot.corpus.folder import CorpusFile, state_of

FIRST = "The mayor opened the new bridge over the river on Monday."
SECOND = "A cat was rescued from a chimney by two firemen in Leeds."
THIRD = "The oldest café of Zürich closes after a hundred and ten years."
WIRE = (
    "A goods train left the rails near Halmstead on Friday and spilled six wagons of sugar into the canal, "
    "the railway said.",
    "Swimmers were told to stay out of the water, which tasted sweet as far as the second lock.",
    "The line will be closed for repairs until Monday, and buses run between the two towns every half hour.",
)


def read(folder: Path) -> dict[str, CorpusFile]:
    """Read a corpus folder; return files by path."""
    return {file.report.path: file for file in read_corpus(folder, ignore)}


def write_lines(path: Path, texts: dict[str, str]) -> None:
    """Write a .jsonl file, given text by article id."""
    rows = [json.dumps({"id": name, "text": text}) for name, text in texts.items()]
    path.write_text("\n".join(rows), encoding="utf-8")


def ids(files: dict[str, CorpusFile]) -> list[str]:
    """Return the ids of all indexed articles."""
    return [article.id for file in files.values() for article in file.articles]


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """Files in subfolders are included."""
    write_articles(tmp_path, {"b.md": SECOND, "a.md": FIRST})
    write_articles(tmp_path / "é", {"c.md": THIRD})
    files = read(tmp_path)
    assert list(files) == ["a.md", "b.md", "é/c.md"]
    assert [file.articles[0].paragraphs for file in files.values()] == [(FIRST,), (SECOND,), (THIRD,)]


def test_every_outcome_has_its_row_and_its_reason(tmp_path: Path) -> None:
    """No file is skipped silently."""
    write_articles(tmp_path, {"a.md": FIRST, "b.md": FIRST})
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    files = read(tmp_path)
    assert {path: file.report.outcome for path, file in files.items()} == {
        "a.md": Outcome.INDEXED,
        "b.md": Outcome.DUPLICATE,
        "binary.txt": Outcome.FAILED,
        "empty.txt": Outcome.EMPTY,
        "picture.png": Outcome.UNSUPPORTED,
    }
    assert files["b.md"].report.reason == "b.md is the same story as a.md"
    assert all(file.report.reason for path, file in files.items() if path != "a.md")
    assert [path for path, file in files.items() if file.articles] == ["a.md"]


def test_a_question_set_is_not_taken_for_articles(tmp_path: Path) -> None:
    """It may still be in the folder."""
    write_articles(tmp_path, {"a.md": FIRST})
    (tmp_path / "questions.jsonl").write_text(
        '{"id": "q", "question": "Who?", "answers": []}', encoding="utf-8"
    )
    assert read(tmp_path)["questions.jsonl"].report.outcome is Outcome.UNSUPPORTED


def test_the_first_of_two_articles_of_one_id_stays(tmp_path: Path) -> None:
    """A file with other articles too is indexed, and its report names what was left out."""
    write_lines(tmp_path / "a.jsonl", {"x": FIRST})
    write_lines(tmp_path / "b.jsonl", {"x": SECOND, "y": THIRD})
    files = read(tmp_path)
    assert ids(files) == ["x", "y"]
    assert files["b.jsonl"].report.outcome is Outcome.INDEXED
    assert files["b.jsonl"].report.reason == (
        "1 of 2 articles is left out: x is already the id of an article in a.jsonl"
    )


def test_a_text_whose_first_bearer_was_left_out_is_not_lost(tmp_path: Path) -> None:
    """The id of b's article is taken by a, so c's article is the only one left with this text."""
    write_lines(tmp_path / "a.jsonl", {"x": FIRST})
    write_lines(tmp_path / "b.jsonl", {"x": SECOND})
    write_lines(tmp_path / "c.jsonl", {"z": SECOND})
    assert ids(read(tmp_path)) == ["x", "z"]


def test_an_id_whose_first_bearer_was_left_out_is_free(tmp_path: Path) -> None:
    """B's article repeats a's text, so its id is free for c."""
    write_lines(tmp_path / "a.jsonl", {"x": FIRST})
    write_lines(tmp_path / "b.jsonl", {"y": FIRST})
    write_lines(tmp_path / "c.jsonl", {"y": SECOND})
    assert ids(read(tmp_path)) == ["x", "y"]


def test_one_text_twice_in_one_file_is_taken_up_once(tmp_path: Path) -> None:
    """This is so with equal ids and with different ones."""
    line = json.dumps({"id": "x", "text": FIRST})
    (tmp_path / "a.jsonl").write_text("\n".join([line, line]), encoding="utf-8")
    write_lines(tmp_path / "b.jsonl", {"y": SECOND, "z": SECOND})
    files = read(tmp_path)
    assert ids(files) == ["x", "y"]
    assert files["b.jsonl"].report.reason == (
        "1 of 2 articles is already in the index: z is the same story as y"
    )


def test_a_wire_story_is_taken_up_once_and_names_each_source(tmp_path: Path) -> None:
    """The most complete text is kept; a source is named once, however many lines of a file have it."""
    (tmp_path / "b").mkdir()
    for name, paper, body in (("a.md", "The Dawn", WIRE[:2]), ("b/c.md", "The Dusk", WIRE)):
        text = "\n\n".join(body)
        (tmp_path / name).write_text(f"---\npublication: {paper}\n---\n{text}", encoding="utf-8")
    line = {"publication": "Noon", "paragraphs": WIRE[:2]}
    rows = [json.dumps({"id": name} | line) for name in "xyz"]
    (tmp_path / "d.jsonl").write_text("\n".join(rows), encoding="utf-8")
    files = read(tmp_path)
    assert ids(files) == ["b/c.md"]
    (kept,) = files["b/c.md"].articles
    assert [(one.path, one.publication) for one in kept.also_in] == [
        ("a.md", "The Dawn"),
        ("d.jsonl", "Noon"),
    ]
    assert files["a.md"].report.outcome is Outcome.DUPLICATE
    assert files["a.md"].report.reason == "a.md is the same story as b/c.md"


def test_an_update_of_a_story_is_taken_up_beside_it(tmp_path: Path) -> None:
    """A different figure makes a different story."""
    update = WIRE[0].replace("six", "nine")
    write_articles(tmp_path, {"a.md": "\n\n".join(WIRE), "b.md": "\n\n".join((update, *WIRE[1:]))})
    assert ids(read(tmp_path)) == ["a.md", "b.md"]


def test_of_many_copies_in_one_file_a_few_are_named(tmp_path: Path) -> None:
    """The reason stays a readable line, however long the ids are."""
    write_lines(tmp_path / "a.jsonl", {"x": FIRST})
    texts = {f"{n}" + "w" * 200 * (n == 0): FIRST for n in range(1200)}
    write_lines(tmp_path / "b.jsonl", texts | {"y": SECOND})
    assert read(tmp_path)["b.jsonl"].report.reason == (
        "1,200 of 1,201 articles are already in the index: "
        f"0{'w' * 78}… is the same story as x in a.jsonl; 1 is the same story as x in a.jsonl; "
        "2 is the same story as x in a.jsonl; and 1,197 more"
    )


def test_progress_counts_the_files(tmp_path: Path) -> None:
    """It counts from none to all."""
    write_articles(tmp_path, {"a.md": FIRST, "b.md": SECOND})
    steps: list[Progress] = []
    read_corpus(tmp_path, steps.append)
    assert [(step.stage, step.done, step.total) for step in steps] == [("reading", n, 2) for n in (0, 1, 2)]


def test_a_missing_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    """A file is not a folder either."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"no corpus folder .*missing. Create it .*--corpus"):
        read_corpus(tmp_path / "missing", ignore)
    with pytest.raises(CorpusError, match=r"file is a file, not a folder of articles\. .*--corpus"):
        read_corpus(tmp_path / "file", ignore)


def test_an_empty_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    """Hidden files do not count."""
    (tmp_path / ".hidden.md").write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"is empty\. Add articles"):
        read_corpus(tmp_path, ignore)


def test_the_state_tells_any_change_and_nothing_else(tmp_path: Path) -> None:
    """Text, source and outcome count; the time of the file does not."""
    write_articles(tmp_path, {"a.md": FIRST})
    before = state_of(read_corpus(tmp_path, ignore))
    (tmp_path / "a.md").touch()
    assert state_of(read_corpus(tmp_path, ignore)) == before
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with_picture = state_of(read_corpus(tmp_path, ignore))
    write_articles(tmp_path, {"a.md": FIRST + " It rained."})
    assert len({before, with_picture, state_of(read_corpus(tmp_path, ignore))}) == 3


def test_a_line_that_a_publication_prints_under_every_article_is_left_out(tmp_path: Path) -> None:
    """Its articles keep their own text."""
    notice = "Sign up for our morning newsletter."
    stories = {
        f"{name}.md": f"The {name} was seen at the harbour on Monday.\n\nNobody knows where it came from."
        for name in ("seal", "whale", "heron", "otter", "swan", "crab")
    }
    write_articles(tmp_path, {name: f"{story}\n\n{notice}" for name, story in stories.items()})
    files = read(tmp_path)
    assert {name: "\n\n".join(file.articles[0].paragraphs) for name, file in files.items()} == stories
