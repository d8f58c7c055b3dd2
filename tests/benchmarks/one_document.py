"""The PDF of a blog as one WeasyPrint document: `python one_document.py BLOG`. For pdf.py."""

import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from publisher import build, writers
from publisher.config import Config, load
from publisher.errors import Report
from publisher.writers.job import Job


def _whole(job: Job) -> int:
    from publisher.writers.pdf import paper, whole

    laid = whole.lay_out(job, paper.paper_of(job.settings.pdf.trim))
    job.file.write_bytes(laid.pdf)
    return len(laid.document.pages)


if __name__ == "__main__":
    blog = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as out:
        config = Config(blog, Path(out), ("pdf",), load(blog / "book.toml", "book.toml", {}), 1, False, None)
        writers.WRITERS = {"pdf": lambda job: partial(_whole, job)}
        build.WRITERS = writers.WRITERS
        made = build.build(config, Report())
        print(made.files[0].pages, "pages")
