"""passes/diagrams.py and assets/diagrams.py: with the real programs, where this machine has them."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.assets import diagrams
from publisher.assets.diagrams import DiagramError, Tool
from publisher.model import Chapter
from publisher.passes.chapter_build import RenderContext
from publisher.render.chapters import made
from tests.chapters import Blog, entry, said, tree

TOOLS = {tool.kind: tool for tool in diagrams.tools()}
TEXTS = {
    "dot": "digraph { 봄 -> 여름 }",
    "plantuml": "철수 -> 영희 : 안녕",
    "mermaid": "graph TD\n  봄 --> 여름",
}


def _shop(folder: Path, *tools: Tool) -> RenderContext:
    return replace(Blog(folder).context, tools=tools)


def _chapter(folder: Path, markdown: str, *tools: Tool) -> Chapter:
    return made(entry(markdown), _shop(folder, *tools))[0]


@pytest.fixture(params=sorted(TEXTS))
def tool(request: pytest.FixtureRequest) -> Tool:
    if request.param not in TOOLS:
        pytest.skip(f"no {request.param} on this machine")
    return TOOLS[request.param]


def test_drawn(tool: Tool, tmp_path: Path) -> None:
    """A fence becomes a figure with the diagram's own words in it, and its text as alternative."""
    chapter = _chapter(tmp_path, f"```{tool.kind}\n{TEXTS[tool.kind]}\n```\n", tool)
    (image,) = tree(chapter).iterfind("figure[@class='diagram']/img")
    (asset,) = chapter.assets
    assert f"asset:{asset.name}" == image.get("src")
    assert " ".join(TEXTS[tool.kind].split()) == image.get("alt")
    drawn = Path(asset.path).read_text("utf-8")
    assert "image/svg+xml" == asset.media_type
    assert ("여름" in drawn) or ("영희" in drawn)
    assert [] == said(chapter)


def test_broken(tool: Tool, tmp_path: Path) -> None:
    """What cannot be drawn stays code, and its line is named."""
    chapter = _chapter(tmp_path, f"글\n\n```{tool.kind}\n!! 이것은 그림이 아니다 {{\n```\n", tool)
    assert "!! 이것은 그림이 아니다 {" in "".join(tree(chapter).itertext())
    (fault,) = said(chapter)
    assert fault.startswith(f"source/_posts/가을.md:4: warning[diagram-broken]: no {tool.kind} diagram: ")


def test_kept_between_builds(tmp_path: Path) -> None:
    """A diagram is drawn once for each version of its program."""
    if "dot" not in TOOLS:
        pytest.skip("no Graphviz on this machine")
    markdown = f"```dot\n{TEXTS['dot']}\n```\n"
    first = _chapter(tmp_path, markdown, TOOLS["dot"])
    gone = replace(TOOLS["dot"], path="/nowhere/dot")
    assert "diagram-broken" in {fault.code for fault in _chapter(tmp_path, markdown, gone).diagnostics}
    assert first.xhtml == _chapter(tmp_path, markdown, TOOLS["dot"]).xhtml


def test_without_the_program(tmp_path: Path) -> None:
    """The text stays code; each kind is named once a post, with how to get its program."""
    text = "```mermaid\ngraph TD\n```\n\n```mermaid\ngraph LR\n```\n\n```dot\ndigraph {}\n```\n"
    chapter = _chapter(tmp_path, text)
    assert ["graph TD\n", "graph LR\n", "digraph {}\n"] == [
        "".join(code.itertext()) for code in tree(chapter).iter("code")
    ]
    of = "{}: warning[diagram-tool]: {} diagrams stay code: there is no {} on this machine"
    path = "source/_posts/가을.md"
    expected = [of.format(f"{path}:2", "mermaid", "mmdc"), of.format(f"{path}:10", "dot", "dot")]
    assert expected == said(chapter)
    assert "npm install" in chapter.diagnostics[0].hint


def test_switched_off(tmp_path: Path) -> None:
    """With diagrams = "code" nothing is drawn, and nothing said."""
    chapter = Blog(tmp_path).chapter("```dot\ndigraph {}\n```\n")
    assert [] == said(chapter)
    assert "digraph {}" in "".join(tree(chapter).itertext())


@pytest.mark.parametrize(
    "text", ['<pre class="mermaid">\ngraph TD\n</pre>', '<div class="mermaid">\ngraph TD\n</div>']
)
def test_raw_html(text: str, tmp_path: Path) -> None:
    """Themes take diagrams from <pre class="mermaid"> and <div class="mermaid">: their lines stay lines."""
    chapter = _chapter(tmp_path, text)
    assert ["graph TD\n"] == [(pre.text or "").lstrip() for pre in tree(chapter).iter("pre")]
    assert ["diagram-tool"] == [fault.code for fault in chapter.diagnostics]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("plantuml", "!include /etc/passwd"), ("plantuml", "!includeurl https://e.org/a"),
        ("plantuml", "!$x = %load_json(\"/etc/a.json\")"), ("plantuml", "a -> b : <img:/etc/a.png>"),
        ("plantuml", "!theme x from /etc"), ("dot", 'digraph { a [image="/etc/a.png"] }'),
        ("dot", 'digraph { a [shapefile = "/etc/a.ps"] }'),
        ("mermaid", 'graph TD\n a@{ img: "file:///etc/a" }'),
    ],
)  # fmt: skip
def test_nothing_outside_its_text(kind: str, text: str) -> None:
    """A diagram that asks for a file is not even handed to the program."""
    with pytest.raises(DiagramError, match="it asks for a file"):
        diagrams.draw(Tool(kind, "/nowhere/at/all", ""), text)


def _script(folder: Path, lines: str) -> Tool:
    """A program that draws nothing, in Graphviz's place."""
    path = folder / "dot"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return Tool("dot", str(path), "")


@pytest.mark.parametrize("then", ["wait", "exit 1"])
def test_a_time_limit(then: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that never ends is ended, with what it has started; that also where it has ended itself."""
    monkeypatch.setattr(diagrams, "TIME_LIMIT", 0.5)
    with pytest.raises(DiagramError, match="takes more than"):
        diagrams.draw(_script(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; {then}"), "digraph {}")
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or ") Z " in state.read_text()


def test_a_room_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program works in a folder that is gone afterwards, and sees nothing of this user's environment."""
    monkeypatch.setenv("SECRET", "비밀")
    svg = diagrams.draw(_script(tmp_path, 'echo "<svg>$(pwd) $HOME $SECRET</svg>"'), "digraph {}").decode()
    place, home = svg.removeprefix("<svg>").split("</svg>")[0].split()
    assert place == home
    assert not Path(place).exists()


def test_scripts_are_taken_out(tmp_path: Path) -> None:
    """What a program draws is cleaned as any picture of the blog."""
    evil = (
        "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script><image href='http://e.org/a.png'/></svg>"
    )
    chapter = _chapter(tmp_path, "```dot\ndigraph {}\n```\n", _script(tmp_path, f'echo "{evil}"'))
    (asset,) = chapter.assets
    drawn = Path(asset.path).read_text("utf-8")
    assert "script" not in drawn
    assert "e.org" not in drawn
