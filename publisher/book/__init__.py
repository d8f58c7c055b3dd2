"""The book before it is made: which posts, in which order, in which volumes, on which paper. Pure."""
