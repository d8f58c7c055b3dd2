"""publisher: a blog becomes a book.

The steps, in the order of `build.build`:

1. `readers`: the blog's files -> `model.Blog` (a site and its posts)
2. `book`: posts -> `model.Outline`s (one a book: what is in, in which part, in which order)
3. `render`: outlines -> `model.Book`s (chapters: `shortcodes` and `markdown` read a post by its blog's own
   grammar, `passes` make a book's text of it)
4. `writers`: the book -> EPUB and PDF, dressed by a theme of `styles/` in fonts that `assets` finds

Heavy work is done by `runtime` (this machine's cores, or a Dask cluster), and what it made is kept for the
next build in `storage`.

Finished books go on to their readers:

- `library`: a folder of books -> download pages, OPDS catalogues, a feed; `library.server` answers
  HTTP from them
- `mail`: a book -> a Kindle, or anyone
- `upload`: a blog -> the folder that a store or a printer asks for, the book built on the way

`cli` parses, runs and shows: no logic there. docs/architecture.md is the map of all this.
From Python: `publisher.build.build(Config(...), Report())`; what went wrong is in the `Report`.
"""

import sys

__version__ = "0.1.0"

if sys.version_info < (3, 11):  # noqa: UP036 - said before it stumbles over a newer Python's syntax
    said = (
        "error: publisher needs Python 3.11 or later, and this is {0}.{1}\n"
        "  hint: pipx install --python python3.12 ...; uv brings one along: uv python install 3.12\n"
        "오류: publisher에는 파이썬 3.11 이상이 필요합니다. 이것은 {0}.{1}입니다\n"
        "  해결: pipx install --python python3.12 ...; 없으면 uv python install 3.12\n"
    )
    sys.stderr.write(said.format(*sys.version_info))
    sys.exit(10)
