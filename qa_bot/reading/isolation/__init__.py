"""Files are read in processes of their own: what a file does to its reader, it does to no other file."""
