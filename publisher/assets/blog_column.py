"""How wide a blog shows what stands in its text: a book gives a picture the same part of a line."""

COLUMN = 720  # px: of the text, about
ICON = 120  # px: up to here a picture is as small on any page
