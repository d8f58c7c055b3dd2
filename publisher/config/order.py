"""[order] of book.toml: how the posts become volumes, parts and chapters."""

import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from publisher.config.table import Names, Table

By = Literal["category", "year", "month", "tag", "series", "flat"]
PostOrder = Literal["date", "date-desc", "title"]
SPLIT = r"none|year|category|pages:[1-9]\d{0,4}"

BY_CHOICES: tuple[str, ...] = get_args(By)
POST_ORDER_CHOICES: tuple[str, ...] = get_args(PostOrder)


def _split(value: str) -> str:
    if re.fullmatch(SPLIT, value):
        return value
    raise PydanticCustomError("split", "none, year, category or pages:300")


Split = Annotated[str, AfterValidator(_split)]


class OrderTable(Table):
    """How the posts become volumes, parts and chapters."""

    split: Split = "none"
    """Several books: one a `year`, one a `category`, or `pages:300` for about 300 pages each."""
    box_set: Literal["none", "epub", "pdf", "both"] = "none"
    """합본: beside several books, all of them in one, as `epub`, `pdf` or `both`."""
    by: By = "category"
    """What makes a part: `category`, `year`, `month`, `tag`, `series`, or `flat` for none."""
    parts: Literal["date", "name"] | Names = "date"
    """Parts by their first post's `date`, by `name` (가나다, ABC, 123), or a list of names."""
    posts: PostOrder | Names = "date"
    """Posts by `date`, `date-desc`, `title`, or a list of paths or file names without ending."""
    prefer: Literal["first", "deepest"] | Names = "first"
    """The category of a post that has several: the `first`, the `deepest`, or a list of names."""
    contents: bool = True
    """A contents page (차례); a leaflet of one post has none."""
