"""Passes: each changes a chapter's tree for one reason. order.py lists them in their order."""
