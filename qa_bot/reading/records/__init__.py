"""Exports with one object for each article, in JSON or JSON lines: `jsonl.read`."""
