"""A question -> ranked hits."""
