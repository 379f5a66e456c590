#!/usr/bin/env python3
"""Writes normalization.txt: what Unicode normalization needs, from Python's own Unicode database, as far as Hugging Face's library knows it (Unicode 9).

.NET's string.Normalize does nothing without ICU (InvariantGlobalization), and says nothing about which character became which.
Lines: D = canonical decomposition (full), K = compatibility decomposition where it differs, C = combining class, P = composition of two.
Hangul syllables are computed, not listed.
"""
import pathlib
import sys
import unicodedata

HANGUL = range(0xAC00, 0xD7A4)
# Decompositions younger than the library's tables.
YOUNGER = {0x32FF, 0xA7F2, 0xA7F3, 0xA7F4, 0xAB69, 0x11938, *range(0x10781, 0x107BB), 0x1F16C, *range(0x1FBF0, 0x1FBFA)}


def marks() -> set[int]:
    """Marks that the library knows; others have no combining class there."""
    known: set[int] = set()
    for line in pathlib.Path(__file__).with_name("classes.txt").read_text().splitlines():
        name, *bounds = line.split(" ")
        if name == "mark":
            known.update(range(int(bounds[0], 16), int(bounds[1], 16) + 1))
    return known


def codes(text: str) -> str:
    return " ".join(f"{ord(c):X}" for c in text)


def main() -> None:
    lines = []
    known = marks()
    for code in range(0x110000):
        if code in HANGUL or code in YOUNGER or 0xD800 <= code < 0xE000:
            continue
        char = chr(code)
        canonical, compatible = unicodedata.normalize("NFD", char), unicodedata.normalize("NFKD", char)
        if canonical != char:
            lines.append(f"D {code:X} {codes(canonical)}")
        if compatible != canonical:
            lines.append(f"K {code:X} {codes(compatible)}")
        if unicodedata.combining(char) and code in known:
            lines.append(f"C {code:X} {unicodedata.combining(char):X}")
        parts = unicodedata.decomposition(char).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            pair = chr(int(parts[0], 16)) + chr(int(parts[1], 16))
            if unicodedata.normalize("NFC", pair) == char:
                lines.append(f"P {codes(pair)} {code:X}")
    path = pathlib.Path(__file__).with_name("normalization.txt")
    path.write_text(f"# Unicode {unicodedata.unidata_version}\n" + "\n".join(lines) + "\n")
    print(path, len(lines), file=sys.stderr)


if __name__ == "__main__":
    main()
