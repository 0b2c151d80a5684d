"""Make a BEIR folder of the questions on those articles of another that the answer model has not seen.

    python tests/training/held_out_beir.py FOLDER SPLIT OUT [--cache EXAMPLES]

The corpus stays whole. A question that nothing answers belongs to the article that ranks first for it.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from answer_examples import is_held_out, queries_of, read_examples


def main() -> None:
    """Write corpus.jsonl, queries.jsonl and the qrels."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("split")
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path, help="folder of examples; OUT if not given")
    options = parser.parse_args()
    found = read_examples(options.folder, options.split, options.cache or options.out)
    kept = {one.question for one in found if is_held_out(one.article)}
    (options.out / "qrels").mkdir(parents=True, exist_ok=True)
    shutil.copy(options.folder / "corpus.jsonl", options.out)
    queries = [one for one in queries_of(options.folder) if one["text"] in kept]
    lines = [json.dumps(one, ensure_ascii=False) for one in queries]
    (options.out / "queries.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")
    names = {one["_id"] for one in queries}
    qrels = Path("qrels") / f"{options.split}.tsv"
    head, *rest = (options.folder / qrels).read_text(encoding="utf-8").splitlines()
    own = [line for line in rest if line.partition("\t")[0] in names]
    (options.out / qrels).write_text("\n".join([head, *own, ""]), encoding="utf-8")
    print(f"{len(queries)} questions, {len(own)} judgements")


if __name__ == "__main__":
    main()
