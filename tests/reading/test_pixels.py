"""Pictures judged by their bytes."""

from __future__ import annotations

import io
import struct
import zlib
from random import Random
from typing import Any

import pytest
from PIL import Image

from publish.errors import SourceError
from publish.reading.pixels import fitted


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        fitted(content)
    return caught.value.what


def test_a_large_photograph_becomes_as_large_as_a_page() -> None:
    content, media_type, width, height = fitted(saved(Image.new("RGB", (3000, 1500), "navy"), "JPEG"))
    assert (media_type, width, height) == ("image/jpeg", 1600, 800)
    assert Image.open(io.BytesIO(content)).size == (1600, 800)


def test_a_photograph_stands_upright_and_says_nothing_of_its_camera() -> None:
    sideways = Image.new("RGB", (80, 40), "white")
    sideways.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera of mine"
    content, _, width, height = fitted(saved(sideways, "JPEG", exif=exif, comment=b"where I live"))
    upright = Image.open(io.BytesIO(content))
    assert (width, height) == (40, 80)
    red, _, blue = upright.getpixel((20, 10))  # type: ignore[misc] # of an RGB picture: three numbers
    assert red > 200 > blue
    assert b"camera" not in content
    assert b"live" not in content
    assert not upright.getexif()


@pytest.mark.parametrize(
    ("image", "kind", "media_type"),
    [
        (Image.new("RGB", (60, 40)), "PNG", "image/png"),
        (Image.new("RGB", (60, 40)), "WEBP", "image/jpeg"),
        (Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "WEBP", "image/png"),
        (Image.new("P", (60, 40)), "GIF", "image/png"),
        (Image.new("CMYK", (60, 40)), "JPEG", "image/jpeg"),
        (Image.new("I;16", (60, 40)), "PNG", "image/png"),
        (Image.new("1", (60, 40)), "PNG", "image/png"),
    ],
)
def test_every_kind_becomes_one_that_each_reading_system_shows(image: Image.Image, kind: str, media_type: str) -> None:
    content, told, *size = fitted(saved(image, kind))
    assert (told, size) == (media_type, [60, 40])
    assert Image.open(io.BytesIO(content)).size == (60, 40)


def test_what_shines_through_stays_so() -> None:
    content, *_ = fitted(saved(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG"))
    assert Image.open(io.BytesIO(content)).getpixel((1, 1)) == (255, 0, 0, 0)


def test_of_a_moving_picture_the_first_image_is_taken() -> None:
    frames = [Image.new("RGB", (9, 9), color) for color in ("red", "blue")]
    content, *_ = fitted(saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50))
    still = Image.open(io.BytesIO(content))
    assert still.convert("RGB").getpixel((4, 4)) == (255, 0, 0)
    assert getattr(still, "n_frames", 1) == 1


def test_the_same_picture_gives_the_same_bytes_whatever_its_file_says_of_it() -> None:
    noise = Image.frombytes("RGB", (60, 40), Random(7).randbytes(7200))
    plain, *_ = fitted(saved(noise, "PNG"))
    told, *_ = fitted(saved(noise, "PNG", dpi=(300, 300), compress_level=1))
    assert saved(noise, "PNG") != saved(noise, "PNG", dpi=(300, 300), compress_level=1)
    assert Image.open(io.BytesIO(plain)).tobytes() == noise.tobytes()
    assert told == plain


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 9000, 9000, 8, 2, 0, 0, 0))
    assert refused(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"")) == "It has more than 50 million pixels"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "There is nothing in it"),
        (b"<html><p>Not found</p></html>", "It is no JPEG, PNG, GIF, WebP or SVG"),
        (b"%PDF-1.7", "It is no JPEG, PNG, GIF, WebP or SVG"),
        (saved(Image.effect_noise((90, 90), 40), "JPEG")[:900], "It is broken"),
        (saved(Image.new("RGB", (9, 9)), "BMP"), "It is no JPEG, PNG, GIF, WebP or SVG"),
        (b"x" * 20_000_001, "It is larger than 20 MB"),
        (b'<?xml version="1.0"?><rss/>', "It is no JPEG, PNG, GIF, WebP or SVG"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(content: bytes, what: str) -> None:
    assert refused(content).startswith(what)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


def test_a_drawing_that_only_draws_is_taken_without_its_comments() -> None:
    drawing = SVG.format('<!-- mine --><defs><path id="a" d="M0 0L9 9"/></defs><use xlink:href="#a"/>')
    content, media_type, *_ = fitted(drawing.encode())
    assert media_type == "image/svg+xml"
    assert b"M0 0L9 9" in content
    assert b"mine" not in content


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onclick="alert(1)" d="M0 0"/>',
        '<image xlink:href="https://example.org/a.png"/>',
        '<use xlink:href="https://example.org/a.svg#b"/>',
        '<path style="fill:url(https://example.org/a)" d="M0 0"/>',
        "<style>@import url(https://example.org/a)</style>",
        "<foreignObject><p>Hello</p></foreignObject>",
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
    ],
)
def test_a_drawing_that_could_do_more_than_draw_is_refused(inside: str) -> None:
    assert refused(SVG.format(inside).encode()).startswith("It is an SVG that does more than draw")


def test_a_drawing_brings_no_entity_in() -> None:
    drawing = f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>{SVG.format("<text>&a;</text>")}'
    content, *_ = fitted(drawing.encode())
    assert b"ENTITY" not in content
    assert b"<text/>" in content
