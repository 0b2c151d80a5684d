"""The command line, which composes the program."""
