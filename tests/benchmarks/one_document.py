"""The PDF of a blog as one document, for pdf.py: `python one_document.py BLOG [FOLDER]`.

Laid out by WeasyPrint; with FOLDER, written there as print.html with all that it names, for a browser.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from publisher import build
from publisher.config.load import Config, load
from publisher.errors import Report
from publisher.writers.job import Begun, Job

_ADDRESS = re.compile(r"\b(asset|drawing|font):([^\s\"')]+)")


def _laid_out(job: Job) -> int:
    from publisher.book import paper
    from publisher.writers.pdf.layout import whole

    laid = whole.lay_out(job, paper.paper_of(job.settings.pdf.trim)).laid
    job.file.write_bytes(laid.pdf)
    return len(laid.document.pages)


def _as_html(job: Job, folder: Path) -> int:
    """The very HTML, style sheet, fonts and pictures that WeasyPrint is given."""
    from publisher.book import paper
    from publisher.writers.pdf.compose import html as compose
    from publisher.writers.pdf.compose import units
    from publisher.writers.pdf.layout import context, whole

    size = paper.paper_of(job.settings.pdf.trim)
    setting = compose.ComposeSetting.of(job, size, late=False)
    composer = compose.Composer(setting)
    html, files = whole.page(whole.composed(units.units(job, composer), composer), composer)
    on = context.context(setting.css(), job.fonts, job.keep_in, 0)
    for address, file in (files | dict(on.files)).items():
        target = folder / _ADDRESS.sub(r"\1-\2", address)
        if isinstance(file, bytes):
            target.write_bytes(file)
        else:
            shutil.copyfile(file, target)
    html = html.replace("</head>", f"<style>{on.css}</style></head>")
    (folder / "print.html").write_text(_ADDRESS.sub(r"\1-\2", html), "utf-8")
    job.file.touch()
    return 0


if __name__ == "__main__":
    blog = Path(sys.argv[1])
    write: Callable[[Job], int] = partial(_as_html, folder=Path(sys.argv[2])) if sys.argv[2:] else _laid_out
    with tempfile.TemporaryDirectory() as out:
        config = Config(blog, Path(out), ("pdf",), load(blog / "book.toml", "book.toml", {}), 1, False, None)
        build.WRITERS = {"pdf": lambda job: Begun(partial(write, job))}
        made = build.build(config, Report())
        print(made.files[0].pages, "pages")
