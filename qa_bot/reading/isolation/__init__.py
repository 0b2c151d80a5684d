"""Reading in separate processes, so that a file that crashes its reader affects no other file.

The entry point is `pool.read_files`.
"""
