"""Shared values and errors, and the safety of text, files and processes."""
