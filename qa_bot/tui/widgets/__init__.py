"""The parts of the screen; each posts messages and never calls its parent."""
