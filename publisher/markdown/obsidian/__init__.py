"""The Markdown of Obsidian's notes: `document` is the grammar, `wiki` what a link in brackets says."""
