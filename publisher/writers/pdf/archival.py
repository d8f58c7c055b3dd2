"""What a PDF says of itself, so that archives and screen readers take it: PDF/A-2a and PDF/UA-1.

See ISO 19005-2 (its 6.2.3 for colours, 6.3.2 for links, 6.6 for metadata) and ISO 14289-1, 5.
"""

import base64
import io
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

import pikepdf
from PIL import ImageCms

from publisher.model import BookMeta

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>
<dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{identifier}</dc:identifier>
<pdf:Producer>publisher</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
<xmp:CreatorTool>publisher</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_MADE = slice(
    24, 36
)  # of a profile: when it was made. https://www.color.org/specification/ICC.1-2022-05.pdf, 7.2
INTENT = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile %d 0 R>>"
ENGINE: Mapping[str, Any] = {"pdf_variant": "pdf/a-2a"}  # WeasyPrint's word for what made() completes
_PRINTED = 4  # of a link's flags: it is there on paper too


def xmp(meta: BookMeta) -> bytes:
    """Return metadata. See https://developer.adobe.com/xmp/docs/. Times are the posts', not the clock's."""
    values = {
        "title": meta.title,
        "description": meta.description or meta.title,
        "language": meta.language,
        "identifier": meta.identifier,
        "keywords": ", ".join(meta.subjects),
        "moment": meta.modified.isoformat(),
    }
    lists = {"creators": meta.authors, "subjects": meta.subjects}
    filled = {name: escape(value, quote=False) for name, value in values.items()}
    filled |= {
        name: "".join(f"<rdf:li>{escape(one, quote=False)}</rdf:li>" for one in some)
        for name, some in lists.items()
    }
    return _XMP.format(**filled).encode()


@cache
def srgb() -> bytes:
    """Return a profile of what colours of the web mean, the same whenever it is made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_MADE] = bytes(len(profile[_MADE]))
    return bytes(profile)


def settle(pdf: pikepdf.Pdf) -> None:
    """Let nothing of what the engine drew be left to the reader's taste."""
    print_links(pdf)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            keep_dots(thing)


def print_links(pdf: pikepdf.Pdf) -> None:
    """Have links printed."""
    for page in pdf.pages:
        for link in page.obj.get("/Annots", ()):
            link.F = _PRINTED


def keep_dots(picture: pikepdf.Stream) -> None:
    """Let no picture be made smoother than it is."""
    if "/Interpolate" in picture:
        del picture["/Interpolate"]


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a file of which no stream ends as a line does. ISO 19005-2, 6.1.7.1: what ends a line stands
    between data and its end; where it is their last byte, readers take it for that."""
    out = _written(pdf)
    with pikepdf.open(out) as again:
        streams = (thing for thing in again.objects if isinstance(thing, pikepdf.Stream))
        doubtful = [one for one in streams if one.read_raw_bytes()[-1:] in (b"\r", b"\n")]
        for stream in doubtful:
            _in_letters(stream)
        as_they_are = pikepdf.StreamDecodeLevel.none
        same = {"compress_streams": False, "stream_decode_level": as_they_are}
        return (_written(again, **same) if doubtful else out).getvalue()


def _written(pdf: pikepdf.Pdf, **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, **options)
    return out


def _in_letters(stream: pikepdf.Stream) -> None:
    """Have the data of a stream end in "~>". ISO 32000-1, 7.4.3"""
    filters, options = (_several(stream.get(name)) for name in ("/Filter", "/DecodeParms"))
    options += [None] * (len(filters) - len(options))
    written = base64.a85encode(stream.read_raw_bytes()) + b"~>"
    stream.write(
        written,
        filter=pikepdf.Array([pikepdf.Name.ASCII85Decode, *filters]),
        decode_parms=pikepdf.Array([None, *options]),
    )


def _several(value: Any) -> list[Any]:
    """One value, or an array of them, as a list."""
    return [] if value is None else [*value] if isinstance(value, pikepdf.Array) else [value]


def made(file: bytes, meta: BookMeta) -> bytes:
    """Return a whole file of the engine's, written as ENGINE, with what it does not say of itself."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        settle(pdf)
        _own_links(pdf)
        pdf.Root.Metadata = pdf.make_stream(xmp(meta), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        return saved(pdf)


def _own_links(pdf: pikepdf.Pdf) -> None:
    """Let each link stand in an element that is one: ISO 14289-1, 7.18.5. The engine puts it into that of a
    picture or a word, where it goes on there."""
    links = pikepdf.NumberTree(pdf.Root["/StructTreeRoot"]["/ParentTree"])
    for element in pdf.objects:
        if not isinstance(element, pikepdf.Dictionary) or element.get("/S", "/Link") == "/Link":
            continue
        if not isinstance(kids := element.get("/K"), pikepdf.Array):
            continue
        for at, kid in enumerate(kids):
            if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid and "/StructParent" in kid.Obj:
                link = pikepdf.Dictionary(S=pikepdf.Name.Link, P=element, K=pikepdf.Array([kid]))
                kids[at] = links[int(kid.Obj.StructParent)] = pdf.make_indirect(link)
