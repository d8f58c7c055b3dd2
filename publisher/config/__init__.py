"""Settings: what a book can be told, and where it is told. `schema` is book.toml, `load` finds its values."""
