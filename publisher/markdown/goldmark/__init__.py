"""Markdown as Hugo's parser, goldmark, reads it. `document` is the entrance."""
