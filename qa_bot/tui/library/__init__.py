"""The library: a screen that lists all articles and files, with its dialogs and its worker."""
