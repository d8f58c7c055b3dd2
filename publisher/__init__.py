"""publisher: a blog becomes a book.

The steps, in the order of `build.build`:

1. `readers`: the blog's files -> `model.Blog` (a site and its posts)
2. `outline.arrange`: posts -> `model.Outline` (what is in, in which part, in which order)
3. `render.render`: entries -> `model.Book` (chapters: Markdown by the blog's own grammar, then `passes`)
4. `writers`: the book -> EPUB and PDF, dressed by a theme of `styles/` in the fonts of `fonts`

Finished books go on to their readers by `shelf`: download pages, catalogues, a server, mail.

From Python: `publisher.build.build(Config(...), Report())`; what went wrong is in the `Report`.
"""

__version__ = "0.1.0"
