"""Obsidian: what its notes hold beside Markdown. `notes` is the entrance."""
