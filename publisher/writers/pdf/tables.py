"""Tables on paper: cells keep their words whole, unless a word alone would not fit."""

from publisher.trees import Element, classes

_LONG = 16  # letters: on A5, six columns of such words are as wide as the page


def mark_long_words(root: Element) -> None:
    """Class "long" for cells that hold a word which may have to be broken: addresses, paths, code.

    A cell whose words may break anywhere is, for the engine, as narrow as one letter: it would squeeze
    the columns of ordinary words to half words.
    """
    for cell in root.iter("td", "th"):
        if any(len(word) > _LONG for word in "".join(cell.itertext()).split()):
            cell.set("class", " ".join([*classes(cell), "long"]))
