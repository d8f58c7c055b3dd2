"""What a blogger should look at before a blog becomes a book that is sold: `publisher check --privacy`.

- `personal`: addresses and numbers of people, in the posts that are in the book.
- `rights`: what of other sites is in it, by host, and who allowed that.
- `review`: both, and the posts that the blog keeps from readers, as one value.
"""
