"""The question word tells what a question asks for."""

import pytest

from qa_bot.language.question_kinds import KINDS, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who designed the bridge?", "who"),
        ("To whom was the prize given", "who"),
        ("Besides the mayor, who else came?", "who"),
        ("When did the ferry sink?", "when"),
        ("In what year did the ferry sink?", "when"),
        ("Since which century has it stood?", "when"),
        ("Where is the mill?", "where"),
        ("How many towers has it?", "how many"),
        ("How much did it cost?", "how many"),
        ("How long is the tunnel?", "how many"),
        ("What percentage of the flats is empty?", "how many"),
        ("What did the owner say?", "what"),
        ("Which firms joined, and where?", "what"),
        ("Why was it shut?", "why or how"),
        ("How does the lock work?", "why or how"),
        ("Did the mill close?", "yes or no"),
        ("Is it known who came?", "yes or no"),
        ("Adults who smoke sleep less.", "other"),
        ("Towers, which were old, fell", "other"),
        ("bridge total cost", "other"),
        ("WHO DESIGNED IT?", "who"),
        ("¿Dónde está?", "other"),
        ("", "other"),
        ("?", "other"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: str) -> None:
    """The first question word decides; a claim has none, whatever words it has."""
    assert kind_of(question) == kind
    assert kind in KINDS
