"""One module a language, each with one frozen value: words and patterns, and no code that judges by them."""
