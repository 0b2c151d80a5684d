"""Conversations that are kept: storing them, and checking exported ones against the articles."""
