"""publisher: a blog becomes a book.

The steps, in the order of `build.build`:

1. `readers`: the blog's files -> `model.Blog` (a site and its posts)
2. `volumes`, `outline`: posts -> `model.Outline`s (one a book: what is in, in which part, in which order)
3. `render`: outlines -> `model.Book`s (chapters: `dialects` and `markup` read a post by its blog's
   own grammar, `passes` make a book's text of it)
4. `writers`: the book -> EPUB and PDF, dressed by a theme of `styles/` in the fonts of `fonts`

Heavy work is done by `workers` (this machine's cores, or a `cluster`), and what it made is kept for the next
build in `store`.

Finished books go on to their readers:

- `shelf`: a folder of books -> download pages, OPDS catalogues, a feed; `shelf.server` answers HTTP from them
- `mail`: a book -> a Kindle, or anyone
- `upload`: a blog -> the folder that a store or a printer asks for, the book built on the way

`cli` and its neighbours `cli_*` parse, `guard` runs, `console` shows (`wording`, `shapes`): no logic there.
From Python: `publisher.build.build(Config(...), Report())`; what went wrong is in the `Report`.
"""

__version__ = "0.1.0"
