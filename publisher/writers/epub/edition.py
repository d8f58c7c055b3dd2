"""When an edition was made, told without a clock: by what it holds.

Reading apps and catalogues take a book whose `dcterms:modified` they know for the one that they have. So it
must be another one when a word is, and the same for the same input. It is the time of the newest post and a
part of a day more, which a digest of the contents decides: a post, or `updated:`, of a day later makes it
later for sure; an edit between makes it another one, later or earlier. (To be always later it would have to
know the last edition, and then the same input would not make the same book.) SOURCE_DATE_EPOCH goes before.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from publisher.writers.epub.archive import Packed
from publisher.writers.job import Job

_DAY = 24 * 60 * 60


def moment(contents: Mapping[str, Packed | bytes | Path], job: Job) -> datetime:
    """Of an EPUB with these files; one that is read only when it is packed has its own digest for a name."""
    digest = hashlib.sha256(repr(replace(job.book.meta, cover="")).encode())  # no folder of this machine
    for name, content in sorted(contents.items()):
        digest.update(name.encode())
        if not isinstance(content, Path):
            digest.update(content.data if isinstance(content, Packed) else content)
    seconds = 1 + int.from_bytes(digest.digest()[:8], "big") % (_DAY - 1)
    made = job.book.meta.modified + timedelta(seconds=seconds)
    return made if job.epoch is None else min(made, datetime.fromtimestamp(job.epoch, UTC))
