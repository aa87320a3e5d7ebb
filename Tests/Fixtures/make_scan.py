#!/usr/bin/env python3
"""Makes scanned.pdf beside this file: release.pdf as an office scanner would give it. Needs pymupdf, numpy and pillow; the result
is committed.

Pages lie a little askew on gray paper with noise; one bears a red seal, one lies on its side, one is upside down.
"""
import io
import os
import random
import numpy
import pymupdf
from PIL import Image, ImageDraw, ImageFilter

HERE = os.path.dirname(os.path.abspath(__file__))
DPI = 200
SEALED, SIDEWAYS, UPSIDE_DOWN = 2, 3, 4


def seal(picture):
    draw = ImageDraw.Draw(picture, "RGBA")
    x, y, radius, red = picture.width * 3 // 5, picture.height * 2 // 5, DPI * 3 // 4, (200, 24, 40, 200)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=8)
    draw.polygon([(x, y - 40), (x + 30, y + 35), (x - 40, y - 10), (x + 40, y - 10), (x - 30, y + 35)], fill=red)


def scanned(page, number, chance):
    pixels = page.get_pixmap(dpi=DPI)
    picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    if number == SEALED:
        seal(picture)
    picture = picture.rotate(chance.uniform(-0.8, 0.8), resample=Image.BICUBIC, fillcolor=(255, 255, 255))
    values = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.5))).astype(float) * 0.82 + 25
    values += numpy.random.default_rng(number).normal(0, 3, values.shape[:2])[:, :, None]
    picture = Image.fromarray(values.clip(0, 255).astype("uint8"))
    if number == SIDEWAYS:
        picture = picture.rotate(90, expand=True)
    if number == UPSIDE_DOWN:
        picture = picture.rotate(180)
    return picture if number == SEALED else picture.convert("L")


def main():
    chance = random.Random(26)
    out = pymupdf.open()
    for number, page in enumerate(pymupdf.open(os.path.join(HERE, "release.pdf")), 1):
        picture = scanned(page, number, chance)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=45)
        sheet = out.new_page(width=picture.width * 72 / DPI, height=picture.height * 72 / DPI)
        sheet.insert_image(sheet.rect, stream=data.getvalue())
    out.save(os.path.join(HERE, "scanned.pdf"), deflate=True, no_new_id=True)


main()
