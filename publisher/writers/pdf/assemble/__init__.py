"""The third step: fragments become one file, with its numbers, links, outline, fonts and tags."""
