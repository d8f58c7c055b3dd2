"""passes/verse.py: what is verse, what is dialogue, and what is neither."""

from pathlib import Path

import pytest

from publisher.assets.xhtml import fragment, inner, text_of
from publisher.passes import verse
from tests.chapters import Blog

POEM = "별 하나에 추억과\n별 하나에 사랑과\n별 하나에 쓸쓸함과\n별 하나에 동경과"
LATIN = "Shall I compare thee\nto a summer's day\nThou art more lovely\nand more temperate"


def _verses(markdown: str, folder: Path) -> list[list[list[str]]]:
    """The lines of the stanzas of each poem."""
    root = fragment(Blog(folder).chapter(markdown).xhtml)
    return [
        [[text_of(line) for line in stanza.findall("span[@class='line']")] for stanza in verse.findall("p")]
        for verse in root.iter("div")
        if verse.get("class") == "verse" and verse.find("p") is not None
    ]


@pytest.mark.parametrize(
    ("stanzas", "markdown"),
    [
        ([4], POEM),
        ([4], LATIN),
        ([4, 2], f"{POEM}\n\n별 하나에 시와\n별 하나에 어머니"),
        ([4, 1, 4], f"{POEM}\n\n어머니,\n\n{POEM}"),
        (
            [3, 2],
            "청산은 어찌하여\n만고에 푸르르며\n유수는 어찌하여\n\n주야에 그치지 아니는고\n우리도 그치지 말아",
        ),
        ([4], f"*{POEM}*"),
        ([2, 1], '<div class="verse">\n가<br>나<br><br>다\n</div>'),
        ([2], '<p class="verse">가나다.<br>라마바.</p>'),
        ([1, 1], '<div class="verse"><p>가</p><p>나</p></div>'),
    ],
)
def test_verse(stanzas: list[int], markdown: str, tmp_path: Path) -> None:
    """Short lines in stanzas are verse, and what its writer says is; each line stands by itself."""
    assert [stanzas] == [[len(stanza) for stanza in verse] for verse in _verses(markdown, tmp_path)]


@pytest.mark.parametrize(
    "markdown",
    [
        "바람이 분다\n살아야겠다",
        "가나\n다라\n\n마바\n사아",
        "오늘은 갔다.\n바람이 불었다.\n밥을 먹었다.\n맛있었다.",
        "오늘은 갔어요\n바람이 불었어요\n밥을 먹었어요\n맛있었어요",
        "이름: 가\n주소: 나\n전화: 다\n메일: 라",
        "① 하나\n② 둘\n③ 셋\n④ 넷",
        "[가](https://a.kr)\n[나](https://b.kr)\n[다](https://c.kr)\n[라](https://d.kr)",
        "`가`\n나\n다\n라",
        "가\n나\n다\n" + "아주 긴 줄이 하나 있으면 시가 아니라 산문이라고 보는 것이 옳겠다 그렇다",
        "- 가\n  나\n  다\n  라\n  마",
        f'<p class="prose">{POEM}</p>',
        '<p class="verse"></p>',
        '<div class="verse"><table><tr><td>가</td></tr></table></div>',
    ],
)  # fmt: skip
def test_prose(markdown: str, tmp_path: Path) -> None:
    """A paragraph with one break, a sentence a line, a list by hand and lines of links stay as they are."""
    assert [] == _verses(markdown, tmp_path)


@pytest.mark.parametrize(
    ("paragraphs", "markdown"),
    [
        (3, "“가자.”\n그가 말했다.\n“응.”"),
        (2, '"가자."\n"응."'),
        (4, "— 가자.\n— 응.\n— 어서.\n— 그래."),
        (1, "그는 웃었다.\n그리고 말했다.\n아무도 듣지 않았다.\n“그래.”"),
    ],
)
def test_dialogue(paragraphs: int, markdown: str, tmp_path: Path) -> None:
    """Where people speak, each line is a paragraph, and none is verse."""
    found = [*fragment(Blog(tmp_path).chapter(markdown).xhtml).iter("p")]
    assert (paragraphs, []) == (len(found), [one for one in found if one.find(".//span") is not None])


def test_emphasis_around_all(tmp_path: Path) -> None:
    """Emphasis around a paragraph that is no verse stays, and what is in it; around verse, on each line."""
    for xhtml in ("<p><em>가나</em></p>", "<p><span><em>가</em><br/>나</span></p>"):
        build = Blog(tmp_path).build(xhtml)
        verse.apply(build)
        assert xhtml == inner(build.root)
    lines = fragment(Blog(tmp_path).chapter(f"*{POEM}*").xhtml).findall("div/p/span")
    assert POEM.split("\n") == [text_of(line.find("em")) for line in lines]


def test_a_break_at_the_end_of_each_line(tmp_path: Path) -> None:
    """Who knows no style sheets sees the lines too: each but the last of a stanza has its break; notes and
    emphasis stay."""
    text = "하나에 **추억**과[^1]\n하나에 사랑과\n하나에 동경과\n하나에 시와\n\n[^1]: 주"
    root = fragment(Blog(tmp_path).chapter(text).xhtml)
    lines = root.findall("div/p/span")
    assert [1, 1, 1, 0] == [len(line.findall("br")) for line in lines]
    assert ("추억", "1") == (text_of(lines[0].find("strong")), text_of(lines[0].find("sup")))
