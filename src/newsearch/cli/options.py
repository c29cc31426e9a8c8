"""Every option and argument, once, with its help."""

from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias, get_args

from newsearch.cli.declare import Argument, Option
from newsearch.cli.terminal import When
from newsearch.search import Accents, FacetField, Sort

__all__ = [
    "DEFAULT_ARTICLES",
    "DEFAULT_INDEX",
    "AccentCare",
    "ArticleFormat",
    "ArticleId",
    "CheckedIndex",
    "Color",
    "Count",
    "Debug",
    "Exact",
    "Explain",
    "Facets",
    "Group",
    "HitFormat",
    "Ids",
    "Ignored",
    "IndexDirectory",
    "Jobs",
    "Json",
    "Limit",
    "Map",
    "MarkedQuery",
    "MaxWords",
    "MinWords",
    "Offset",
    "Parts",
    "Paths",
    "Quiet",
    "Rebuild",
    "Removed",
    "SearchWords",
    "Since",
    "Snippets",
    "SortOrder",
    "Sources",
    "Strict",
    "Undated",
    "Until",
]

DEFAULT_INDEX: Final = Path("index")
DEFAULT_ARTICLES: Final = Path("docs_in")

_FACETS: Final = ", ".join(get_args(FacetField))

Paths: TypeAlias = Annotated[
    list[Path] | None,
    Argument(
        help="Files and folders of articles; folders are read with all that is in them; - is "
        "standard input.",
        show_default=str(DEFAULT_ARTICLES),
    ),
]
Rebuild: TypeAlias = Annotated[
    bool,
    Option(
        "--rebuild",
        help="Build a new index beside the old one, which serves until the new one is complete.",
    ),
]
Map: TypeAlias = Annotated[
    list[str] | None,
    Option(
        "--map",
        metavar="PART=FIELD,…",
        help="Which field of JSON or CSV records is what: title=headline,body=text.",
    ),
]
Strict: TypeAlias = Annotated[
    bool, Option("--strict", help="Change nothing if a file cannot be read.")
]
Jobs: TypeAlias = Annotated[
    int | None,
    Option(
        "-j",
        "--jobs",
        metavar="N",
        help="Read in so many processes; without it, in as many as pay.",
    ),
]

IndexDirectory: TypeAlias = Annotated[
    Path, Option("--index", metavar="DIR", envvar="NEWSEARCH_INDEX", help="The index.")
]
Color: TypeAlias = Annotated[
    When, Option("--color", help="When to use colours; NO_COLOR=1 means never.")
]
Debug: TypeAlias = Annotated[bool, Option("--debug", help="Show where an error comes from.")]

SearchWords: TypeAlias = Annotated[
    list[str],
    Argument(metavar="QUERY", help="What to look for; a lone - reads it from standard input."),
]
Limit: TypeAlias = Annotated[
    int, Option("-n", "--limit", metavar="N", help="Show at most so many hits.")
]
Offset: TypeAlias = Annotated[
    int, Option("--offset", metavar="N", help="Leave out so many hits before.")
]
SortOrder: TypeAlias = Annotated[Sort, Option("--sort", help="What comes first.")]
Since: TypeAlias = Annotated[
    str | None,
    Option(
        "--since",
        metavar="DATE",
        help="Published then or later: 2013, 2013-03, 2013-03-04, 'mars 2013', 7d …",
    ),
]
Until: TypeAlias = Annotated[
    str | None, Option("--until", metavar="DATE", help="Published then or earlier.")
]
Undated: TypeAlias = Annotated[
    bool, Option("--undated", help="Only articles whose date of publication is not known.")
]
Sources: TypeAlias = Annotated[
    list[str] | None,
    Option("--source", metavar="NAME", help="Published by this source; repeat for any of several."),
]
Parts: TypeAlias = Annotated[
    str, Option("--in", metavar="PARTS", help="Where to look: title, body or title,body.")
]
CheckedIndex: TypeAlias = Annotated[
    Path | None,
    Option("--index", metavar="DIR", help="Check the articles of this index instead."),
]
Ignored: TypeAlias = Annotated[
    list[str] | None,
    Option(
        "--ignore",
        metavar="KIND",
        help="Do not look for findings of this kind; repeat for several.",
    ),
]
MinWords: TypeAlias = Annotated[
    int, Option("--min-words", metavar="N", help="An article of fewer words is short.")
]
MaxWords: TypeAlias = Annotated[
    int, Option("--max-words", metavar="N", help="An article of more words is long.")
]
Exact: TypeAlias = Annotated[
    bool, Option("--exact", help="Find words in the form typed only, not in their others.")
]
AccentCare: TypeAlias = Annotated[
    Accents,
    Option("--accents", help="strict tells cote, côte and coté apart."),
]
Group: TypeAlias = Annotated[
    bool, Option("--group", help="Show a story once, not every copy of its text.")
]
Explain: TypeAlias = Annotated[
    bool, Option("--explain", help="Show what each score is made of (not in lines or CSV).")
]
Facets: TypeAlias = Annotated[
    list[str] | None,
    Option("--facet", metavar="FIELD", help=f"Count all matches by {_FACETS}; repeat for more."),
]
Snippets: TypeAlias = Annotated[
    int, Option("--snippets", metavar="N", help="Show at most so many passages of a hit.")
]
HitFormat: TypeAlias = Annotated[
    Literal["text", "json", "jsonl", "csv"],
    Option("-f", "--format", help="text is for people, and one line a hit in a pipe."),
]
Json: TypeAlias = Annotated[bool, Option("--json", help="Short for --format json.")]
Quiet: TypeAlias = Annotated[
    bool, Option("-q", "--quiet", help="Print nothing: the exit status says it.")
]
Count: TypeAlias = Annotated[
    bool, Option("-c", "--count", help="Print only how many articles (--group: stories) match.")
]
Ids: TypeAlias = Annotated[bool, Option("-l", "--ids", help="Print only ids, one a line.")]

ArticleId: TypeAlias = Annotated[str, Argument(metavar="ID", help="As query shows it.")]
MarkedQuery: TypeAlias = Annotated[
    str | None, Option("--query", metavar="QUERY", help="Mark what this query matches.")
]
Removed: TypeAlias = Annotated[
    bool, Option("--removed", help="Show what was left out of the text, and why.")
]
ArticleFormat: TypeAlias = Annotated[
    Literal["text", "json"], Option("-f", "--format", help="text is for people.")
]
