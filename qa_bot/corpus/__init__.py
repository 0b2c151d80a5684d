"""A folder -> articles; every file in it is accounted for.

`incremental.reread` and `incremental.complete` read what has changed; `folder.join` combines all files.
"""
