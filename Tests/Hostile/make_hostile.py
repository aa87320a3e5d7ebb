#!/usr/bin/env python3
"""Writes hostile documents into a folder: make_hostile.py FOLDER

Each is small and tries to hang, swell or crash its reader, or to be read wrongly without a word. The names say what
must become of them: `ok-*` are sound, `damaged-*` must never come out clean, the rest may end either way.
"""
import hashlib
import pathlib
import sys
import zlib

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(data, entries=b"", length=None):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data) if length is None else length, data)


def flate(data, level=9):
    return stream(zlib.compress(data, level), b"/Filter /FlateDecode")


def pdf(objects, trailer=b"", header=b"%PDF-1.7\n"):
    """A file of numbered objects, the first of which is the catalogue."""
    out, places = header, []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def page(content, *more, box=b"[0 0 595 842]", resources=b"", font=FONT, page=b""):
    """A document of one page; `content` is an object, `more` are objects from number 6 on."""
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 5 0 R "
        b"/Resources << /Font << /F 4 0 R >> %s >> %s >>" % (box, resources, page),
        font, content, *more])


def text(words, at=(50, 700), size=12):
    return b"BT /F %s Tf %d %d Td (%s) Tj ET\n" % (str(size).encode(), *at, words)


def bomb(filters, megabytes):
    """Zeros packed once for each FlateDecode of a chain."""
    data = bytes(megabytes << 20)
    for _ in range(filters):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter [%s]" % (b"/FlateDecode " * filters))


def run_length(megabytes):
    return b"".join(b"\x81 " for _ in range(megabytes << 13)) + b"\x80"


def nested_forms(depth, times):
    """Forms that each draw the next one several times."""
    forms = []
    for number in range(depth):
        body = b"/X Do " * times if number + 1 < depth else text(b"deep")
        names = b"/XObject << /X %d 0 R >>" % (7 + number)
        forms.append(stream(body, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
                            b"<< /Font << /F 4 0 R >> %s >>" % names))
    return page(stream(text(b"top") + b"/X Do"), *forms, resources=b"/XObject << /X 6 0 R >>")


def nested_pages(depth):
    """A page tree of one child a level."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3) for n in range(depth)]
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes,
                b"<< /Type /Page /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F %d 0 R >> >> >>"
                % (depth + 3, depth + 4), stream(text(b"leaf")), FONT])


def shared_pages(times, depth):
    """A page tree whose every level lists the next one several times: times ** depth pages."""
    nodes = [b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"%d 0 R " % (n + 3) * times, times ** (depth - n))
             for n in range(depth)]
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes,
                b"<< /Type /Page /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F %d 0 R >> >> >>"
                % (depth + 3, depth + 4), stream(text(b"leaf")), FONT])


def many_pages(count):
    pages = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
             b"/Resources << /Font << /F 4 0 R >> >> >>"] * count
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(count))
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
                stream(text(b"1.00")), FONT, *pages])


def image(width, height, entries, data=b"\0"):
    return stream(data, b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
                  b"/BitsPerComponent 8 %s" % (width, height, entries))


def with_image(picture):
    return page(stream(text(b"Beside a picture 1.00") + b"q 200 0 0 200 100 100 cm /I Do Q"), picture,
                resources=b"/XObject << /I 6 0 R >>")


def scanned(rows, width, bits=1):
    """Two pages, the second of them a picture and nothing else; `rows` are its bytes, one for each row."""
    picture = stream(zlib.compress(b"".join(rows), 6), b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace "
                     b"/DeviceGray /BitsPerComponent %d /Filter /FlateDecode" % (width, len(rows), bits))
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %s >> >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
                sheet % (5, b"/Font << /F 7 0 R >>"), sheet % (6, b"/XObject << /I 8 0 R >>"), stream(text(b"1.00")),
                stream(b"q 595 0 0 842 0 0 cm /I Do Q"), FONT, picture])


def noise(width, height, mask=0xff, bits=8):
    """Rows of bytes of which each bit of the mask is set by chance."""
    length = width * bits // 8
    return [bytes(b & mask for b in hashlib.shake_128(b"%d" % y).digest(length)) for y in range(height)]


def specks(height):
    """A million of them, one in every eighth place of every fourth row."""
    return [bytes(b"\xff" * 310) if y % 4 else bytes(b"\xfe" * 310) for y in range(height)]


def halftone(height):
    return [bytes(255 if (x % 8 - 4) ** 2 + (y % 8 - 4) ** 2 > 9 else 40 for x in range(1600)) for y in range(height)]


def bricks(height):
    return [bytes(0 if y % 12 == 0 or (x + y // 12 % 2 * 40) % 80 < 2 else 255 for x in range(1600))
            for y in range(height)]


def letters(height):
    """As many marks of the size of letters as fit."""
    return [bytes(30 if x % 14 < 10 and y % 20 < 14 and (x * 7 + y * 3) % 5 else 250 for x in range(1600))
            for y in range(height)]


def type0(cmap, *more, width=b""):
    """A page in a font that is not embedded, with a CMap by name or of the file's own (object 8)."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding %s /DescendantFonts [6 0 R] >>" % cmap
    descendant = (b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) "
                  b"/Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R %s >>" % width)
    descriptor = (b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
                  b"/Ascent 800 /Descent -200 /StemV 80 >>")
    content = stream(b"BT /F 12 Tf 50 700 Td <CFEEC4BFD6A7B3F6> Tj ET")
    return page(content, descendant, descriptor, *more, font=font)


def type3(procedure):
    """A font whose glyph is a program."""
    font = (b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] "
            b"/CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 "
            b"/Widths [1000] /Resources << /Font << /F 4 0 R >> >> >>")
    return page(stream(text(b"aaaa")), stream(procedure), font=font)


def embedded(program, kind=b"FontFile2"):
    font = (b"<< /Type /Font /Subtype /TrueType /BaseFont /Liar /FirstChar 0 /LastChar 255 /Widths [%s] "
            b"/FontDescriptor 6 0 R >>" % (b"600 " * 256))
    descriptor = (b"<< /Type /FontDescriptor /FontName /Liar /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
                  b"/Ascent 800 /Descent -200 /StemV 80 /%s 7 0 R >>" % kind)
    return page(stream(text(b"lies 1.00")), descriptor, stream(program), font=font)


def lying_truetype():
    tables = [(tag, 0xFFFFFFF0, 0xFFFFFFFF) for tag in (b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")]
    head = b"\0\1\0\0" + len(tables).to_bytes(2, "big") + b"\0\x80\0\3\0\x20"
    return head + b"".join(t + b"\0\0\0\0" + o.to_bytes(4, "big") + n.to_bytes(4, "big") for t, o, n in tables)


def rc4(key, data):
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def encrypted(password):
    """Encrypted with a 40-bit key (PDF 32000-1, 7.6.3): the oldest handler, which every reader knows."""
    padded = (password + PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    identity = bytes(range(16))
    key = hashlib.md5(padded + owner + (0xFFFFFFFC).to_bytes(4, "little") + identity).digest()[:5]

    def hidden(number, data):
        object_key = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        return rc4(object_key, data)

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        FONT, stream(hidden(5, text(b"Opened 1.00"))),
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>"
        % (owner.hex().encode(), rc4(key, PADDING).hex().encode())]
    return pdf(objects, b"/Encrypt 6 0 R /ID [<%s> <%s>]" % (identity.hex().encode(), identity.hex().encode()))


SOUND = page(stream(text(b"A sound page 1.00")))
GRID = b"".join(b"%d 0 m %d 842 l S\n" % (x % 595, x % 595) for x in range(300_000))
DENSE = b"".join(text(b"1.00", (x * 7 % 560, y * 3 % 800), 4) for x in range(80) for y in range(260))

DOCUMENTS = {
    "ok-sound.pdf": SOUND,
    "ok-encrypted.pdf": encrypted(b"open sesame"),
    # Recursion.
    "forms-fanout.pdf": nested_forms(9, 12),
    "forms-deep.pdf": nested_forms(3_000, 1),
    "form-itself.pdf": page(stream(b"/X Do"), stream(b"/X Do " + text(b"again"), b"/Type /XObject /Subtype /Form "
                            b"/BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"),
                            resources=b"/XObject << /X 6 0 R >>"),
    "pages-deep.pdf": nested_pages(5_000),
    "pages-shared.pdf": shared_pages(10, 7),
    "pages-many.pdf": many_pages(5_000),
    "arrays-deep.pdf": page(stream(text(b"x")), page=b"/Annots " + b"[" * 100_000 + b"]" * 100_000),
    "dictionaries-deep.pdf": page(stream(text(b"x")), page=b"/A " + b"<</A " * 50_000 + b"1" + b">>" * 50_000),
    "graphics-states.pdf": page(flate(b"q " * 2_000_000)),
    "length-itself.pdf": page(b"<< /Length 5 0 R >>\nstream\n" + text(b"x") + b"\nendstream"),
    "type3-itself.pdf": type3(b"1000 0 d0 BT /F 1000 Tf (aaaa) Tj ET"),
    "type3-costly.pdf": type3(b"1000 0 d0 " + b"0 0 m 9 9 l S " * 100_000),
    # Bombs.
    "flate-once.pdf": page(bomb(1, 900)),
    "flate-three.pdf": page(bomb(3, 900)),
    "flate-predictor.pdf": page(stream(zlib.compress(bytes(100 << 20), 9), b"/Filter /FlateDecode /DecodeParms << "
                                b"/Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>")),
    "lzw-lies.pdf": page(stream(b"\x80\x0b\x60\x50\x22\x0c" * 1000, b"/Filter /LZWDecode /DecodeParms << "
                         b"/Predictor 2 /Columns 100000000 /EarlyChange 7 >>")),
    "run-length.pdf": page(stream(zlib.compress(run_length(200), 9), b"/Filter [/FlateDecode /RunLengthDecode]")),
    "ascii-hex.pdf": page(stream(zlib.compress(b"20" * (100 << 20), 9), b"/Filter [/FlateDecode /ASCIIHexDecode]")),
    "object-stream-itself.pdf": page(stream(text(b"x")), stream(b"7 0 << >>", b"/Type /ObjStm /N 2147483647 /First 4"),
                                     page=b"/Annots 7 0 R"),
    "spaces.pdf": page(flate(b" " * (600 << 20))),
    # Pictures.
    "image-wide.pdf": with_image(image(60_000, 60_000, b"")),
    "image-lies.pdf": with_image(image(2_147_483_647, 2_147_483_647, b"")),
    "image-negative.pdf": with_image(image(-5, -5, b"")),
    "image-jpx.pdf": with_image(image(60_000, 60_000, b"/Filter /JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 99)),
    "image-jbig2.pdf": with_image(image(60_000, 60_000, b"/Filter /JBIG2Decode", b"\0\0\0\0\x30\0\1" + b"\xff" * 99)),
    "image-ccitt.pdf": with_image(image(2_000_000, 2_000_000, b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 "
                                        b"/Columns 2000000 /Rows 2000000 >>", b"\0" * 99)),
    "image-mask-itself.pdf": with_image(image(9, 9, b"/SMask 6 0 R", bytes(243))),
    "picture-noise.pdf": scanned(noise(1_000, 1_400), 1_000, 8),
    "picture-dust.pdf": scanned(noise(2_480, 3_508, 0x08, 1), 2_480),
    "picture-specks.pdf": scanned(specks(3_508), 2_480),
    "picture-halftone.pdf": scanned(halftone(2_300), 1_600, 8),
    "picture-bricks.pdf": scanned(bricks(2_300), 1_600, 8),
    "picture-letters.pdf": scanned(letters(2_300), 1_600, 8),
    "picture-black.pdf": scanned([bytes(1_600)] * 2_300, 1_600, 8),
    "picture-slice.pdf": scanned([b"\x7f\xff" * 16_000] * 2, 32_000, 8),
    "pattern-tiny.pdf": page(stream(text(b"x") + b"/Pattern cs /P scn 0 0 595 842 re f"), stream(
        b"0 0 m 1 1 l S", b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] "
        b"/XStep 0.00001 /YStep 0.00001 /Resources << >>"), resources=b"/Pattern << /P 6 0 R >>"),
    "shading-function.pdf": page(stream(text(b"x") + b"/S sh"), b"<< /ShadingType 1 /ColorSpace /DeviceRGB /Matrix "
                                 b"[1e9 0 0 1e9 0 0] /Function 7 0 R >>",
                                 stream(b"{ " + b"dup mul " * 20_000 + b"pop pop 0 0 0 }", b"/FunctionType 4 "
                                        b"/Domain [0 1 0 1] /Range [0 1 0 1 0 1]"),
                                 resources=b"/Shading << /S 6 0 R >>"),
    # Geometry.
    "box-empty.pdf": page(stream(text(b"x")), box=b"[0 0 0 0]"),
    "box-vast.pdf": page(stream(text(b"x")), box=b"[-1e30 -1e30 1e30 1e30]"),
    "box-words.pdf": page(stream(text(b"x")), box=b"[/a (b) null true]"),
    "matrix-vast.pdf": page(stream(b"1e38 0 0 1e38 1e38 1e38 cm " + text(b"12.00 13.00"))),
    "matrix-singular.pdf": page(stream(b"0 0 0 0 0 0 cm " + text(b"12.00 13.00") + b"0 0 m 100 0 l S")),
    "matrix-overflow.pdf": page(stream(b"1e200 0 0 1e200 0 0 cm 1e200 0 0 1e200 0 0 cm " + text(b"12.00 13.00"))),
    "numbers-vast.pdf": page(stream(b"BT /F 99999999999999999999 Tf 1e99 -1e99 Td (12.00) Tj ET "
                                    b"-1e300 1e300 m 1e300 -1e300 l S 0 0 1e300 0.0001 re f")),
    "font-size-nought.pdf": page(stream(text(b"12.00", size=0))),
    "spacing-vast.pdf": page(stream(b"BT /F 12 Tf 1e30 Tc 1e30 Tw 1e30 Tz 1e30 TL (12.00) Tj T* (13.00) Tj ET")),
    "user-unit.pdf": page(stream(text(b"12.00")), page=b"/UserUnit 1e30"),
    "rotate-odd.pdf": page(stream(text(b"12.00")), page=b"/Rotate 45000000000"),
    # Crowds.
    "glyphs-million.pdf": page(flate(text(b"1234567890" * 100_000, size=1))),
    "glyphs-dense.pdf": page(flate(DENSE)),
    "rules-300k.pdf": page(flate(GRID + text(b"1.00"))),
    "rules-dashed.pdf": page(stream(b"[0.00001] 0 d 0 0 m 595 842 l S " + text(b"1.00"))),
    "clips-100k.pdf": page(flate(b"0 0 m 595 842 l 300 0 l W n " * 100_000 + text(b"1.00"))),
    "path-2m.pdf": page(flate(b"0 0 m " + b"9 9 l " * 2_000_000 + b"S " + text(b"1.00"))),
    # Lies.
    "damaged-count.pdf": SOUND.replace(b"/Count 1", b"/Count 9"),
    "damaged-half.pdf": SOUND[:len(SOUND) // 2],
    "damaged-tail.pdf": SOUND[:SOUND.index(b"startxref")],
    "damaged-cut-text.pdf": page(stream(zlib.compress(text(b"first 1.00") * 5_000, 9)[:-200], b"/Filter /FlateDecode")),
    "damaged-flipped.pdf": page(stream(bytes(b ^ (7 if n == 300 else 0) for n, b in enumerate(zlib.compress(
        b"".join(text(b"row %d.00" % n, (50, n)) for n in range(400)), 9))), b"/Filter /FlateDecode")),
    "length-lies.pdf": page(stream(text(b"12.00"), length=2_147_483_647)),
    "length-negative.pdf": page(stream(text(b"12.00"), length=-2_147_483_648)),
    "xref-lies.pdf": SOUND.replace(b"0 6\n", b"0 99999999\n"),
    "count-lies.pdf": SOUND.replace(b"/Count 1", b"/Count 2147483647"),
    "version-lies.pdf": SOUND.replace(b"%PDF-1.7", b"%PDF-99.99999999999999999999"),
    # Fonts that lie.
    "cmap-unknown.pdf": type0(b"/GBK-EUC-Z"),
    "cmap-path.pdf": type0(b"/..#2f..#2f..#2f..#2f..#2fetc#2fpasswd"),
    "cmap-vast.pdf": type0(b"8 0 R", stream(b"/CMapName /X def 1 begincodespacerange <00000000> <FFFFFFFF> "
                           b"endcodespacerange 1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange",
                           b"/Type /CMap /CMapName /X")),
    "cmap-itself.pdf": type0(b"8 0 R", stream(b"/X usecmap", b"/Type /CMap /CMapName /X /UseCMap 8 0 R")),
    "widths-vast.pdf": type0(b"/GBK-EUC-H", width=b"/W [0 2147483647 1e30]"),
    "truetype-lies.pdf": embedded(lying_truetype()),
    "truetype-noise.pdf": embedded(hashlib.sha512(b"noise").digest() * 100),
    "cff-noise.pdf": embedded(b"\1\0\4\4" + hashlib.sha512(b"noise").digest() * 100, b"FontFile3"),
    # Texts.
    "deep.txt": b"(" * 1_000_000,
    "columns.txt": ("项目名称 总计\n" + "1.00 " * 200_000).encode(),
    "lines.txt": ("项目支出绩效目标表\n单位：万元\n项目名称 总计 绩效目标 绩效指标\n" + "甲 1.00\n" * 100_000).encode(),
    "combining.txt": ("项目支出绩效目标表\n合" + "\u0301" * 500_000 + " 1.00\n").encode(),
    "digits.txt": ("项目支出绩效目标表\n单位：万元\n项目名称 总计\n合计 " + "9" * 100_000 + ".00\n").encode(),
    "tabs.txt": ("项目支出绩效目标表\n" + "\t" * 100_000 + "1.00\n" + "合计\t1.00\n").encode(),
    "form-feeds.txt": b"\f" * 500_000 + "合计 1.00\n".encode(),
    "no-text.txt": bytes(range(256)) * 100,
    "half-utf16.txt": b"\xff\xfe" + "项目".encode("utf-16-le") * 1000 + b"\xd8",
    "not-a.pdf": b"<html><body>404</body></html>",
    "nothing.pdf": b"",
}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in DOCUMENTS.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
