"""Word documents. The entry point is `document.read`."""
