"""The book live in the browser, while it is written: `publisher preview`, and what watches files.

1. `watching`: files that change; `run`: the threads; `desk`: what they share
2. `drafts`, `making`, `snapshot`: a blog -> snapshots, by the build's steps; what is under the cursor first
3. `window`: a unit of a snapshot -> a small file -> pictures of its pages
4. `guard`, `app`, `model`, `words`, page/: who may ask, what is asked, what the page in the browser is told

No page is set here: chapters, units, fragments and numbers are those of the build, from the same cache. An
snapshot is frozen; the thread that answers sees a whole one, whatever the next is at.
"""
