"""The widgets of the app; each posts messages and never calls its parent."""
