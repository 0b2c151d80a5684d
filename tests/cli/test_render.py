"""How the shell marks the sentence that answers and the words inside it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from fake_engine import BRIDGE, answer_to, passages_of
from rich.console import Console

from qa_bot.cli import render
from qa_bot.core.comparison import Comparison, Statement
from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.listing import Listing
from qa_bot.core.scores import Contribution, RawValue
from qa_bot.core.types import (
    Answer,
    AnswerSpan,
    BuildReport,
    FileReport,
    Highlight,
    Missing,
    MissingWord,
    Outcome,
    Source,
    Verdict,
)

WORDS = "41 million crowns"
SENTENCE = "Building it cost 41 million crowns, nine million more than planned."
STRONG = {"bold", "underline", "reverse"}


def cost(words: str = WORDS, verdict: Verdict = Verdict.ANSWERED) -> Answer:
    """Return an answer whose first passage has the sentence marked, and the words."""
    passage = passages_of(BRIDGE)[2]
    at = passage.text.index(words)
    span = AnswerSpan(words, at, at + len(words), 0.8) if words else None
    marked = Highlight(passage_id=passage.id, start=0, end=len(SENTENCE), text=SENTENCE, answer=span)
    found = answer_to("What was the cost of building it, in million crowns?", [passage], 1)
    return replace(found, highlight=marked, verdict=verdict)


def styled(answer: Answer, *, no_color: bool = False) -> list[tuple[str, set[str], str]]:
    """Return the parts that a terminal shows of an answer, with their attributes and colours."""
    screen = Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard",
        no_color=no_color,
        width=300,
        markup=False,
        highlight=False,
        legacy_windows=False,
    )
    parts = []
    for segment in screen.render(render.passages_text(answer)):
        style = segment.style
        if style and segment.text.strip():
            attributes = {name for name in (*STRONG, "dim") if getattr(style, name)}
            color = f"{style.color.name} {style.bgcolor.name}" if style.color and style.bgcolor else ""
            parts.append((segment.text, attributes, color))
    return parts


@pytest.mark.parametrize("width", [56, 60, 80, 160])
def test_a_part_of_a_score_takes_one_line(width: int) -> None:
    """`similar meaning`, its share, a bar and what was measured; the longest bar has 20 cells."""
    parts = (
        Contribution("late", "fits question word", 0.2, RawValue("log odds", -8.98)),
        Contribution("dense", "similar meaning", 0.1, RawValue("cosine", 0.17)),
    )
    found = answer_to("Who?", passages_of(BRIDGE), 1)
    hits = tuple(replace(hit, contributions=parts) for hit in found.hits)
    screen = Console(file=io.StringIO(), width=width)
    screen.print(render.passages_text(replace(found, hits=hits), why=True))
    lines = [line.strip() for line in screen.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    cells = min(20, width - 48)
    assert f"fits question word  0.200 {chr(0x2588) * cells}  log odds -8.98" in lines


def test_a_report_cuts_no_file_name_short_in_a_narrow_terminal() -> None:
    name = "the-copy-of-a-story-about-ferries.html"
    file = FileReport(name, Outcome.DUPLICATE, f"{name} is the same story as 06-armchair-tourism.md")
    screen = Console(file=io.StringIO(), width=50)
    screen.print(render.report_text(BuildReport(1, 1, 0.1, (file,))))
    assert "…" not in screen.file.getvalue()  # type: ignore[attr-defined]


def test_the_words_are_marked_stronger_than_their_sentence() -> None:
    parts = styled(cost())
    assert ("Building it cost ", {"bold", "reverse"}, "") in parts
    assert (WORDS, STRONG, "yellow black") in parts
    assert (", nine million more than planned.", {"bold", "reverse"}, "") in parts


def test_a_terminal_without_colours_shows_the_words_underlined() -> None:
    underlined = [text for text, attributes, _ in styled(cost(), no_color=True) if "underline" in attributes]
    assert underlined == [WORDS]


def test_only_the_sentence_is_marked_when_no_words_are_sure() -> None:
    parts = styled(cost(""))
    assert (SENTENCE, {"bold", "reverse"}, "") in parts
    assert not any("underline" in attributes for _, attributes, _ in parts)


def test_the_closest_sentence_is_only_underlined_when_nothing_answers() -> None:
    assert (SENTENCE, {"underline"}, "") in styled(cost(verdict=Verdict.NOT_FOUND))


@pytest.mark.parametrize("words", [WORDS, SENTENCE, "planned. Most", "Building", ""])
def test_a_pipe_gets_the_passage_as_plain_text(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    render.put(render.console(), render.passages_text(cost(words)))
    assert capsys.readouterr().out.startswith(f"1. {BRIDGE.paragraphs[2]}\n   The harbour bridge")


def test_json_has_the_words_as_answer_beside_the_sentence() -> None:
    found = render.answer_json(cost())
    assert found["highlight"]["text"] == SENTENCE
    assert found["answer"] == {"text": WORDS, "start": 17, "end": 34, "confidence": 0.8}
    assert render.answer_json(cost(""))["answer"] is None


def text_of(answer: Answer, **options: bool) -> str:
    """Return what a pipe gets of an answer."""
    screen = Console(file=io.StringIO(), width=200, markup=False, highlight=False)
    with screen.capture() as captured:
        screen.print(render.answer_text(answer, "look", **options))
    return captured.get()


def test_each_verdict_comes_first_with_its_sign() -> None:
    firsts = [text_of(cost(verdict=verdict)).splitlines()[0] for verdict in Verdict]
    assert [line.split()[0] for line in firsts] == ["✓", "?", "✗"]


def test_what_is_not_found_takes_four_lines_unless_why_is_asked() -> None:
    missing = Missing((MissingWord("Everest"),), files=1)
    nothing = replace(cost(verdict=Verdict.NOT_FOUND), missing=missing)
    assert [line.rstrip() for line in text_of(nothing).splitlines()] == [
        "✗ Not found: these articles don't answer this.",
        'Not found in any article: "Everest". 1 file could not be indexed; look.',
        f"Nearest: \u201c{SENTENCE}\u201d, in \u201c{BRIDGE.source.title}\u201d (2023-05-14)",
        "12 ms · `--why` shows the closest passages",
    ]
    for options in ({"why": True}, {"closest": True}):
        assert "The closest passage, which does not answer it:" in text_of(nothing, **options)


def differing(*, agree: bool = False) -> Answer:
    """Return an answer with what two articles say."""
    answer = cost()
    assert answer.highlight
    one = Statement(answer.hits[0], answer.highlight)
    bare = replace(one.hit.passage, source=Source(path="b.md", title="A bill", date="2019"))
    other = Statement(replace(one.hit, passage=bare), answer.highlight)
    return replace(answer, comparison=Comparison(((one, other),) if agree else ((one,), (other,))))


def test_answers_that_differ_are_next_to_each_other() -> None:
    shown = text_of(differing()).splitlines()
    assert shown[0] == "✓ Answered: 2 articles differ, newest first."
    title = "The harbour bridge reopens after four years"
    assert [re.split(r"  +", line.strip()) for line in shown[2:4]] == [
        ["2023-05-14", WORDS, f"{title} · The Quay Courier"],
        ["2019", WORDS, "A bill"],
    ]
    assert text_of(differing(agree=True)).startswith("✓ Answered: 2 articles agree.\n\n1. Building")


def test_json_has_the_comparison_and_the_doubts() -> None:
    answer = replace(differing(), doubts=(Doubt(DoubtKind.WORD_ELSEWHERE, ("2019",)),))
    found = render.answer_json(answer)
    assert found["doubts"] == [{"kind": "word_elsewhere", "words": ("2019",)}]
    assert (found["comparison"]["agrees"], found["comparison"]["articles"]) == (False, 2)
    ((newest,), (other,)) = found["comparison"]["answers"]
    assert newest["answer"]["text"] == WORDS
    assert (newest["highlight"]["text"], newest["paragraph"]) == (SENTENCE, 3)
    assert other["source"]["date"] == "2019"
    assert render.answer_json(cost())["comparison"] is None


def test_a_completed_question_and_a_listing_are_told() -> None:
    bill = Source(path="a.md", title="A bill")
    listing = Listing(asked="articles from 2021", sources=(bill,), total=1)
    answer = replace(cost(), hits=(), asked_as="Which articles are from 2021?", listing=listing)
    lines = [line.rstrip() for line in text_of(answer).splitlines() if line.strip()]
    assert lines == [
        "asked as: Which articles are from 2021?",
        "✓ Answered: 1 article from 2021.",
        "- A bill · unknown publication · unknown author · unknown date",
        "12 ms",
    ]
    found = render.answer_json(answer)
    assert found["asked_as"] == "Which articles are from 2021?"
    assert (found["listing"]["total"], found["listing"]["sources"][0]["title"]) == (1, "A bill")


LISTED = Answer(
    question="which articles are from 2023",
    hits=(),
    highlight=None,
    verdict=Verdict.ANSWERED,
    elapsed_ms=1.2,
    listing=Listing(asked="articles from 2023", sources=(BRIDGE.source,), total=1),
)


def test_a_listing_is_printed_in_place_of_passages() -> None:
    assert text_of(LISTED).splitlines() == [
        "✓ Answered: 1 article from 2023.",
        "",
        "- The harbour bridge reopens after four years · The Quay Courier · Ilse Marrow · 2023-05-14",
        "",
        "1 ms",
    ]


def test_an_empty_listing_is_not_found() -> None:
    nothing = replace(
        LISTED, verdict=Verdict.NOT_FOUND, listing=Listing(asked="articles from \x1b[31m2024", total=0)
    )
    assert text_of(nothing).splitlines()[0] == "✗ Not found: no articles from 2024."


def test_a_listing_has_its_sources_in_json() -> None:
    found = render.answer_json(LISTED)
    assert found["hits"] == []
    assert found["listing"]["total"] == 1
    assert found["listing"]["field"] is None
    assert found["listing"]["sources"][0]["path"] == "bridge.md"


def test_what_a_follow_up_was_read_as_comes_first() -> None:
    answer = replace(cost(), asked_as="How much did the bridge cost? author:\x1b[31mmoss")
    assert text_of(answer).startswith("asked as: How much did the bridge cost? author:moss\n")
    assert render.answer_json(answer)["asked_as"] == answer.asked_as
    assert "asked as" not in text_of(cost())
