#!/usr/bin/env python3
"""Takes a small selection of the tokenizer goldens: every sixth case, and every tokenizer.json that is not in the repository already."""
import json
import pathlib
import shutil
import sys

STEP = 6


def main(source: pathlib.Path, target: pathlib.Path) -> None:
    for folder in sorted(source.iterdir()):
        if folder.name in ("bytelevel-smollm2", "unigram-t5", "unigram-albert") or not (folder / "cases.jsonl").exists():
            continue
        (target / folder.name).mkdir(exist_ok=True)
        lines = [line for line in (folder / "cases.jsonl").read_text(encoding="utf-8").split("\n") if line]
        (target / folder.name / "cases.jsonl").write_text("".join(line + "\n" for line in lines if json.loads(line)["id"] % STEP == 0))
        if (folder / "tokenizer.json").exists():
            shutil.copyfile(folder / "tokenizer.json", target / folder.name / "tokenizer.json")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent)
