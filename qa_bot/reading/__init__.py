"""A file -> its articles.

The entry point is `read.read_file`. `file_types` has one row for each kind of file, and each kind has a
module that follows the contract in `reader`. Kinds do not import each other. A reader and its library are
imported when the first file of that kind is read.
"""
