"""book.plan.toml: an order that a person has chosen, and keeps while the blog grows. Pure."""
