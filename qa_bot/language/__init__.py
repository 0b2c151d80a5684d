"""What is particular to a language, and how a text becomes terms, sentences and kinds of questions."""
