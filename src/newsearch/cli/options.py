"""Every option and argument, once, with its help."""

from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias, get_args

import typer

from newsearch.cli.terminal import When
from newsearch.search import Accents, FacetField, Sort

__all__ = [
    "DEFAULT_ARTICLES",
    "DEFAULT_INDEX",
    "AccentCare",
    "ArticleFormat",
    "ArticleId",
    "Color",
    "Count",
    "Debug",
    "Exact",
    "Explain",
    "Facets",
    "HitFormat",
    "Ids",
    "IndexDirectory",
    "Jobs",
    "Json",
    "Limit",
    "Map",
    "MarkedQuery",
    "Offset",
    "Parts",
    "Paths",
    "Quiet",
    "Rebuild",
    "SearchWords",
    "Since",
    "Snippets",
    "SortOrder",
    "Sources",
    "Strict",
    "Until",
]

DEFAULT_INDEX: Final = Path("index")
DEFAULT_ARTICLES: Final = Path("docs_in")

_FACETS: Final = ", ".join(get_args(FacetField))

Paths: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files and folders of articles; folders are read with all that is in them; - is "
        "standard input.",
        show_default=str(DEFAULT_ARTICLES),
    ),
]
Rebuild: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--rebuild",
        help="Build a new index beside the old one, which serves until the new one is complete.",
    ),
]
Map: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="PART=FIELD,…",
        help="Which field of JSON or CSV records is what: title=headline,body=text.",
    ),
]
Strict: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="Change nothing if a file cannot be read.")
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=1,
        help="Read in so many processes; without it, in as many as pay.",
    ),
]

IndexDirectory: TypeAlias = Annotated[
    Path, typer.Option("--index", metavar="DIR", envvar="NEWSEARCH_INDEX", help="The index.")
]
Color: TypeAlias = Annotated[
    When, typer.Option("--color", help="When to use colours; NO_COLOR=1 means never.")
]
Debug: TypeAlias = Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")]

SearchWords: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="QUERY", help="What to look for; a lone - reads it from standard input."
    ),
]
Limit: TypeAlias = Annotated[
    int, typer.Option("-n", "--limit", metavar="N", help="Show at most so many hits.")
]
Offset: TypeAlias = Annotated[
    int, typer.Option("--offset", metavar="N", help="Leave out so many hits before.")
]
SortOrder: TypeAlias = Annotated[Sort, typer.Option("--sort", help="What comes first.")]
Since: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="Published then or later: 2013, 2013-03, 2013-03-04, 'mars 2013', 7d …",
    ),
]
Until: TypeAlias = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Published then or earlier.")
]
Sources: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="NAME", help="Published by this source; repeat for any of several."
    ),
]
Parts: TypeAlias = Annotated[
    str, typer.Option("--in", metavar="PARTS", help="Where to look: title, body or title,body.")
]
Exact: TypeAlias = Annotated[
    bool, typer.Option("--exact", help="Find words in the form typed only, not in their others.")
]
AccentCare: TypeAlias = Annotated[
    Accents,
    typer.Option("--accents", help="strict tells cote, côte and coté apart."),
]
Explain: TypeAlias = Annotated[
    bool, typer.Option("--explain", help="Show what each score is made of (not in lines or CSV).")
]
Facets: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--facet", metavar="FIELD", help=f"Count all matches by {_FACETS}; repeat for more."
    ),
]
Snippets: TypeAlias = Annotated[
    int, typer.Option("--snippets", metavar="N", help="Show at most so many passages of a hit.")
]
HitFormat: TypeAlias = Annotated[
    Literal["text", "json", "jsonl", "csv"],
    typer.Option("-f", "--format", help="text is for people, and one line a hit in a pipe."),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Quiet: TypeAlias = Annotated[
    bool, typer.Option("-q", "--quiet", help="Print nothing: the exit status says it.")
]
Count: TypeAlias = Annotated[
    bool, typer.Option("-c", "--count", help="Print only how many articles match.")
]
Ids: TypeAlias = Annotated[bool, typer.Option("-l", "--ids", help="Print only ids, one a line.")]

ArticleId: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="As query shows it.")]
MarkedQuery: TypeAlias = Annotated[
    str | None, typer.Option("--query", metavar="QUERY", help="Mark what this query matches.")
]
ArticleFormat: TypeAlias = Annotated[
    Literal["text", "json"], typer.Option("-f", "--format", help="text is for people.")
]
