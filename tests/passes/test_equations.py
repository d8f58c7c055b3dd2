"""passes/equations.py: the numbers of equations."""

import pytest

from publisher.passes.equations import Equation, laid, numbered, referred
from publisher.passes.tex import mathml


def test_numbers() -> None:
    """A label has the number of its tag, else the next of the chapter; without a label there is none."""
    formulas = [r"a \label{하나}", "b", r"\begin{align} c \tag{별}\label{둘}\\ d \label{셋} \end{align}"]
    made, named = numbered(formulas)
    assert [r"a \tag{1}", "b", r"\begin{align} c \tag{별}\\ d \tag{2} \end{align}"] == made
    assert {"하나": Equation("1", 0), "둘": Equation("별", 2), "셋": Equation("2", 2)} == named
    assert r"x = \text{(1)} + \text{2} \ref{넷}" == referred(r"x = \eqref{하나} + \ref{셋} \ref{넷}", named)


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        (r"a  b\qquad \text{(1)}", r"a \tag{1} b"),
        (r"a \qquad \text{A}", r"a \tag*{A}"),
        (r"\begin{split}a&b\0c\end{split}\qquad \text{(1)}", r"\begin{split}a&b\0c\tag{1}\end{split}"),
        (r"\begin{align}a&b&\quad \text{(1)}\0c\end{align}", r"\begin{align}a&b\tag{1}\0c\end{align}"),
        (r"\begin{align}a&&\quad \text{(1)}\0c&d\end{align}", r"\begin{align}a\tag{1}\0c&d\end{align}"),
        (
            r"\begin{gather}\begin{cases}a&b\0c\end{cases}&\quad \text{(1)}\0d\end{gather}",
            r"\begin{gather}\begin{cases}a&b\0c\end{cases}\tag{1}\0d\end{gather}",
        ),
    ],
)
def test_places(expected: str, tex: str) -> None:
    """A tag stands behind the formula, or behind its row, in a column that all rows have."""
    assert expected.replace(r"\0", "\0") == laid(tex.replace(r"\0", "\0"))


def test_align_without_numbers() -> None:
    """Rows that nothing names have no numbers: they would begin with 1 in each formula."""
    made = mathml(r"\begin{align} a &= b \\ c &= d \end{align}", True)
    assert b"mtext" not in made
    assert b'rowspacing="0.5em"' in made  # a sum's lower limit does not touch the fraction below
