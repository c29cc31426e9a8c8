"""How the tests of readers read: a file of these contents, and what came of it."""

from dataclasses import dataclass, field
from pathlib import Path

from newsearch import Article, articles


@dataclass
class Outcome:
    """The articles, the failures as "place: reason", and the notices, without the folder."""

    articles: list[Article] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def places(self) -> list[str]:
        return [article.locator for article in self.articles]


def read_file(
    folder: Path, name: str, content: bytes | str, fields: dict[str, str] | None = None
) -> Outcome:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    outcome = Outcome()
    found = articles(
        [file],
        base=folder,
        fields=fields,
        on_error=lambda error: outcome.failures.append(str(error)),
        on_notice=outcome.notices.append,
    )
    outcome.articles.extend(found)
    return outcome
