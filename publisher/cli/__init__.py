"""The command line: parse, call, show, exit. No logic; `main` is the entrance."""
