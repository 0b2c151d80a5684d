"""Exports with one object for each article: JSON and JSON lines; `jsonl.read` is the door."""
