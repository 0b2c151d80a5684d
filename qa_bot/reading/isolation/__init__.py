"""Reading in separate processes, so that a file that crashes its reader costs no other file.

`pool.read_files` is the door.
"""
