"""Word documents; `document.read` is the door."""
