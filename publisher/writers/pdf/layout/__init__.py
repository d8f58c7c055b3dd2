"""The second step: WeasyPrint lays each unit out by itself, in workers; what it drew becomes a fragment."""
