"""Exports with one article an object: JSON and JSON lines."""
