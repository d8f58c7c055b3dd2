"""All that the page in the browser says by itself."""

from collections.abc import Mapping

from publisher.phrase import Phrase, _

WORDS: Mapping[str, Phrase] = {
    "preview": _("Preview"),
    "pages": _("Pages"),
    "screen": _("E-reader"),
    "contents": _("Contents"),
    "thumbnails": _("Thumbnails"),
    "messages": _("Messages"),
    "no_messages": _("Nothing to mend."),
    "settings": _("Settings"),
    "spreads": _("Two pages"),
    "single": _("One page"),
    "before": _("Page before"),
    "after": _("Next page"),
    "zoom": _("Size"),
    "smaller": _("Smaller"),
    "larger": _("Larger"),
    "fit": _("Fit"),
    "page_of": _("Page"),
    "go_to": _("Go to page"),
    "blank": _("blank page"),
    "open_source": _("open its source"),
    "working": _("making …"),
    "ready": _("up to date"),
    "lost": _("The preview has ended: start publisher preview again."),
    "waiting": _("to be laid out"),
    "as_theme": _("as the theme has it"),
    "write": _("Write to book.toml"),
    "forget": _("As it was"),
    "written": _("written"),
    "tried": _("Settings are tried out here, and stay as they are in the file until they are written."),
    "pages_count": _("pages"),
    "volume": _("Volume"),
    "spine": _("spine"),
    "changed": _("Changed"),
    "skip": _("Skip to the pages"),
    "close": _("Close"),
    "loading": _("The first pages are being made …"),
}
