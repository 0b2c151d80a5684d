"""Question sets and runs -> measures, and whether two runs differ."""
