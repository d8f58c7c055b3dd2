"""Pictures from the web, where they are asked for: the only code that fetches anything for a book.

1. `internet`: what may be reached, and how long it may take; tests give another.
2. `connection`: a connection to the very address that was checked.
3. `download`: one picture, redirects and all.
4. `pictures`: all of them, a few at a time.
5. `lock`: what was fetched stays in the blog, so that the book is the same when the host is gone.
"""
