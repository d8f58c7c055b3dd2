"""One command's run: its voice, its report, and the exit code that says how it went."""

import sys
from collections.abc import Callable
from contextlib import suppress

from publisher.cli.console import Console
from publisher.cli.cures import cured
from publisher.cli.json_console import JsonConsole
from publisher.errors import ConfigError, PublisherError, Report, WriteError
from publisher.runtime.garbage import patient
from publisher.runtime.leaving import Stopped, stopped_when_asked
from publisher.runtime.machine import loading_fails_in_words, memory_short_is_said


def guarded(
    work: Callable[[Report, Console], None],
    *,
    verbosity: int = 0,
    as_json: bool = False,
    strict: bool = False,
    voice: Callable[[int], Console] | None = None,
) -> None:
    """Do the work and leave the process. `verbosity`: -1 quiet, 0 usual, 1 notes too. `voice`: who speaks,
    where it is another one."""
    console = (voice or (JsonConsole if as_json else Console))(verbosity)
    report = Report()
    patient()
    try:
        with stopped_when_asked(), memory_short_is_said(), loading_fails_in_words():
            work(report, console)
    except PublisherError as error:
        error.hint = cured(error)
        faults = error.faults if isinstance(error, ConfigError) else ()
        try:
            console.failure(error, (*report.diagnostics, *faults))
        except WriteError:  # of --json: what is to say it is full
            Console(verbosity).failure(error, (*report.diagnostics, *faults))
        sys.exit(error.exit_code)
    except KeyboardInterrupt as stopped:
        with suppress(OSError):  # the terminal may be gone
            console.stopped()
        sys.exit(stopped.exit_code if isinstance(stopped, Stopped) else 130)
    sys.exit(report.exit_code(strict=strict))
