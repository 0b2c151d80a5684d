"""Headings, paragraphs and line breaks, whatever format they come from."""
