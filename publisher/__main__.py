"""python -m publisher, and the `publisher` command: quick to begin, and quick to be gone."""

import gc
import os
import sys
from typing import NoReturn

from publisher.runtime.leaving import leave, leave_when_asked, run_exit_functions

_BROKEN = """error: {name} does not load: {why}
  hint: install publisher again, with all that it needs: pip install .
오류: 열리지 않음: {name} ({why})
  해결: publisher를 필요한 것과 함께 다시 설치하세요: pip install .
"""


def main() -> None:
    """Load the command line, and run it. Ctrl-C is quiet also while the program is loaded."""
    leave_when_asked()
    gc.disable()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # it would ask every package that is installed for one
    try:
        from publisher.cli.speech import choose

        choose(sys.argv[1:])
        from publisher.cli.main import main as run  # a quarter of a second of imports, none of it garbage
    except ImportError as error:  # of a package, or of a library that it needs: nothing can be translated
        sys.stderr.write(_BROKEN.format(name=error.name or "Python", why=error))
        leave(10)

    gc.freeze()
    gc.enable()
    try:
        run(prog_name="publisher")
    except SystemExit as done:
        _leave(done)


def _leave(done: SystemExit) -> NoReturn:
    """End as a program does, but for taking apart all that it holds: see runtime/leaving.py."""
    if not isinstance(done.code, int | None):
        raise done
    run_exit_functions()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except OSError:  # Python has something to say of it, where we have not
        if not done.code:
            raise done from None
    leave(done.code or 0)


if __name__ == "__main__":
    main()
