"""A finished book by mail: to a Kindle, or to anyone.

1. `account`: mail.toml and the environment -> `Account`, whose password no message shows
2. `fit`: a file and where it goes -> diagnostics (too large, a wrong format, formulas)
3. `letter`: a file -> a MIME message
4. `delivery`: a message -> the mail server; the only module of ours that opens a connection
5. `send` does all of it
"""
