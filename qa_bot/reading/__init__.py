"""A file -> its articles: one package a format, and the rules that tell an article from what is around it.

`read` is the door; formats do not know each other. A reader, and the library behind it, is imported when the
first file of its kind is read.
"""
