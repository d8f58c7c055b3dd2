"""What we say, in the language of who reads it: Korean or English.

`--lang` chooses, then PUBLISHER_LANG, then the system as gettext asks it: LANGUAGE, LC_ALL, LC_MESSAGES,
LANG. The catalogue, publisher/locale/ko/LC_MESSAGES/messages.po, has our sentences and those of click.
`{name:을/를}` in it is a name with the particle that its last sound asks for. See
https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
"""

import gettext
import inspect
import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from publisher.particles import filled
from publisher.phrase import Phrase

LANGUAGES = ("ko", "en")
_DOMAIN = "messages"  # click's is this one
_FOLDER = Path(__file__).parents[1] / "locale"
_ASKED = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def choose(arguments: Sequence[str]) -> None:
    """Set the language of all that is said from here on. It comes before the command line is loaded, which
    says its help in it.

    No letter costs a command its life: what the encoding of a terminal or pipe lacks is shown as its number.
    """
    gettext.bindtextdomain(_DOMAIN, _FOLDER)
    if named := _named(arguments) or os.environ.get("PUBLISHER_LANG"):
        os.environ["LANGUAGE"] = named if named in LANGUAGES else ""
    elif not any(map(os.environ.get, _ASKED)):
        os.environ["LANGUAGE"] = "ko" if (locale.getlocale()[0] or "").lower().startswith("ko") else "en"
    for stream in (sys.stdout, sys.stderr):
        if stream:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _named(arguments: Sequence[str]) -> str:
    """What stands behind --lang; click itself says what is wrong with it."""
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            return value if equals else "".join(arguments[at + 1 : at + 2])
    return ""


def spoken(text: str) -> str:
    """Return a sentence in the language that was chosen; one that is not of our making, as it stands."""
    if not isinstance(text, Phrase):
        return text
    template = gettext.dgettext(_DOMAIN, text.template) if text.template else ""
    return _filled(template, text) if text.values else template


def speak(command: click.Command) -> None:
    """Let a command say its help in that language, and know `--lang`."""
    command.help = spoken(Phrase(inspect.cleandoc(command.help or "")))
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = spoken(Phrase(parameter.help or ""))
    command.params.append(_lang())


def _lang() -> click.Option:
    """The option; choose() has looked at it already."""
    shown = say("Language of messages and help; else the system's.")
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=shown)


def is_korean() -> bool:
    """Tell whether it is Korean that is spoken: whether there is a catalogue of the chosen language."""
    return gettext.find(_DOMAIN, _FOLDER) is not None


def say(template: str, /, **values: object) -> str:
    """Return what is said to the reader at once."""
    return spoken(Phrase(template, **values))


def say_many(one: str, many: str, /, count: int, **values: object) -> str:
    """Return what is said of one thing, or of many: `{count}`."""
    phrase = Phrase(one if count == 1 else many, count=count, **values)
    return _filled(gettext.dngettext(_DOMAIN, one, many, count), phrase)


def _filled(template: str, phrase: Phrase) -> str:
    values = {
        name: spoken(value) if isinstance(value, str) else value for name, value in phrase.values.items()
    }
    return filled(template, **values)
