"""Outline -> Book: each post becomes a chapter. `pipeline` is the entrance."""
