"""The user's config file: reading it, changing it, and the library that a command works on.

Reading imports tomllib alone and happens at every start; what writes is imported when something is written.
"""
