"""Values -> the words that the shell and the app show. Imports nothing of qa_bot but `core`."""
