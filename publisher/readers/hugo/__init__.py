"""Hugo: a blog's folder as Hugo reads it. `reader` is the entrance."""
