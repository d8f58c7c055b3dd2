"""Writers: a Book -> a file. One package a format; see registry.py."""
