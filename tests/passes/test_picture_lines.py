"""passes/picture_lines.py."""

import io
from pathlib import Path

import pytest
from PIL import Image

from publisher.assets.xhtml import inner
from publisher.passes import picture_lines
from tests.chapters import Blog

A, B = '<img src="a.png"/>', '<img src="b.png"/>'
PARTED = {
    f"<p>위<br/>{A}<br/>아래</p>": f"<p>위</p><p>{A}</p><p>아래</p>",
    f"<p>위\n{A}</p>": f"<p>위\n</p><p>{A}</p>",
    f"<p>{A}\n아래</p>": f"<p>{A}</p><p>\n아래</p>",
    f"<p>이렇다.\n{A}\n다음</p>": f"<p>이렇다.\n</p><p>{A}</p><p>\n다음</p>",
    f"<p>위<br/>{A}<br/>{B}<br/><b>아래</b> 글</p>": f"<p>위</p><p>{A}</p><p>{B}</p><p><b>아래</b> 글</p>",
    f'<p>위<br/><a href="b">{A}</a></p>': f'<p>위</p><p><a href="b">{A}</a></p>',
    f"<ul><li>위<br/>{A}<ol><li/></ol></li></ul>": f"<ul><li>위<p>{A}</p><ol><li/></ol></li></ul>",
    f'<p id="x"><br/>{A}<br/>글</p>': f'<p id="x"/><p>{A}</p><p>글</p>',
}  # fmt: skip
LEFT = (
    f"<p>누른다: {A} 다음에</p>", f"<p>단추\n{A}\n를 누른다</p>", f"<p>{A} 그림 뒤</p>", f"<p>{A}{B}</p>",
    f"<p>위<br/>{A} {B}<br/>아래</p>", f"<h2>{A}<br/>머리</h2>", f"<p>위<br/><em>글 {A}</em></p>",
)  # fmt: skip


@pytest.mark.parametrize("given", [*PARTED, *LEFT])
def test_lines(given: str, tmp_path: Path) -> None:
    """A picture alone on a line is parted from the lines around it; one within a sentence, or beside another,
    stays."""
    build = Blog(tmp_path).build(given)
    picture_lines.apply(build)
    assert PARTED.get(given, given) == inner(build.root)


def test_figures(tmp_path: Path) -> None:
    """Such pictures are figures, in lists too."""
    blog = Blog(tmp_path)
    out = io.BytesIO()
    Image.new("L", (3, 3)).save(out, "PNG")
    blog.put("source/a.png", out.getvalue())
    xhtml = blog.chapter("위\n![](/a.png)\n아래\n\n- 글\n  ![](/a.png)\n").xhtml
    for text in ("<p>위</p><figure>", "</figure><p>아래</p>", "<li>글<figure>"):
        assert text in xhtml.replace("\n", "")
