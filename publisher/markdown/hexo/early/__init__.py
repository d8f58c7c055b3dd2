"""Markdown as Hexo showed it from 2013 to 2018, by marked 0.3 and kramed. `document` is the entrance."""
