"""Files as students, programs and attackers make them."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from adapters.resume_text.extract import extract
from adapters.resume_text.kinds import Claim
from adapters.resume_text.limits import ReadLimits
from adapters.resume_text.outcome import Extract, Refused

ROOMY = ReadLimits(seconds=60.0)
"""For tests that must not fail where the machine is busy."""
LINES = ("Ana Lopez", "Experience", "Built a cache that cut latency by 40%", "Python, PostgreSQL, Docker")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEXT_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"

Draw = Callable[[Any], None]


def read(data: bytes, claim: Claim = "", limits: ReadLimits = ROOMY) -> Extract:
    return extract(data, claim, limits)


def refused(data: bytes, claim: Claim = "", limits: ReadLimits = ROOMY) -> tuple[str, str]:
    """The reason and the detail for which it was refused."""
    try:
        found = extract(data, claim, limits)
    except Refused as why:
        return why.reason, why.detail
    raise AssertionError(f"read: {found}")


def a_pdf(*pages: Sequence[str] | Draw, password: str = "", owner: str = "") -> bytes:
    """Pages of lines under one another, or drawn on reportlab's canvas by a function."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    locked = StandardEncryption(password, ownerPassword=owner) if password or owner else None
    canvas = Canvas(out, invariant=1, encrypt=locked)
    for page in pages or (LINES,):
        if callable(page):
            page(canvas)
        else:
            for number, line in enumerate(page):
                canvas.drawString(60, 780 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_pdf(objects: Mapping[int, bytes]) -> bytes:
    """Objects by number, 1 being the catalog, with a right table of where they are."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in sorted(objects.items()):
        places.append((number, len(out)))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    out += b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), entries, content)


def one_page(content: bytes, entries: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of one page with that content stream, the font F1, and form 6 as X1 where there is one."""
    shared = b"/Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>"
    return raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%b>>>>" % shared,
            4: stream(content, entries),
            5: TEXT_FONT,
            **(more or {}),
        }
    )


def deflated(content: bytes, times: int = 1) -> tuple[bytes, bytes]:
    """Packed, and the entries of a stream that say so."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content, b"/Filter[%b]" % (b"/FlateDecode" * times)


def word_xml(body: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def raw_docx(document: str | bytes, kind: str = DOCX_TYPE, more: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """A package of the document and its types alone."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    types = types.replace(
        "<Types>", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    )
    return a_zip(("[Content_Types].xml", types.encode()), ("word/document.xml", document), *more)


def a_zip(*entries: tuple[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in entries:
            package.writestr(name, content)
    return out.getvalue()


def a_docx(fill: Callable[[Any], None] | None = None) -> bytes:
    """Word's own default document, filled by python-docx."""
    from docx import Document

    document = Document()
    if fill is None:
        document.add_heading("Experience", 1)
        document.add_paragraph("Built a cache that cut latency by 40%", style="List Bullet")
    else:
        fill(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
