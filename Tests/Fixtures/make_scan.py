#!/usr/bin/env python3
"""Makes two fixtures beside this file from release.pdf. Needs pymupdf, numpy and pillow; the results are committed.

scanned.pdf is what an office scanner gives: pages a little askew on gray paper with noise; one bears a red seal, one lies on its
side, one is upside down. picture-beside-text.pdf has one page whose table is a picture below a text that is typed, and one with a
photograph in its place.
"""
import io
import os
import random
import numpy
import pymupdf
from PIL import Image, ImageDraw, ImageFilter

HERE = os.path.dirname(os.path.abspath(__file__))
DPI = 200
SEALED, SIDEWAYS, UPSIDE_DOWN, TABLE = 2, 3, 4, 4


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


def beside_text():
    page = pymupdf.open(os.path.join(HERE, "release.pdf"))[TABLE - 1]
    pixels = page.get_pixmap(dpi=DPI)
    table = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples).convert("L")
    waves = numpy.add.outer(numpy.sin(numpy.arange(600) / 37), numpy.cos(numpy.arange(900) / 53))
    photograph = Image.fromarray((waves * 60 + 128).clip(0, 255).astype("uint8"))
    out = pymupdf.open()
    for picture in (table, photograph):
        sheet = out.new_page(width=595, height=842)
        for line in range(6):
            sheet.insert_text((60, 60 + 18 * line), "下表是本部门的收支总表，金额以万元为单位，各项数字以附件为准。", fontname="china-s", fontsize=11)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=80)
        high = 480 * picture.height / picture.width
        sheet.insert_image(pymupdf.Rect(60, 200, 540, 200 + high), stream=data.getvalue())
    out.save(os.path.join(HERE, "picture-beside-text.pdf"), deflate=True, no_new_id=True)


def main():
    beside_text()
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
