"""Counts what makes a page look set by a printer, from any PDF: see `__main__.py` for how to run it.

What a file says of words, boxes and baselines is all that is known (`lines.py`); who made it is not asked.
`book.py` finds the book's own measures, `paragraphs.py` and `eojeol.py` what belongs together, and `rows.py`
counts.
"""
