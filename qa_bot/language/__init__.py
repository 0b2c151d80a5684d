"""Language-specific data, and how a text becomes terms, sentences and kinds of questions."""
