"""The book as one WeasyPrint document: the engine counts pages and fills in their numbers itself.

Its cost grows with the square of the pages. It is the yardstick for the pages that are bound late, and
takes their place where the engine does what we do not know.
"""

from publisher.writers.job import Job
from publisher.writers.pdf import engine
from publisher.writers.pdf.compose import Composer, File, style
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.press import press
from publisher.writers.pdf.sheets import sheets


def lay_out(job: Job, paper: Paper) -> engine.Laid:
    """All sheets in one go. Pages are numbered from the cover on."""
    composer = Composer(job, paper, late=False)
    sections, files = list[str](), dict[str, File]()
    for sheet in sheets(job, composer):
        composed, asked = sheet.compose({})
        sections += composed
        files |= asked
    html = composer.head() + "".join(sections) + "</body></html>"
    on = press(style(job, paper), job.fonts, job.keep_in, int(job.book.meta.modified.timestamp()))
    identifier = job.book.meta.identifier.encode()
    return engine.lay_out(html, files, on, pdf_identifier=identifier, pdf_variant="pdf/ua-1")
