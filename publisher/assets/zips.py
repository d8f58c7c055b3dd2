"""Zip files of strangers: how an EPUB may be packed, and what Python raises where one is broken."""

import zipfile
import zlib

# See https://www.w3.org/TR/epub-33/#sec-container-zip
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# NotImplementedError is zipfile's word for a way of packing that it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
