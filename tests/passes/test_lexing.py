"""passes/lexing.py: the tokens of Pygments' own lexers, whatever they are given."""

import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import Text

from publisher.passes import first_letters, lexing
from tests.books import ROOT

# Letters of case, flags in expressions, states that push and pop, lexers within lexers.
NAMES = (
    "python", "js", "ts", "bash", "java", "c", "cpp", "go", "rust", "kotlin", "swift", "html", "css", "scss",
    "sql", "php", "ruby", "yaml", "json", "xml", "diff", "ini", "toml", "docker", "nginx", "makefile", "perl",
    "lua", "r", "scala", "haskell", "vb.net", "pascal", "powershell", "http", "console", "groovy", "dart",
    "jsx", "vue", "graphql", "protobuf", "csharp", "objective-c", "matlab", "tex", "vim", "elixir", "clojure",
)  # fmt: skip
TEXTS = tuple(
    path.read_text("utf-8", "replace")[:6000]
    for path in sorted(
        (*ROOT.glob("publisher/**/*.py"), *ROOT.glob("styles/**/*.css"), *ROOT.glob("styles/**/*.j2"))
    )
    if path.stat().st_size > 1500
)[:40]
SNIPPETS = "\n".join(
    (
        "#!/bin/bash\nfor x in $(ls \"$1\"); do echo ${x%.md} 'a' `b` <<EOF\n$x\nEOF\ndone",
        "SELECT a, COUNT(*) FROM `b` WHERE c LIKE '%가%' -- 끝\nGROUP BY a;",
        "<?php echo \"$a {$b['c']}\"; ?>\n<a href='x' onclick=\"f(1)\">글</a>",
        "<script>let x = /a[/]b/g;</script><style>a:hover { color: #fff }</style>",
        "const f = async ({a, ...b}) => `${a + 1} 가`; // 끝\nclass A extends B { #c = 1n; }",
        "fn main<'a>(x: &'a str) -> Option<u8> { r#\"raw\"#; 0x1f_u8 as u8 }",
        "@@ -1,2 +1,2 @@\n-old\n+new\n key: [1, 'b', ~] # 주석\n\t\tx\x0c\x1c\r\n",
        "def f(x, *, y=1.5e3):\n    '''글'''\n    return f'{x!r:>{y}}' if x else b'\\x00'  # 주석",
    )
)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are left out from the first token on."""
    monkeypatch.setattr(lexing, "_WORTH_IT", 0)
    lexing._states.cache_clear()


def _same(name: str, text: str) -> None:
    options = {"stripnl": False, "ensurenl": False}
    ours, theirs = lexing.quick(get_lexer_by_name(name, **options)), get_lexer_by_name(name, **options)
    assert list(theirs.get_tokens(text)) == list(ours.get_tokens(text))


@pytest.mark.parametrize("name", NAMES)
def test_same_tokens(name: str) -> None:
    """A lexer says of code, its own and others', what Pygments says."""
    _same(name, SNIPPETS)
    for text in TEXTS[::8]:
        _same(name, text)


@given(
    st.sampled_from(NAMES),
    st.text(st.sampled_from("ab1_ \t\n\r'\"`/\\*#<>(){}[]$@%&|;:.,-+=~^!?sKİſ가\x1f"), max_size=80),
)
def test_same_tokens_of_noise(name: str, text: str) -> None:
    """Nor does it matter what it is."""
    _same(name, text)


def test_most_lexers_are_quick() -> None:
    """Of Pygments' lexers most do no more than follow their tables; their rules are asked in their order."""
    ours = [lexing.quick(get_lexer_by_name(aliases[0])) for _, aliases, _, _ in get_all_lexers() if aliases]
    assert len(ours) / 2 < sum("get_tokens_unprocessed" in vars(lexer) for lexer in ours)


LETTERS = "".join(map(chr, range(9, 14))) + "".join(map(chr, range(32, 127)))


@given(
    st.from_regex(re.compile(r"\A[a-zA-Z0-9_ \[\]()|*+?.^$\\wsdWSDbB-]{1,12}\Z")),
    st.booleans(),
    st.text(LETTERS, min_size=1, max_size=5),
)
def test_what_matches_can_begin(pattern: str, ignore_case: bool, text: str) -> None:
    """An expression that matches a text can begin with the text's first letter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # [[ will be a set within a set one day
        try:
            compiled = re.compile(pattern, re.IGNORECASE if ignore_case else 0)
        except re.error:
            return
        if compiled.match(text):
            assert first_letters.can_begin(compiled, text[0])


def test_what_cannot_begin() -> None:
    """Most expressions of real lexers cannot begin with most letters."""
    assert not first_letters.can_begin(re.compile(r"(?:def|class)\b"), "x")
    assert not first_letters.can_begin(re.compile(r"[^\W\d]\w*"), "1")
    assert first_letters.can_begin(re.compile(r"\b(?=x)(?:a|)y"), "y")
    assert first_letters.can_begin(re.compile("straSSe", re.IGNORECASE), "S")
    assert Text in dict(lexing.quick(get_lexer_by_name("text")).get_tokens("x"))
