"""What a PDF of ours says about itself, and that it says the same each time.

Qt stamps its files with the time and a random id. A report's time is in the report; the file is
to be the same whenever it is made again, so that two copies can be compared.
"""

import re
import uuid
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec

from coopledger.reports.document import Document

# The moment that reportlab writes into its invariant files.
_STAMP = "2000-01-01T00:00:00+00:00"
_INFO_STAMP = b"D:20000101000000"
_INFO_DATE = re.compile(rb"D:\d{14}")
# Qt writes the information dictionary first.
_HEAD = 4096

_XMP = """<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>CoopLedger</xmp:CreatorTool>
<xmp:CreateDate>{stamp}</xmp:CreateDate>
<xmp:ModifyDate>{stamp}</xmp:ModifyDate>
<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>
"""


def identity(documents: Sequence[Document]) -> uuid.UUID:
    """An id for the file that holds these documents: the same content, the same id."""
    content = msgspec.json.encode(list(documents)).decode()
    return uuid.uuid5(uuid.NAMESPACE_URL, content)


def xmp(document: Document, file_id: uuid.UUID) -> bytes:
    """The metadata packet of a file that begins with the document (ISO 16684-1)."""
    text = _XMP.format(
        title=escape(document.title),
        author=escape(document.author),
        language=escape(document.language),
        stamp=_STAMP,
        identity=file_id,
    )
    return text.encode()


def take_time_out(path: Path) -> None:
    """Replace the time at which Qt wrote the file; nothing moves in it.

    The time zone's offset stays, so a machine in another zone may write other bytes.
    """
    with path.open("r+b") as stream:
        head = stream.read(_HEAD)
        stream.seek(0)
        stream.write(_INFO_DATE.sub(_INFO_STAMP, head))
