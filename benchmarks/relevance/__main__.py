"""The command: python -m benchmarks.relevance FOLDER…"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.relevance.collection import Collection
from benchmarks.relevance.report import compare, format_table

parser = argparse.ArgumentParser(
    prog="python -m benchmarks.relevance",
    description="How well does newsearch rank? Mean nDCG@10, MRR@10 and Recall@100 for each folder "
    "with corpus.jsonl, queries.jsonl and qrels.tsv, beside two baselines.",
)
parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
parser.add_argument(
    "--queries", type=int, metavar="N", help="ask only N queries of each, always the same ones"
)
parser.add_argument(
    "--baselines",
    action=argparse.BooleanOptionalAction,
    default=True,
    help="run stock Whoosh French and a Lucene-like analysis too (default: yes)",
)
parser.add_argument("--json", action="store_true", help="print one JSON object a collection")


def main() -> None:
    options = parser.parse_args()
    for folder in options.folders:
        try:
            collection = Collection.read(folder).sample(queries=options.queries)
        except (OSError, ValueError, KeyError) as error:
            sys.exit(f"not a test collection: {error}")
        report = compare(collection, with_baselines=options.baselines)
        if options.json:
            print(json.dumps(report.to_dict(), ensure_ascii=False), flush=True)
        else:
            print(format_table(report), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
