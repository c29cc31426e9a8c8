"""How well does newsearch rank, on any collection of articles, queries and judgements?

    python -m benchmarks.relevance FOLDER…

A collection is a folder with

- corpus.jsonl: one object a line: `id`, `title` (may be missing), `text`;
- queries.jsonl: one object a line: `id`, `text`;
- qrels.tsv: query id, document id, relevance, divided by tabs.

In place of corpus.jsonl, a file CORPUS may name one beside the folder, in words: "index
news/articles.jsonl with the body only". The `_id`s and header line of BEIR's files, and `body` for
`text`, are understood too.

Every query is asked as typed, without accents and in capitals. Two baselines run on the same
collection: stock Whoosh's French, and an analysis like Lucene's.
"""
