"""The EPUB's pages in a real engine: Chromium parses each, and nothing is wider than a phone."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.books import Made

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-dev-shm-usage", "--allow-file-access-from-files",
    "--window-size=1000,800", "--virtual-time-budget=60000",
)  # fmt: skip
_PHONE = 360  # pixels

# One page that shows each page of the book in a frame of a phone's width and writes down what it finds.
_LOOKER = """<!DOCTYPE html><meta charset="utf-8"><pre id="found"></pre><script>
const pages = %s, found = {};
async function look(name) {
  const frame = document.createElement("iframe");
  frame.style = "width: %dpx; height: 640px; border: 0";
  const shown = new Promise(done => { frame.onload = done; });
  frame.src = "book/" + name;
  document.body.append(frame);
  await shown;
  const inside = frame.contentDocument, root = inside.documentElement;
  const images = [...inside.images];
  found[name] = {
    error: inside.querySelector("parsererror") !== null,
    width: Math.max(root.scrollWidth, inside.body ? inside.body.scrollWidth : 0),
    pictures: images.length,
    broken: images.filter(image => !image.complete || image.naturalWidth === 0).length,
    letters: root.textContent.trim().length,
    styled: inside.styleSheets.length,
  };
  frame.remove();
}
(async () => {
  for (const name of pages) await look(name);
  document.getElementById("found").textContent = JSON.stringify(found);
})();
</script>"""


@pytest.fixture(scope="module")
def seen(sample: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """What Chromium sees of each page of the sample book."""
    if not _CHROMIUM:
        pytest.skip("there is no Chromium here")
    folder = tmp_path_factory.mktemp("browser")
    for name, data in sample.epub.files.items():
        path = folder / name.replace("EPUB/", "book/", 1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    pages = [name.removeprefix("EPUB/") for name in sample.epub.spine]
    looker = folder / "looker.html"
    looker.write_text(_LOOKER % (json.dumps(pages), _PHONE), "utf-8")
    return _looked(looker, folder / "profile")


def _looked(page: Path, profile: Path) -> dict[str, dict[str, int]]:
    order = [str(_CHROMIUM), *_FLAGS, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()]
    done = subprocess.run(order, capture_output=True, timeout=120, check=True)
    (found,) = re.findall(r'<pre id="found">(.*?)</pre>', done.stdout.decode(), re.S)
    assert found, done.stderr.decode()
    looked: dict[str, dict[str, int]] = json.loads(html.unescape(found))
    return looked


def test_every_page_is_shown(sample: Made, seen: dict[str, dict[str, int]]) -> None:
    """Each page of the spine parses, has its style sheet, and shows something."""
    assert [name.removeprefix("EPUB/") for name in sample.epub.spine] == list(seen)
    for name, page in seen.items():
        assert not page["error"], name
        assert page["styled"] == 1, name
        assert page["letters"] or page["pictures"], name


def test_every_picture_is_shown(seen: dict[str, dict[str, int]]) -> None:
    """No picture is broken."""
    assert sum(page["pictures"] for page in seen.values()) > 5
    assert {} == {name: page["broken"] for name, page in seen.items() if page["broken"]}


def test_nothing_is_wider_than_a_phone(seen: dict[str, dict[str, int]]) -> None:
    """No page must be moved sideways on a screen of 360 pixels: code and tables scroll or wrap in place."""
    assert {} == {name: page["width"] for name, page in seen.items() if page["width"] > _PHONE}
