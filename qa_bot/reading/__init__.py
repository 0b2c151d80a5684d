"""A file -> its articles.

`read.read_file` is the door. `file_types` has one row for each kind of file, and each kind has a module that
keeps the contract in `reader`. Kinds do not import each other. A reader, and the library behind it, is
imported when the first file of its kind is read.
"""
