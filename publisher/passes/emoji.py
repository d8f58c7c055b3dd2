"""Emoji by name, where a plug-in of the blog puts them into the finished page: jemoji, Hexo's filter.

Hugo's parser reads them itself, in the text. See https://github.com/jekyll/jemoji and
https://github.com/crimx/hexo-filter-github-emojis
"""

from publisher.markdown.emoji_names import with_signs
from publisher.passes.chapter_build import ChapterBuild

_LITERAL = frozenset(("code", "pre", "kbd", "samp"))


def apply(build: ChapterBuild) -> None:
    dialect = build.entry.post.dialect
    if not dialect.emoji or dialect.grammar == "hugo":
        return
    literal = {element for outer in build.root.iter(*_LITERAL) for element in outer.iter()}
    for element in build.root.iter():
        if element.text and element not in literal:
            element.text = with_signs(element.text)
        outer = element.getparent()
        if element.tail and outer not in literal:
            element.tail = with_signs(element.tail)
