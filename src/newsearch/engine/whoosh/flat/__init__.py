"""A Whoosh codec of flat arrays: segments that are used where they lie, memory-mapped.

    files      container · integers · small · offsets · dictionary · doclists · lists (with longlists; listswriter) · peaks ·
               lending · terms · columns · stored
    writing    tokens · inversion · runs (with waiting) · pairing (with loose) · texts · codes · batch (documents → a segment) ·
               merging (segments → one) · fieldwriting (for both) · writer (a commit)
    reading    segment (what the table of contents says) · reader (for our evaluator)
    Whoosh     codec, with cursor, matcher, tiers, columns (for any Whoosh searcher) and builder
               (for Whoosh's own writer)

A segment is two files: `.postings` (terms, posting lists, lengths, numbers, keywords) and `.stored`
(what is given back). Importing this package imports none of its modules.
"""
