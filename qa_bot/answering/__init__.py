"""Hits -> an answer: what is shown, the sentence that answers, the verdict, and what is missing."""
