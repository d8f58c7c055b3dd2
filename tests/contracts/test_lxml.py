"""lxml: what assets/xhtml.py assumes of it."""

import pytest
from lxml import etree
from lxml import html as lxml_html

from publisher.assets.xhtml import Element

pytestmark = pytest.mark.contract


def test_one_type_of_elements() -> None:
    """All elements, of XML and of HTML, are of the one type that we name."""
    made = (etree.Element("a"), etree.fromstring("<a/>"), lxml_html.fragment_fromstring("<p>x</p>"))
    assert all(isinstance(one, Element) for one in made)
