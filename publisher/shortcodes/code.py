"""Where code stands in Markdown: engines leave it alone."""

CODE = (
    # A fence, in lists and quotes too; `(?=…$)`: back-quotes that close on their line are a span.
    r"^[ \t]*+(?>(?:>[ \t]*+|(?:[-*+]|\d{1,9}[.)])[ \t]++)*)(?P<fence>`{3,}+(?=[^`\n]*$)|~{3,}+)[^\n]*\n"
    r".*?(?:^[ \t>]*+(?P=fence)[`~]*+[ \t]*+$|\Z)"
    r"|(?<!`)(?P<ticks>`++)[^\n]*?(?<!`)(?P=ticks)(?!`)"
    r"|<code\b[^<>]*+>(?>(?:(?!</?code\b).)*)</code>"
)  # with re.M and re.S
