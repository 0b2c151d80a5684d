"""Words that differ in one or two letters."""

from __future__ import annotations

import string

__all__ = ["is_close", "one_letter_away"]


def one_letter_away(word: str) -> frozenset[str]:
    """Return the words that one letter inserted, deleted, replaced or swapped with the next makes."""
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    letters = dict.fromkeys(string.ascii_lowercase + word)
    return frozenset(
        [head + tail[1:] for head, tail in parts if len(word) > 1]
        + [head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1]
        + [head + letter + tail[1:] for head, tail in parts if tail for letter in letters]
        + [head + letter + tail for head, tail in parts for letter in letters]
    ) - {word}


def is_close(one: str, other: str) -> bool:
    """Check whether two words differ in two letters at most (optimal string alignment distance).

    Boytsov, 2011, "Indexing Methods for Approximate Dictionary Searching", section 2.2.
    """
    if abs(len(one) - len(other)) > 2 or len(set(one) ^ set(other)) > 4:  # noqa: PLR2004  two letters
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, start=1):
        next_row = [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(row[j] + 1, next_row[-1] + 1, row[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and one[i - 2] == theirs and mine == other[j - 2]:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        before, row = row, next_row
    return row[-1] <= 2  # noqa: PLR2004  two letters
