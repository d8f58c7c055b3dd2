"""The server of the sofa: a `Website`, and what must be reckoned when it is asked, over HTTP.

1. `app`: what every request goes through, on Starlette; `hosts`, `password`, `challenge`: who may ask
2. `site`, `respond`: an address -> a resource -> an answer; `conditions`, `disposition`, `ranges`: what
   Starlette does not say or read as RFC 9110 has it; `held`: a file that is held open, sent
3. `contents`, `shelves`: a folder of books -> a `Shelf`, website and searches; `opening`, `watch`: its
   files, as they were when it was made, and the folder looked at again
4. `connection`, `run`, `start`: limits on what a client may hold, sockets, from command line to Ctrl-C

The address of a request is a key of the website's mapping, or it is nothing: no path of a file is ever made
of what a client sends. HTTP is as RFC 9110 to 9112 have it, https://www.rfc-editor.org/rfc/rfc9110
"""
