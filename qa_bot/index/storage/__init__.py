"""The files of an index folder: versions, embeddings, the journal of a build, and the locks of readers."""
