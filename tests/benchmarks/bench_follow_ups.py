"""Measure how follow-up questions, and questions about the articles themselves, are read.

    python tests/benchmarks/bench_follow_ups.py [--failures] [FOLDER ...]

tests/conversation_sets.py says how each is judged. The rules were written with the split "tune" in view;
"held-out" was written before them, and "held-out-2" later, on other pages. Neither is looked at: --failures
prints those of "tune" alone.
A folder is in BEIR form; its questions, each asked after another one of them, are to be left alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import conversation_sets as sets

from qa_bot.language.pile_questions import pile_question


def main(arguments: list[str]) -> None:
    """Print the shares of each split and of each folder, and with --failures what went wrong in "tune"."""
    read, alone, pile = sets.follow_ups(), sets.taken_for_follow_ups(), sets.pile_questions()
    for split in sets.SPLITS:
        world = [found is None for row, found in pile[split] if not row["asks"]]
        shares = {
            "follow-ups read rightly": [sets.is_right(row, meant) for row, meant in read[split]],
            "stand-alone questions left alone": [meant is None for _, meant in alone[split]],
            "questions about the articles recognised": [
                sets.is_recognised(row, found) for row, found in pile[split] if row["asks"]
            ],
            "questions about the world left alone": world,
        }
        for name, right in shares.items():
            print(f"{split:10} {name:40} {sum(right):4} of {len(right):4} ({sum(right) / len(right):.1%})")
    for argument in arguments:
        if argument != "--failures":
            print_folder(Path(argument))
    if "--failures" in arguments:
        print_failures()


def print_folder(folder: Path) -> None:
    """Print how many questions of a folder are left alone."""
    asked = sets.of_strangers(folder / "queries.jsonl")
    left = sum(meant is None for _, _, meant in asked)
    listed = sum(pile_question(text) is not None for _, text, _ in asked)
    print(f"{folder.name:9} left alone {left} of {len(asked)}; taken for one about the articles: {listed}")


def print_failures() -> None:
    """Print each question of "tune" that is read wrongly."""
    for row, meant in sets.follow_ups()["tune"]:
        if not sets.is_right(row, meant):
            print(f"{row['previous']} [{row['answer']}] {row['question']} -> {meant}")
    for one, meant in sets.taken_for_follow_ups()["tune"]:
        if meant is not None:
            print(f"stands alone: {one['previous']} | {one['question']} -> {meant}")
    for asked, found in sets.pile_questions()["tune"]:
        if not sets.is_recognised(asked, found):
            print(f"{asked['question']} -> {found}")


if __name__ == "__main__":
    main(sys.argv[1:])
