"""Files whose code a post shows by {% include_code %}. See https://hexo.io/docs/tag-plugins#Include-Code."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from publisher.model import Post
from publisher.readers.files import small_text
from publisher.readers.site_file import text

_TAG = re.compile(r"\{%-?\s{0,9}include_code\s([^%{}]{1,500})%\}")
_LARGEST = 1.0  # MB


def with_code(post: Post, source: Path, folder: Path, config: Mapping[str, Any]) -> Post:
    """Return the post with the text of each file that it names, as far as it lies in the site's folder of
    code: no name leads out of that."""
    names = dict.fromkeys(words[-1] for found in _TAG.findall(post.markdown) if (words := found.split()))
    if not names:
        return post
    place = source / text(config, "code_dir", "downloads/code").strip("/")
    inside = [name for name in names if ".." not in PurePosixPath(name).parts and not name.startswith("/")]
    codes = ((f"code:{name}", small_text(place / name, folder, _LARGEST)) for name in inside)
    return replace(post, extra=(*post.extra, *(code for code in codes if code[1])))
