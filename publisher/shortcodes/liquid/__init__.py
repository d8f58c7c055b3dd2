"""Liquid, which Jekyll runs over its posts. `document` is the entrance."""
