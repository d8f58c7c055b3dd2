"""The shelf: finished books on their way to the reader's device.

1. `books`: a folder of EPUBs and PDFs -> `ShelfBook`s, the formats of one book together
2. `catalog`: books -> the feeds of a catalogue (all, new, by author, tag, year; pages of them), one model
3. `opds1`, `opds2`, `editions`, `page`: a feed or a book -> Atom, JSON, HTML
4. `website`: all of that by address: what a static host serves and what our own server serves is the same
5. `static` writes a website into a folder; `serve` answers HTTP from it; `send` mails a book; `package` makes
   an upload folder for a store
"""
