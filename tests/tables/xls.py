"""The smallest workbook of the older format: a stream of BIFF8 records."""

import struct

BOF, EOF, BOUNDSHEET, CODEPAGE = 0x0809, 0x000A, 0x0085, 0x0042
NUMBER, LABEL, BOOLERR, DIMENSIONS, MERGED = 0x0203, 0x0204, 0x0205, 0x0200, 0x00E5
XF, FONT, FORMAT = 0x00E0, 0x0031, 0x041E
DIV0 = object()


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def text(word, size):
    return struct.pack(size, len(word)) + b"\x01" + word.encode("utf-16-le")


def cell(row, column, value):
    head = struct.pack("<HHH", row, column, 0)
    if value is None:
        return b""
    if value is DIV0:
        return record(BOOLERR, head + struct.pack("<BB", 0x07, 1))
    if isinstance(value, bool):
        return record(BOOLERR, head + struct.pack("<BB", value, 0))
    if isinstance(value, str):
        return record(LABEL, head + text(value, "<H"))
    return record(NUMBER, head + struct.pack("<d", value))


def xls(rows, sheet="data", merged=()):
    """Write one sheet; merged ranges are (top, bottom, left, right) from 0."""
    start = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    page = struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + text(
        "A", "<B"
    )
    style = struct.pack("<HHHBBBBIIH", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    head = record(BOF, start) + record(CODEPAGE, struct.pack("<H", 1200))
    head += record(FONT, font) * 5 + record(XF, style)
    name = text(sheet, "<B")
    offset = len(head) + 4 + 6 + len(name) + 4
    head += record(BOUNDSHEET, struct.pack("<IBB", offset, 0, 0) + name) + record(EOF)
    width = max(map(len, rows))
    body = record(BOF, page)
    body += record(DIMENSIONS, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for i, row in enumerate(rows):
        body += b"".join(cell(i, j, value) for j, value in enumerate(row))
    if merged:
        areas = b"".join(struct.pack("<HHHH", *area) for area in merged)
        body += record(MERGED, struct.pack("<H", len(merged)) + areas)
    return head + body + record(EOF)
