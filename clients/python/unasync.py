#!/usr/bin/env python3
"""Makes src/adapterbridge/_sync from _aio by taking out async and await, so that both clients have the same methods.

With a folder as argument the result goes there (the freshness test).
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "src" / "adapterbridge" / "_aio"
HAND_WRITTEN = "compat.py"

RULES = [
    (r'"""The asyncio client, written by hand.*?"""', '"""The plain client, made from `_aio` by ../../unasync.py."""'),
    (r"\basync (def|for|with)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\b__a(enter|exit)__\b", r"__\1__"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"adapterbridge\._aio\b", "adapterbridge._sync"),
    (r"from typing import (.*)", lambda m: "from typing import " + ", ".join(dict.fromkeys(m[1].split(", ")))),
]


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent / "_sync"
    target.mkdir(exist_ok=True)
    for path in sorted(SOURCE.glob("*.py")):
        if path.name == HAND_WRITTEN:
            continue
        text = path.read_text()
        for pattern, replacement in RULES:
            text = re.sub(pattern, replacement, text, flags=re.DOTALL if '"""' in pattern else 0)
        (target / path.name).write_text(text)


if __name__ == "__main__":
    main()
