"""Pygments: what passes/lexing.py assumes of it."""

import re

import pytest
from pygments.lexer import RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token

from publisher.passes.lexing import TokenType

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("name", ["python", "js", "bash", "java", "c", "html", "yaml", "toml", "diff", "sql"])
def test_tables(name: str) -> None:
    """A lexer's class has its table in `_tokens`: state -> (method of an expression, action, next state)."""
    kind = type(get_lexer_by_name(name))
    assert issubclass(kind, RegexLexer)
    table = kind._tokens
    assert "root" in table
    for match, action, then in (rule for rules in table.values() for rule in rules):
        assert isinstance(match.__self__, re.Pattern) and match.__name__ == "match"
        assert action is None or type(action) is TokenType or callable(action)
        steps = then if isinstance(then, tuple) else (then,)
        assert all(
            step is None or isinstance(step, int) or step in {*table, "#pop", "#push"} for step in steps
        )


def test_token_types() -> None:
    """Kinds of tokens are of one type, whatever lexer they are of."""
    assert type(Token) is type(Token.Name.Function) is TokenType


def test_a_table_of_its_own() -> None:
    """A lexer whose options choose its table has that among its own values; others have none there."""
    assert "_tokens" in vars(get_lexer_by_name("csharp"))
    assert "_tokens" not in vars(get_lexer_by_name("python"))
