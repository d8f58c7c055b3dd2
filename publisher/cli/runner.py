"""One command's run: its voice, its report, and the exit code that says how it went."""

import sys
from collections.abc import Callable

from publisher.cli.console import Console
from publisher.cli.json_console import JsonConsole
from publisher.errors import ConfigError, PublisherError, Report
from publisher.runtime.worker import patient


def guarded(
    work: Callable[[Report, Console], None],
    *,
    verbosity: int = 0,
    as_json: bool = False,
    strict: bool = False,
) -> None:
    """Do the work and leave the process. `verbosity`: -1 quiet, 0 usual, 1 notes too."""
    console = JsonConsole(verbosity) if as_json else Console(verbosity)
    report = Report()
    patient()
    try:
        work(report, console)
    except PublisherError as error:
        faults = error.faults if isinstance(error, ConfigError) else ()
        console.failure(error, (*report.diagnostics, *faults))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        console.stopped()
        sys.exit(130)
    sys.exit(report.exit_code(strict=strict))
