"""The sample corpus and its question set agree with each other.

Every gold quote stands in one paragraph of its article, and every article says openly that it is a digest.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import frontmatter
import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
ARTICLES = sorted(path.name for path in CORPUS.glob("*.md"))


@dataclass(frozen=True, slots=True)
class Gold:
    """Where the answer to one question stands."""

    question_id: str
    """Id of the question."""
    article: str
    """File name relative to the corpus folder."""
    quote: str
    """Verbatim words of one paragraph."""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the question set."""

    id: str
    """Unique in the set."""
    text: str
    """The question as a person asks it."""
    answers: tuple[Gold, ...]
    """Empty where the articles do not answer it."""


def read_questions() -> list[Question]:
    """The question set, in the order of its file."""
    lines = (CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [question_from(json.loads(line)) for line in lines]


def question_from(row: dict[str, str | list[dict[str, str]]]) -> Question:
    """One decoded line as a value; a missing field raises KeyError."""
    question_id, text, answers = row["id"], row["question"], row["answers"]
    assert isinstance(question_id, str)
    assert isinstance(text, str)
    assert isinstance(answers, list)
    gold = tuple(Gold(question_id, answer["article"], answer["quote"]) for answer in answers)
    return Question(question_id, text, gold)


def paragraphs(article: str) -> list[str]:
    """The blocks between blank lines, headings left out, white space made single."""
    body = frontmatter.load(str(CORPUS / article)).content
    blocks = [" ".join(block.split()) for block in body.split("\n\n")]
    return [block for block in blocks if block and not block.startswith("#")]


QUESTIONS = read_questions()
GOLD = [gold for question in QUESTIONS for gold in question.answers]


@pytest.mark.parametrize("gold", GOLD, ids=[f"{gold.question_id}-{gold.article}" for gold in GOLD])
def test_every_quote_stands_in_exactly_one_paragraph_of_its_article(gold: Gold) -> None:
    """A quote names one gold passage: not none, not two."""
    holding = [text for text in paragraphs(gold.article) if gold.quote in text]
    assert len(holding) == 1, f"{gold.question_id}: {gold.quote!r} stands in {len(holding)} paragraphs"


def test_question_ids_are_unique_and_tell_answered_from_unanswerable() -> None:
    """An id occurs once; it begins with q where there is an answer and with u where there is none."""
    ids = [question.id for question in QUESTIONS]
    assert len(set(ids)) == len(ids)
    assert all(question.id.startswith("q" if question.answers else "u") for question in QUESTIONS)


def test_no_question_is_asked_twice_or_left_blank() -> None:
    """Two lines never ask the same, whatever the case of their letters."""
    texts = [question.text.strip().casefold() for question in QUESTIONS]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_the_set_is_large_enough_to_measure_with() -> None:
    """At least 60 questions have an answer and at least 15 have none."""
    answered = sum(bool(question.answers) for question in QUESTIONS)
    assert answered >= 60
    assert len(QUESTIONS) - answered >= 15


def test_every_article_is_asked_about_and_no_other_is() -> None:
    """The articles in the answers are the articles in the folder."""
    assert {gold.article for gold in GOLD} == set(ARTICLES)


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_states_its_source_and_what_it_digests(article: str) -> None:
    """Publication, author and date are those of the originals, which the note names by title."""
    metadata = frontmatter.load(str(CORPUS / article)).metadata
    originals = metadata["digest_of"]
    assert isinstance(originals, list)
    assert originals
    assert all(original["title"] in str(metadata["note"]) for original in originals)
    dates = [original["date"] for original in originals if "date" in original]
    assert metadata.get("date") == max(dates, default=None)
    for field in ("publication", "author"):
        stated = str(metadata.get(field, ""))
        assert all(original[field] in stated for original in originals if field in original)
        assert bool(stated) == any(field in original for original in originals)


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_says_that_it_is_a_digest(article: str) -> None:
    """Title and note use the word, so nobody takes it for the original; the note is no passage to find."""
    metadata = frontmatter.load(str(CORPUS / article)).metadata
    assert str(metadata["title"]).startswith("Digest: ")
    assert str(metadata["note"]).startswith("This is a digest")
    assert not any(text.startswith("This is a digest") for text in paragraphs(article))
