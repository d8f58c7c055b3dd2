"""Tags of Hexo: {% tag %}. `tags` is the entrance."""
