"""Particles, against a table of names as Koreans read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.particles import filled, particle, with_particle

# Names by what follows them: 를 and 로, 을 and 로 (behind a ㄹ), 을 and 으로.
_OPEN = """
바다|파도|지도|커피|나라|의자|가게|이야기|바닷가를 걷다|ㅏ|ㅣ|뫼|누에|아이스크림과 나
2|4|5|9|12|2024|1,005|3.14|0.5|2.5|25|1조|1000000000000|10000000000000|02-123-4569
제2|그림 4|10%|3°|20℃|72℉|Ⅱ|②|２
5m|180cm|3 km|60km/h|10㎡|2㎞|1L|500ml|100kcal|8GB|2.4GHz|$100|€20
CPU|API|AWS|PDF|CSS|OS|macOS|iOS|PHP|A|B|X|GitHub|NAVER|Java|Rust|Docker|YouTube|Linux|JavaScript|TypeScript
Facebook Page|database|byte|cache|disk|network|cloud|loop|break|server|software|core|theme|kit|bit|set|test
café|C++
url-safe.py|Node.js|nginx|MP3|日本語|三國志|記事|學校|車|詩|カナ|‘바다’|‹바다›
「노래」|"파도"|(바다)|바다(산)|바다 (산)|바다...|바다!
"""
_RIEUL = """
길|서울|글|물|하늘|겨울|교실|ㄹ|제1|1|7|8|11|2021|1,001|3.7|그림 8|①|Ⅶ|½|1028
HTML|URL|SQL|MySQL|GraphQL|L|R|PR|email|model|Apple|Google|file|table|style|console|Perl|curl
10px|1000hPa|1mol|‰|八|物|一|日|文學의 길|‹길›|길(road)|“하늘”|하늘…
"""
_CLOSED = """
산|책|집|밥|꽃|밖|부엌|사람|강릉|블로그의 끝|ㄱ|ㅎ|흙|값|닭|앞|ᄒᆞᆫ|옛ᄆᆞᆷ
0|3|6|10|20|100|1000|1,000|10000|1000000|100000000|2020|1990|3.0|2.10|007을 본 사람|제3|13|16|그림 3|Ⅲ|③
10만|３
5kg|300g|20mg|3t|¥100|₩5,000|C#
RAM|VPN|CDN|JSON|M|N|ROM|Python|Kotlin|Medium|Chrome|game|machine|line|iPhone|design|column|Spring|string|Steam
Book|notebook|block|Slack|music|app|map|backup|step|sleep|Git|robot|internet|socket|commit|input|layout|type|Web|job|EPUB|JPEG|LaTeX
日本|漢江|人|本|春|三|六|ニッポン|‘산’|‹산›|『책』|"집"|책(바다)|산 (높이 3m)|책.|책?!|그림 3(가)
"""
_TABLE = [
    (f"{name}{forms[0]}", f"{name}{forms[1]}", name)
    for forms, names in ((("를", "로"), _OPEN), (("을", "로"), _RIEUL), (("을", "으로"), _CLOSED))
    for name in names.strip().replace("\n", "|").split("|")
]


@pytest.mark.parametrize(("object_", "towards", "name"), _TABLE, ids=[one[-1] for one in _TABLE])
def test_name(object_: str, towards: str, name: str) -> None:
    """A name takes the particles that it takes when it is read aloud."""
    assert (object_, towards) == (with_particle(name, "을/를"), with_particle(name, "으로/로"))


def test_the_table_is_long_enough() -> None:
    """It has 200 names and more, each once."""
    names = [name for *_, name in _TABLE]
    assert len(names) == len({*names}) >= 200


@pytest.mark.parametrize(
    ("after_closed", "after_vowel", "pair"),
    [
        ("은", "는", "은/는"), ("이", "가", "이/가"), ("과", "와", "과/와"), ("아", "야", "아/야"),
        ("이라", "라", "이라/라"), ("이나", "나", "이나/나"), ("이랑", "랑", "이랑/랑"),
        ("이며", "며", "이며/며"),
        ("이에요", "예요", "이에요/예요"), ("이었", "였", "이었/였"), ("으로서", "로서", "으로서/로서"),
        ("은", "는", "는/은"), ("과", "와", "와/과"), ("으로", "로", "로/으로"), ("이라", "라", "라/이라"),
    ],
)  # fmt: skip
def test_pair(after_closed: str, after_vowel: str, pair: str) -> None:
    """The longer one, or the one of the five that are alike in length, follows a closed syllable."""
    assert (after_closed, after_vowel) == (particle("산", pair), particle("바다", pair))


@pytest.mark.parametrize("name", ["", "…", "()", "🌊", "Ωμέγα", "море", "ไทย", "_"])
def test_what_no_one_can_read(name: str) -> None:
    """Both particles stand there, as Korean writes it."""
    pairs = ("을/를", "이/가", "으로/로", "이라/라", "이에요/예요")
    assert ["을(를)", "이(가)", "(으)로", "(이)라", "이에요(예요)"] == [
        particle(name, pair) for pair in pairs
    ]


@pytest.mark.parametrize("pair", ["", "을", "/", "을/", "/를"])
def test_no_pair(pair: str) -> None:
    """What is no pair is a fault of who asks."""
    with pytest.raises(ValueError, match="pair of particles"):
        particle("산", pair)


@given(st.text(max_size=40))
def test_any_text(name: str) -> None:
    """Any text has a particle, and stays as it is."""
    assert with_particle(name, "을/를") in {f"{name}{one}" for one in ("을", "를", "을(를)")}


def test_name_in_a_text() -> None:
    """A text says a name with its particle, or alone."""
    said = filled("{name:은/는} {name}, {name:>3}, {name!r:을/를}", name="바다")
    assert "바다는 바다,  바다, '바다'를" == said
