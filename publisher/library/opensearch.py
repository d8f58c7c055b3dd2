"""How to search a shelf, for catalogue clients and browsers: an OpenSearch description document.

See https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
"""

from lxml import etree

from publisher.library import links, opds1, opds2
from publisher.library.shelf import Catalog

TYPE = "application/opensearchdescription+xml"
_SPACE = "http://a9.com/-/spec/opensearch/1.1/"
_NAME, _ABOUT = 16, 1024  # letters at most


def description(shelf: Catalog, host: str) -> bytes:
    """Return the document; its templates are absolute where the client has said how it calls us."""
    root = etree.Element(f"{{{_SPACE}}}OpenSearchDescription", nsmap={None: _SPACE})
    for name, text in (
        ("ShortName", shelf.title[:_NAME]),
        ("Description", shelf.title[:_ABOUT]),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        etree.SubElement(root, f"{{{_SPACE}}}{name}").text = text
    for kind, media_type in (("xml", opds1.ACQUISITION), ("json", opds2.FEED), ("html", "text/html")):
        url = etree.SubElement(root, f"{{{_SPACE}}}Url")
        url.set("type", media_type)
        place = "search.html" if kind == "html" else f"opds/search.{kind}"
        start = f"http://{host}/{place}" if host else links.reference(links.OPENSEARCH, place)
        url.set("template", f"{start}?query={{searchTerms}}")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
