"""Markdown as Hexo's renderers read it. `marked` is the usual one."""
