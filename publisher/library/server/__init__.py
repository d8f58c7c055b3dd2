"""The server of the sofa: a `Website`, and what must be reckoned when it is asked, over HTTP.

1. `request`, `ranges`, `conditions`: what a client asks for, read without trust
2. `answer`: request and website -> status, header fields, pieces of a body; pure
3. `contents`, `shelves`: a folder of books -> a `Shelf`, website and searches; `opening`, `watch`: its
   files, as they were when it was made, and the folder looked at again
4. `hosts`, `password`, `challenge`: who may ask
5. `app`: all of that as an ASGI application
6. `connection`, `run`, `start`: limits on what a client may hold, sockets, from command line to Ctrl-C

The address of a request is a key of the website's mapping, or it is nothing: no path of a file is ever made
of what a client sends. HTTP is as RFC 9110 to 9112 have it, https://www.rfc-editor.org/rfc/rfc9110
"""
