"""`publisher watch` makes the files again."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.books import Epub, command, post, small_blog

pytestmark = pytest.mark.wide
_PATIENCE = 60.0  # seconds


def test_files_are_made_again(tmp_path: Path) -> None:
    """Whenever a post is saved; a mistake in the settings is said, and costs neither the files nor the next
    try; Ctrl-C is the usual end."""
    blog = small_blog(tmp_path / "blog", {"a.md": post("하나"), "b.md": post("둘", "![](none.png)")})
    words = command("watch", blog, "-o", tmp_path / "out", "--format", "epub")
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    file = tmp_path / "out/작은-블로그.epub"

    def has(text: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not (file.exists() and text.encode() in b"".join(Epub(file).files.values())):
            assert time.monotonic() < end
            time.sleep(0.05)

    has("안녕하세요")
    (blog / "source/_posts/a.md").write_text(post("하나", "저장한 글."), "utf-8")
    has("저장한 글.")
    (blog / "book.toml").write_text("[book]\ntitel = 1\n", "utf-8")
    time.sleep(1)
    (blog / "book.toml").write_text('[book]\nsubtitle = "부제"\n', "utf-8")
    has("부제")
    time.sleep(2)  # it has done all that is to be done, and waits
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    assert 0 == process.returncode
    assert {str(file)} == {line.partition("  (")[0] for line in out.decode().splitlines()}
    assert "book.titel" in said.decode()
    assert 1 == said.decode().count("none.png")  # what has been said is not said at every save
    assert 1 == said.decode().count("it is made again when a file changes; Ctrl-C ends it")
    assert "Traceback" not in said.decode()
