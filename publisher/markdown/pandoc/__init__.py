"""Markdown as Pandoc reads it. `document` is the entrance."""
