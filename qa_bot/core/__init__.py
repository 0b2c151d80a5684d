"""Shared values and errors; cleaning of text, safe file access, interrupts."""
