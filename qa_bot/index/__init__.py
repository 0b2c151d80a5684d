"""Articles -> one version on disk, opened as one value; never written in place."""
