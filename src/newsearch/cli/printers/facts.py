"""What is said about an article beside its text."""

from newsearch.article import Article
from newsearch.stories import MOST_MEMBERS, Story

__all__ = ["describe", "place", "publication_date"]

_KNOWN = {"year": len("2013"), "month": len("2013-03")}


def publication_date(article: Article) -> str:
    """The day of publication, or as much of it as is known: "2013-03-04", "2013-03", "2013", ""."""
    if article.published is None:
        return ""
    known = _KNOWN.get(article.published_precision or "")
    return article.published.date().isoformat()[:known]


def place(article: Article) -> str:
    """Where to read the article: its address, or else the file it came from."""
    return article.url or article.locator


def describe(story: Story, shown: Article) -> str:
    """How often a story was taken up, and who had it first if that is not the article shown."""
    if story.titles:
        count = f"{story.titles} titre" + ("" if story.titles == 1 else "s")
        said = f"repris par {'au moins ' if story.size > MOST_MEMBERS else ''}{count}"
    else:
        said = "1 autre version" if story.size == 2 else f"{story.size - 1} autres versions"
    if story.lead.id == shown.id:
        return said
    first = (story.lead.source, publication_date(story.lead), story.lead.id)
    return f"{said}, d'abord : {' · '.join(fact for fact in first if fact)}"
