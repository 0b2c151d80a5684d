"""The ranking model is one frozen value: signals can be switched off, and its hash tells models apart."""
# ruff: noqa: D103  a test's name is its claim

import json
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from qa_bot.retrieval.model import DEFAULT, RankingModel
from qa_bot.retrieval.signals import DEDUCTIONS, SIGNALS, Deduction, Scaling, Signal


def test_the_model_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        DEFAULT.candidates = 1  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        DEFAULT.signals[0].weight = 1.0  # type: ignore[misc]


def test_every_signal_has_its_own_name_and_label() -> None:
    rows: list[Signal | Deduction] = [*SIGNALS, *DEDUCTIONS]
    assert len({one.name for one in rows}) == len({one.label for one in rows}) == len(rows)
    assert all(one.source for one in rows)
    assert "unread" not in DEFAULT.names


def test_any_other_number_gives_another_hash() -> None:
    changed = [
        replace(DEFAULT, candidates=99),
        replace(DEFAULT, reranked=49),
        replace(DEFAULT, first_of_each=4),
        replace(DEFAULT, run_share=0.3),
        *(DEFAULT.without(name) for name in DEFAULT.names),
    ]
    for number, signal in enumerate(SIGNALS):
        others = (
            replace(signal, weight=signal.weight + 0.01),
            replace(signal, first_weight=0.01),
            replace(signal, by_vectors=not signal.by_vectors),
            replace(signal, scaling=next(one for one in Scaling if one is not signal.scaling)),
        )
        before, after = SIGNALS[:number], SIGNALS[number + 1 :]
        changed += [replace(DEFAULT, signals=(*before, other, *after)) for other in others]
    for number, deduction in enumerate(DEDUCTIONS):
        other_one = replace(deduction, amount=0.01)
        changed.append(
            replace(DEFAULT, deductions=(*DEDUCTIONS[:number], other_one, *DEDUCTIONS[number + 1 :]))
        )
    assert len({model.hash for model in changed} | {DEFAULT.hash}) == len(changed) + 1


def test_words_that_explain_do_not_change_the_hash() -> None:
    first = replace(SIGNALS[0], label="BM25", source="a book")
    assert replace(DEFAULT, signals=(first, *SIGNALS[1:])).hash == RankingModel().hash == DEFAULT.hash


def test_signals_and_deductions_can_be_switched_off() -> None:
    model = DEFAULT.without("article", "heading")
    assert [one for one in DEFAULT.names if one not in model.names] == ["article", "heading"]
    assert DEFAULT.without() == DEFAULT


def test_an_unknown_name_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"^There is no signal magic\. Signals: lexical, article, "):
        DEFAULT.without("article", "magic")
    with pytest.raises(ValueError, match="no signal article"):
        DEFAULT.without("article").without("article")


def test_one_signal_has_to_stay() -> None:
    with pytest.raises(ValueError, match="At least one signal must stay on"):
        DEFAULT.without(*(one.name for one in SIGNALS))


def test_the_model_is_recorded_whole() -> None:
    recorded = json.loads(json.dumps(DEFAULT.as_json()))
    assert recorded["hash"] == DEFAULT.hash
    assert set(recorded) == {"hash", *(field.name for field in fields(DEFAULT))}
    assert recorded["signals"][0] == {
        "name": "lexical",
        "label": "same words",
        "source": SIGNALS[0].source,
        "scaling": "from zero",
        "weight": 2.2,
        "first_weight": 1.2,
        "by_vectors": False,
        "share_for_claims": 1.0,
        "by_reading": False,
    }
    assert recorded["deductions"][0]["amount"] == DEDUCTIONS[0].amount
