"""Obsidian: a vault of notes as Obsidian reads it. `reader` is the entrance."""
