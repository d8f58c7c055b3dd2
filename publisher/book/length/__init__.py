"""How long posts, chapters and books are, about: known before anything is laid out, the same every time."""
