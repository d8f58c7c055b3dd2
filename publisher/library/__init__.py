"""The shelf: finished books on their way to the reader's device.

1. `books` (`epub`, `pdf`, `covers`, `first_page`, read `apart`): files -> `ShelfBook`s, formats together
2. `catalog`: books -> `Catalog`, with the groups they fall into; `feeds`: its feeds by pages, and a search
3. `opds1`, `opds2`, `editions`, `page`: a feed or a book -> Atom, JSON, HTML; `links`: where each of them is
4. `website`: all of that by address: what a static host serves and what our own server serves is the same
5. `static` writes a website into a folder; `server` answers HTTP from it, with `plain` (for the browsers of
   e-readers), `reading` (a book in the browser, by foliate-js), `opensearch` and `terminal` (a QR code)
"""
