#!/usr/bin/python3
"""Records what Pillow and numpy give (Debian's python3-pil 9.4, python3-numpy 1.24) in the files beside it.

resize.txt: size, new size, filter, CRC-32 of the result of Image.resize over a picture of noise that the test makes too.
decode.json: small files of every format and mode, with the bytes of convert("RGB").
preprocess.json: configurations with the SHA-256 of the float32 pixel values of the image processors' arithmetic.
"""
import base64
import hashlib
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

FOLDER = pathlib.Path(__file__).parent


def noise(width, height, seed):
    """Bytes of a linear congruential generator, the upper eight of its bits; every fourth of them is black or white."""
    count = width * height * 3
    state, out = seed, bytearray(count)
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        value = state >> 24
        out[i] = value if state >> 22 & 3 else 255 * (value & 1)
    return np.frombuffer(bytes(out), np.uint8).reshape(height, width, 3)


def smooth(width, height):
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 110 * np.sin((x * a + y * b) / 9.0 + a) for a, b in ((1, 2), (2, -1), (-1, 3))]
    return np.stack(waves, -1).astype(np.uint8)


def resize_cases():
    sizes = [(1, 1), (1, 9), (9, 1), (2, 3), (7, 5), (16, 16), (31, 17), (64, 3), (3, 64), (97, 41), (200, 1), (1, 200)]
    targets = [(1, 1), (1, 7), (7, 1), (3, 2), (5, 7), (16, 16), (24, 40), (33, 33), (90, 2), (2, 90), (224, 5)]
    for i, size in enumerate(sizes):
        for j, target in enumerate(targets):
            for resample in range(6):
                if (i + j + resample) % 2 == 0:
                    yield size, target, resample
    for resample in range(6):
        for size, target in (((300, 200), (224, 224)), ((201, 333), (64, 48)), ((40, 50), (231, 129)), ((1023, 2), (37, 3)), ((2, 1023), (3, 37)), ((500, 400), (8, 8)), ((49, 49), (7, 7)), ((28, 13), (29, 13))):
            yield size, target, resample


def write_resize():
    lines = []
    for (width, height), (to_width, to_height), resample in resize_cases():
        result = Image.fromarray(noise(width, height, width * 1000 + height)).resize((to_width, to_height), resample)
        lines.append(f"{width} {height} {to_width} {to_height} {resample} {zlib.crc32(result.tobytes()):08x}")
    (FOLDER / "resize.txt").write_text("\n".join(lines) + "\n")


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png16(array, color_type):
    """A 16-bit PNG: Pillow writes none in colour."""
    height, width = array.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in array)
    header = struct.pack(">IIBBBBB", width, height, 16, color_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def decode_files():
    rgb = Image.fromarray(smooth(21, 13))
    small = Image.fromarray(noise(9, 7, 5))
    gray = rgb.convert("L")
    alpha = Image.fromarray(noise(21, 13, 3)[:, :, 0])
    with_alpha = rgb.copy()
    with_alpha.putalpha(alpha)
    gray_alpha = gray.copy()
    gray_alpha.putalpha(alpha)
    palette = rgb.quantize(16)
    yield "png-rgb", saved(small, "PNG")
    yield "png-rgba", saved(with_alpha, "PNG")
    yield "png-gray", saved(gray, "PNG")
    yield "png-gray-alpha", saved(gray_alpha, "PNG")
    yield "png-bits", saved(rgb.convert("1"), "PNG")
    yield "png-palette", saved(palette, "PNG")
    yield "png-palette-bits", saved(rgb.quantize(3), "PNG", bits=2)
    yield "png-palette-transparent", saved(palette, "PNG", transparency=bytes([0, 90, 255, 10]))
    yield "png-key-transparent", saved(small, "PNG", transparency=small.getpixel((0, 0)))
    yield "png-gray-key-transparent", saved(gray, "PNG", transparency=gray.getpixel((0, 0)))
    deep = noise(9, 7, 8).astype(np.uint16) * 256 + noise(9, 7, 9)
    yield "png-rgb16", png16(deep, 2)
    yield "png-gray16", png16(deep[:, :, 0], 0)
    yield "png-rgba16", png16(np.concatenate([deep, deep[:, :, :1]], -1), 6)
    plain = saved(small, "PNG")
    yield "png-gamma", plain[:33] + chunk(b"gAMA", struct.pack(">I", 30000)) + plain[33:]
    yield "jpeg", saved(rgb, "JPEG", quality=90)
    yield "jpeg-444", saved(rgb, "JPEG", quality=95, subsampling=0)
    yield "jpeg-420-noise", saved(Image.fromarray(noise(18, 11, 4)), "JPEG", quality=80, subsampling=2)
    yield "jpeg-progressive", saved(rgb, "JPEG", quality=85, progressive=True)
    yield "jpeg-gray", saved(gray, "JPEG", quality=90)
    yield "jpeg-cmyk", saved(rgb.convert("CMYK"), "JPEG", quality=95)
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "jpeg-orientation", saved(rgb, "JPEG", quality=90, exif=exif)
    yield "webp-lossless", saved(small, "WEBP", lossless=True)
    yield "webp-lossless-alpha", saved(with_alpha, "WEBP", lossless=True, exact=True)
    yield "webp-lossy", saved(rgb, "WEBP", quality=90)
    yield "gif", saved(rgb.quantize(32), "GIF")
    yield "gif-transparent", saved(rgb.quantize(16), "GIF", transparency=3)
    yield "gif-animated", saved(rgb.quantize(8), "GIF", save_all=True, append_images=[small.resize(rgb.size).quantize(8)])
    yield "bmp-rgb", saved(small, "BMP")
    yield "bmp-palette", saved(rgb.quantize(16), "BMP")
    yield "bmp-gray", saved(gray, "BMP")
    yield "bmp-bits", saved(rgb.convert("1"), "BMP")


def pixels_of(name, data):
    """convert("RGB"), but of 16-bit grey the high byte: Pillow 9 cuts those at 255, which gives white."""
    image = Image.open(io.BytesIO(data))
    if name == "png-gray16":
        return np.repeat((np.asarray(image) >> 8).astype(np.uint8)[:, :, None], 3, 2)
    return np.asarray(image.convert("RGB"))


def write_decode():
    files = []
    for name, data in decode_files():
        pixels = pixels_of(name, data)
        files.append({"name": name, "width": pixels.shape[1], "height": pixels.shape[0], "file": base64.b64encode(data).decode(),
                      "rgb": base64.b64encode(zlib.compress(pixels.tobytes(), 9)).decode()})
    (FOLDER / "decode.json").write_text("[\n" + ",\n".join(json.dumps(f) for f in files) + "\n]\n")


CLIP = {"image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
HALF = {"image_mean": [0.5] * 3, "image_std": [0.5] * 3}

# Configuration, the steps that it means (resize, crop, factor, mean, deviation), size of the picture.
PREPROCESS = [
    ("vit", {"image_processor_type": "ViTImageProcessor", "do_resize": True, "size": {"height": 32, "width": 32}, "resample": 2, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, **HALF},
     ((32, 32), 2, None, 1 / 255, HALF), (50, 40)),
    ("vit-legacy", {"do_normalize": True, "do_resize": True, "feature_extractor_type": "ViTFeatureExtractor", **HALF, "resample": 3, "size": 32}, ((32, 32), 3, None, 1 / 255, HALF), (50, 40)),
    ("vit-bare", {"size": 48, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]},
     ((48, 48), 2, None, 1 / 255, {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}), (17, 90)),
    ("vit-unscaled", {"image_processor_type": "ViTImageProcessor", "size": {"height": 20, "width": 30}, "do_rescale": False, "image_mean": [100.5, 90.25, 3], "image_std": [55, 60.1, 1.7]},
     ((30, 20), 2, None, None, {"image_mean": [100.5, 90.25, 3], "image_std": [55, 60.1, 1.7]}), (50, 40)),
    ("vit-plain", {"image_processor_type": "ViTImageProcessorFast", "size": {"height": 20, "width": 30}, "do_rescale": False, "do_normalize": False}, ((30, 20), 2, None, None, None), (50, 40)),
    ("vit-scaled", {"image_processor_type": "ViTImageProcessor", "do_resize": False, "do_normalize": False, "rescale_factor": 0.00784313725490196}, (None, 2, None, 0.00784313725490196, None), (24, 24)),
    ("deit", {"feature_extractor_type": "DeiTFeatureExtractor", "size": 37, "crop_size": 32, **HALF}, ((37, 37), 3, (32, 32), 1 / 255, HALF), (50, 40)),
    ("beit", {"image_processor_type": "BeitImageProcessor", "size": {"height": 32, "width": 32}, "do_center_crop": False, "resample": 2, "do_reduce_labels": False, **HALF}, ((32, 32), 2, None, 1 / 255, HALF), (50, 40)),
    ("clip", {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}, "do_convert_rgb": True}, ("short 32", 3, (32, 32), 1 / 255, CLIP), (61, 40)),
    ("clip-legacy", {"feature_extractor_type": "CLIPFeatureExtractor", "size": 32, "crop_size": 31, "resample": 1, "do_center_crop": True, "do_resize": True, **CLIP}, ("short 32", 1, (31, 31), 1 / 255, CLIP), (40, 61)),
    ("clip-padded", {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 20}, "crop_size": {"height": 33, "width": 24}}, ("short 20", 3, (24, 33), 1 / 255, CLIP), (41, 40)),
    ("clip-unsized", {"image_processor_type": "CLIPImageProcessor", "do_resize": False, "crop_size": 45}, (None, 3, (45, 45), 1 / 255, CLIP), (50, 40)),
    ("clip-longest", {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 20, "longest_edge": 45}, "crop_size": {"height": 32, "width": 32}}, ("short 20 45", 3, (32, 32), 1 / 255, CLIP), (31, 90)),
]


def target_of(rule, width, height):
    """The shorter side gets the length; the arithmetic of the reference's get_resize_output_image_size."""
    if not isinstance(rule, str):
        return rule
    _, short, *longest = rule.split()
    low, high = min(width, height), max(width, height)
    new_low, new_high = int(short), int(int(short) * high / low)
    if longest and new_high > int(longest[0]):
        new_low, new_high = int(int(longest[0]) * new_low / new_high), int(longest[0])
    return (new_low, new_high) if width <= height else (new_high, new_low)


def cropped(pixels, width, height):
    """The middle, on black."""
    top, left = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
    up, aside = max(-top, 0), max(-left, 0)
    around = np.pad(pixels, ((up, max(height - pixels.shape[0] - up, 0)), (aside, max(width - pixels.shape[1] - aside, 0)), (0, 0)))
    return around[top + up:top + up + height, left + aside:left + aside + width]


def processed(image, rule, resample, crop, factor, normal):
    if rule is not None:
        image = image.resize(target_of(rule, *image.size), resample)
    pixels = np.asarray(image)
    if crop is not None:
        pixels = cropped(pixels, *crop)
    values = pixels.astype(np.float32) if factor is None else (pixels.astype(np.float64) * factor).astype(np.float32)
    if normal is not None:
        values = (values - np.array(normal["image_mean"], np.float32)) / np.array(normal["image_std"], np.float32)
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def write_preprocess():
    cases = []
    for name, config, steps, size in PREPROCESS:
        image = Image.fromarray(noise(*size, size[0]))
        values = processed(image, *steps)
        cases.append({"name": name, "config": config, "width": size[0], "height": size[1], "shape": list(values.shape),
                      "sha256": hashlib.sha256(values.astype("<f4").tobytes()).hexdigest()})
    (FOLDER / "preprocess.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    write_resize()
    write_decode()
    write_preprocess()
