"""Flaws of Korean text in posts, by the file and line where they stand; what is safe to mend is mended."""
