"""Hexo: a blog's folder as Hexo reads it. `reader` is the entrance."""
