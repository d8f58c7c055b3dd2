"""Jekyll: a blog's folder as Jekyll reads it. `reader` is the entrance."""
