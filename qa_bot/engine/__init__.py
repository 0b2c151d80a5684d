"""The engine: an index folder with its model, opened, asked, updated and repaired.

`opening.open_engine` opens one; `library.Library` is the Python API on top of it.
"""
