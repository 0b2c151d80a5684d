"""Missing words and the closest passage are clean lines, and never look like an answer."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

from qa_bot.core.types import Answer, Highlight, Hit, Missing, MissingWord, Passage, Source, Verdict
from qa_bot.wording.notes import QUOTED_CHARACTERS, closest_line, missing_lines, rest_of_closest

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
    """Make an answer whose first sentence is marked."""
    marked = Highlight("a.md#2", 0, 24, TEXT[:24]) if hits else None
    return Answer(
        question="Who?", hits=hits, highlight=marked, verdict=verdict, elapsed_ms=1.0, missing=missing
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


def test_files_and_filters_are_named_where_nothing_was_found() -> None:
    missing = Missing(files=3, articles_left_out=1200, outside=HIT)
    assert missing_lines(answer(Verdict.NOT_FOUND, missing, HIT), "press F2 to list them") == [
        "The filters exclude 1,200 articles.",
        "Without the filters, the answer is in \u201cA ferry\u201d (Quay Courier, 2023-05-14), "
        "paragraph 2 of 9.",
        "3 files are not indexed; press F2 to list them.",
    ]
    assert missing_lines(answer(Verdict.UNSURE, missing, HIT), "press F2 to list them") == []
    one = Missing(files=1, articles_left_out=1)
    assert missing_lines(answer(Verdict.NOT_FOUND, one, HIT), "look") == [
        "The filters exclude 1 article.",
        "1 file is not indexed; look.",
    ]


def test_the_closest_sentence_is_quoted_with_its_place_and_not_called_an_answer() -> None:
    assert closest_line(answer(Verdict.NOT_FOUND, None, HIT)) == (
        "Closest passage (does not answer the question): \u201cThe ferry sails at nine.\u201d "
        "in \u201cA ferry\u201d (Quay Courier, 2023-05-14), paragraph 2 of 9."
    )
    assert closest_line(answer(Verdict.UNSURE, None, HIT)) == ""
    assert closest_line(answer(Verdict.NOT_FOUND)) == ""


def test_the_quoted_sentence_is_not_repeated_below() -> None:
    told = answer(Verdict.NOT_FOUND, None, HIT)
    assert rest_of_closest(told, HIT) == "\u2026 Nobody swims."
    second = replace(told, highlight=Highlight("a.md#2", 25, len(TEXT), TEXT[25:]))
    assert rest_of_closest(second, HIT) == "The ferry sails at nine. \u2026"
    whole = replace(told, highlight=Highlight("a.md#2", 0, len(TEXT), TEXT))
    assert rest_of_closest(whole, HIT) == "quoted above"
    other = replace(HIT, passage=replace(PASSAGE, id="a.md#3"))
    assert rest_of_closest(told, other) == ""
    assert rest_of_closest(answer(Verdict.UNSURE, None, HIT), HIT) == ""


def test_the_rest_of_a_long_sentence_is_in_its_passage() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    hit = replace(HIT, passage=replace(PASSAGE, text=f"First. {words} Last."))
    told = replace(
        answer(Verdict.NOT_FOUND, None, hit), highlight=Highlight("a.md#2", 7, 7 + len(words), words)
    )
    rest = rest_of_closest(told, hit)
    assert rest.startswith("First. \u2026 ")
    assert rest.endswith("word59 Last.")
    assert "word2 " not in rest
    assert all(f"word{number}" in closest_line(told) + rest for number in range(60))


def test_what_an_article_does_not_state_is_unknown() -> None:
    bare = replace(HIT, passage=replace(PASSAGE, source=Source(path="notes/bare.txt")))
    expected = " in unknown title (notes/bare.txt) (unknown publication, unknown date), paragraph 2 of 9."
    assert closest_line(answer(Verdict.NOT_FOUND, None, bare)).endswith(expected)


def test_hostile_and_long_text_comes_out_as_one_short_clean_line() -> None:
    """Markup stays what it is, for who shows the line does not parse it."""
    evil = "\x1b[31m[bold]x\x1b]0;owned\x07\u202e\ny"
    source = Source(path="a.md", title=evil, publication=evil, date=evil)
    hit = replace(HIT, passage=replace(PASSAGE, source=source))
    long = replace(
        answer(Verdict.NOT_FOUND, Missing((MissingWord(evil * 40), MissingWord(evil, evil))), hit),
        highlight=Highlight("a.md#2", 0, 9, evil * 99),
    )
    lines = [*missing_lines(long, "look"), closest_line(long)]
    assert all(line.isprintable() for line in lines)
    assert "[bold]x" in lines[0]
    assert len(lines[-1]) < QUOTED_CHARACTERS + 150
    assert "\u2026\u201d in " in lines[-1]
