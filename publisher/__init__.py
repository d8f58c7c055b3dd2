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

__version__ = "0.1.0"
