"""Values -> the words that the shell and the app show.

Whatever both of them say is worded here once. Text from articles and file names is cleaned on the way.
"""
