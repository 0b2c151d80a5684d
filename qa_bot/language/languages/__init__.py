"""One module per language, each with one frozen value: words and patterns, and no code that applies them."""
