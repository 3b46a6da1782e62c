"""Bytes to lines: what a file is, how it is encoded, where its lines end. Constant memory whatever the file holds."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from insight.errors import InputError

LONGEST_RECORD = 8 << 20
"""Bytes of a record that are still looked at. Its text may have 20,000 characters; the rest is room for other columns."""

ACCEPTED = "CSV, TSV and JSON Lines (.jsonl) are read"
_CHUNK = 1 << 16
_SAVE_AS_CSV = "which is not read yet; save it as CSV UTF-8 and try again"
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (b"PAR1", f"a Parquet file, {_SAVE_AS_CSV}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old Excel or Word file, {_SAVE_AS_CSV}"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xff\xfe\x00\x00", "text in UTF-32; save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "text in UTF-32; save it as UTF-8"),
)
_MARKUP = re.compile(rb"\s{0,64}<(?:!doctype|html|\?xml)", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")


class Source(NamedTuple):
    """UTF-8 text as bytes, without a byte order mark; `head` is its beginning, `chunks` all of it, the head included."""

    name: str
    head: bytes
    whole: bool
    chunks: Iterator[bytes]


def readable(stream: BinaryIO, name: str) -> Source:
    """Look at the beginning of a stream and make it UTF-8.

    Raises:
        InputError: it is empty, or not text.
    """
    later = _chunks(stream, name)
    first = next(later, b"")
    _refuse(first, name)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        later = _from_utf16(chain([first], later))
        first = next(later, b"")
    first = first.removeprefix(codecs.BOM_UTF8)
    controls = len(first) - len(first.translate(None, _CONTROLS))
    if controls * 10 > len(first):
        raise InputError(f"{name} is not text (a binary file, or UTF-16 without its mark); {ACCEPTED}")
    second = next(later, b"")
    if not second and not first.strip():
        raise InputError(f"{name} is empty; {ACCEPTED}")
    return Source(name, first, not second, chain([first, second], later))


def lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    r"""Lines with their `\n`, split there only. A line longer than `LONGEST_RECORD` comes shortened, but still longer than it."""
    kept = b""
    for chunk in chunks:
        parts = chunk.split(b"\n")
        if len(parts) == 1:
            kept = (kept + chunk)[: LONGEST_RECORD + 1]
            continue
        yield (kept + parts[0])[: LONGEST_RECORD + 1] + b"\n"
        for part in parts[1:-1]:
            yield part + b"\n"
        kept = parts[-1]
    if kept:
        yield kept


def _chunks(stream: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        while chunk := stream.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from error


def _from_utf16(chunks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    for chunk in chunks:
        if text := decoder.decode(chunk):
            yield text.encode()
    if text := decoder.decode(b"", final=True):
        yield text.encode()


def _refuse(head: bytes, name: str) -> None:
    kind = next((kind for magic, kind in _KINDS if head.startswith(magic)), None)
    if head.startswith(b"PK\x03\x04"):
        kind = f"an Excel workbook, {_SAVE_AS_CSV}" if b"xl/" in head or name.lower().endswith(".xlsx") else "a ZIP archive"
    elif _MARKUP.match(head):
        kind = "an HTML or XML page"
    if kind:
        raise InputError(f"{name} is {kind}; {ACCEPTED}")
