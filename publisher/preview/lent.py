"""What the command line lends to the preview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publisher.book.plan.rearrange import Change
from publisher.config.load import Config
from publisher.model import Blog
from publisher.preview.drafts import Overlay
from publisher.preview.making import Sift
from publisher.preview.model import Speak


@dataclass(frozen=True, slots=True)
class Lent:
    """How settings are read and written, how it speaks, what opens a post."""

    load: Callable[[Overlay], Config]  # again for each snapshot; raises ConfigError
    save: Callable[[Overlay], str]  # writes them, returns the file's name; raises PublisherError
    plan: Callable[[Config, Blog], object]  # writes the plan as the order is; raises PublisherError
    rearrange: Callable[[Config, Blog, Change], None]  # changes it; raises PublisherError, LookupError
    sift: Sift  # leaves unsaid what is not wanted
    speak: Speak
    language: str
    failed: Callable[[str], None]  # is told in a line of what could not be answered
    editor: Sequence[str] = ()  # see editor.py
