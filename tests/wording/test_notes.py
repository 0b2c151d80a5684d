"""What an answer lacks is told in clean lines, one each."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.types import (
    Answer,
    Filtered,
    Filters,
    Highlight,
    Hit,
    Missing,
    MissingWord,
    Passage,
    Source,
    Verdict,
)
from qa_bot.wording.notes import missing_lines, nearest_line

TEXT = "The ferry sails at nine. Nobody swims."
PASSAGE = Passage(
    id="a.md#2",
    article="a.md",
    source=Source(
        path="a.md", title="A ferry", publication="Quay Courier", author="Ilse Marrow", date="2023-05-14"
    ),
    text=TEXT,
    paragraph=2,
    paragraphs=9,
)
HIT = Hit(passage=PASSAGE, rank=1, score=1.0)
READ = (MissingWord("parlament", "parliament", read=True), MissingWord("brige", "bridge", read=True))
DOUBTFUL, UNKNOWN = MissingWord("mohh", "moth"), (MissingWord("submarine"), MissingWord("1987"))


def answer(verdict: Verdict, missing: Missing | None = None, *hits: Hit) -> Answer:
    """Make an answer without a marked sentence."""
    return Answer(
        question="Who?", hits=hits, highlight=None, verdict=verdict, elapsed_ms=1.0, missing=missing
    )


def test_an_answer_that_misses_nothing_has_no_notes() -> None:
    for verdict in Verdict:
        assert missing_lines(answer(verdict), "look") == []
        assert missing_lines(answer(verdict, Missing()), "look") == []


def test_words_are_corrected_unknown_or_doubtful() -> None:
    words = (UNKNOWN[0], READ[0], DOUBTFUL, UNKNOWN[1], READ[1])
    for verdict in (Verdict.UNSURE, Verdict.NOT_FOUND):
        assert missing_lines(answer(verdict, Missing(words)), "look") == [
            'Searched for "parliament" (you typed "parlament"), "bridge" (you typed "brige").',
            'Not found in any article: "submarine", "1987".',
            'Not found in any article: "mohh". Did you mean "moth"?',
        ]


def test_names_that_no_article_has_come_first() -> None:
    unmatched = (("publication", "Nope"), ("author", "A\x1b[31m"), ("title", "moon"), ("in", "x.md"))
    filters = Filters(publication=("Nope",))
    filtered = Filtered(filters=filters, passages=0, total=9, undated=0, unmatched=unmatched)
    for missing in (None, Missing(UNKNOWN)):
        lines = missing_lines(replace(answer(Verdict.NOT_FOUND, missing), filtered=filtered), "look")
        assert lines[:4] == [
            "No article has the publication \u201cNope\u201d.",
            "No article has the author \u201cA\u201d.",
            "No article has \u201cmoon\u201d in its title.",
            "No article or folder is named \u201cx.md\u201d.",
        ]
        assert len(lines) == (5 if missing else 4)


def test_a_word_that_is_the_reason_for_the_verdict_is_not_named_again() -> None:
    words = (*UNKNOWN, DOUBTFUL)
    doubts = (Doubt(DoubtKind.WORD_NOWHERE, ("1987", "mohh")),)
    unsure = replace(answer(Verdict.UNSURE, Missing(words)), doubts=doubts)
    assert missing_lines(unsure, "look") == [
        'Not found in any article: "submarine".',
        'Not found in any article: "mohh". Did you mean "moth"?',
    ]


def test_filters_in_the_way_are_named_instead_of_files() -> None:
    missing = Missing(files=3, articles_left_out=1200, outside=HIT)
    found = answer(Verdict.NOT_FOUND, missing, HIT)
    ferry = "\u201cA ferry\u201d (2023-05-14) answers."
    assert missing_lines(found, "look") == [f"Without the filters, {ferry}"]
    assert missing_lines(found, "look", "F4 asks without them") == [f"F4 asks without them: {ferry}"]
    assert missing_lines(answer(Verdict.UNSURE, missing, HIT), "look") == []


def test_files_and_excluded_articles_are_counted_where_nothing_was_found() -> None:
    one = Missing(files=1, articles_left_out=1)
    assert missing_lines(answer(Verdict.NOT_FOUND, one, HIT), "look") == [
        "The filters exclude 1 article.",
        "1 file could not be indexed; look.",
    ]


def test_what_an_article_does_not_state_is_unknown() -> None:
    bare = replace(HIT, passage=replace(PASSAGE, source=Source(path="notes/bare.txt")))
    (line,) = missing_lines(answer(Verdict.NOT_FOUND, Missing(outside=bare)), "look")
    assert line == "Without the filters, unknown title (notes/bare.txt) (unknown date) answers."


def test_the_nearest_miss_is_one_sentence_with_its_article() -> None:
    assert nearest_line(answer(Verdict.NOT_FOUND)) == ""
    sentence = "The ferry sails at nine."
    marked = Highlight(passage_id="a.md#2", start=0, end=len(sentence), text=sentence)
    found = replace(answer(Verdict.NOT_FOUND, None, HIT), highlight=marked)
    assert nearest_line(found) == f"Nearest: \u201c{sentence}\u201d, in \u201cA ferry\u201d (2023-05-14)"
    assert TEXT in nearest_line(replace(found, highlight=None))


def test_hostile_and_long_text_comes_out_as_one_short_clean_line() -> None:
    """Markup stays what it is: whoever shows the line does not parse it."""
    evil = "\x1b[31m[bold]x\x1b]0;owned\x07\u202e\ny"
    source = Source(path="a.md", title=evil, publication=evil, date=evil)
    hit = replace(HIT, passage=replace(PASSAGE, source=source))
    missing = Missing((MissingWord(evil * 40), MissingWord(evil, evil)), outside=hit)
    lines = missing_lines(answer(Verdict.NOT_FOUND, missing), "look")
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)
    assert all("[bold]x" in line for line in lines)
    assert len(lines[0]) < 100
