"""The first step: layout units as HTML, from the theme's templates."""
