"""The projects that ``build.py`` measures: the same seeded articles, written for three kinds of project.

``hub``    the extension and its sidebar; prerequisites, questions and next articles stand in ``hub-meta``
``plain``  no extension: callouts, questions and toctrees are written by hand; its ``conf.py``
           (``plain/``) renders the same sidebar as the hub's, once for each section
``stock``  as ``plain``, with furo's own sidebar, and without PyStemmer: its ``conf.py`` hides that from the import system,
           so that snowballstemmer falls back on its own Python, as where PyStemmer is not installed

Every article has about 900 words: five sections of prose, a list, a table, code, six links to other articles (half of
them without a text of their own), three or four questions, one to three prerequisites with a reason each (the very
first article has none), and a next article. Sections have 25 to 50 articles. Prerequisites come from the ten articles
before, and one in ten from the first three articles of an earlier section, so that reading plans are about as long as
a section and do not grow with the hub. Articles are named so that the order of the docnames is a learning order: what
is written by hand and what the hub derives agree.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

KINDS = ("stock", "plain", "hub")
PLAIN = Path(__file__).with_name("plain")
EXTENSIONS = Path(__file__).resolve().parents[1] / "_ext"

_TYPES = ("Definition", "Comparison", "Process", "Problem", "Decision")
_STEMS = re.findall(
    r"\w+",
    """
    model data train predict learn weight vector token batch layer gradient loss error label feature sample measure
    value result output input network search index query answer score rank cost budget latency cache memory process
    compute device cluster sensor signal noise filter window sequence context prompt agent policy reward state action
    plan goal task step method rule logic proof claim source review report standard limit threshold margin range scale
    rate ratio count total average median spread variance bias drift shift change update release deploy monitor alert
    trace audit record table column key schema format parse render encode decode embed cluster group split merge sort
    select reject accept balance optimize estimate approximate compare contrast distinguish describe define explain
    question reason example case pattern structure tree graph node edge path loop branch stack queue list array matrix
    tensor product sum difference operation function argument parameter constant variable random uniform normal
    distribution density entropy information compress quantize prune distil transfer adapt align constrain regular
    generalize overfit validate test check inspect debug repair replace restore protect encrypt attack defend leak
    privacy consent license copyright bias fairness harm risk safety govern regulate comply document publish translate
    summarize classify detect segment recognize generate retrieve recommend forecast simulate control navigate schedule
    """,
)
_ENDINGS = ("", "s", "ed", "ing", "er", "able", "ation", "ment", "less", "wise")
_SMALL = re.findall(
    r"\w+", "the a of to and in that is for it as with on by this from are which at be an one when not or its can"
)


@dataclass
class Article:
    """An article as its author knows it; links are docnames, ``before`` has a reason for each."""

    docname: str
    title: str
    type: str
    description: str
    before: dict[str, str]
    next: str | None
    next_reason: str
    body: str
    questions: list[tuple[str, str]]
    term: tuple[str, str]
    alias: str
    reviewed: date


@dataclass
class Section:
    """A section and its articles, in learning order."""

    folder: str
    title: str
    description: str
    articles: list[Article] = field(default_factory=list)


class Prose:
    """Seeded text: short words and a vocabulary in which few words are common and most are rare."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        words = [stem + ending for ending in _ENDINGS for stem in dict.fromkeys(_STEMS)]
        self._vocabulary = words
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(words))))

    def words(self, count: int) -> list[str]:
        """Words, about two of five of them short ones."""
        rare = self.dice.choices(self._vocabulary, cum_weights=self._weights, k=count)
        return [self.dice.choice(_SMALL) if self.dice.random() < 0.4 else word for word in rare]

    def sentence(self, count: int) -> str:
        """A sentence of so many words."""
        return " ".join(self.words(count)).capitalize() + "."

    def paragraph(self, count: int) -> str:
        """Sentences of 8 to 20 words, about ``count`` words in all."""
        sentences: list[str] = []
        while count > 0:
            length = self.dice.randint(8, 20)
            sentences.append(self.sentence(length))
            count -= length
        return " ".join(sentences)

    def name(self, count: int = 2) -> str:
        """A few capitalized words of the vocabulary."""
        return " ".join(word.capitalize() for word in self.dice.choices(_STEMS, k=count))

    def rare(self) -> str:
        """A word that hardly any other article has."""
        return "".join(self.dice.choice("bdfgklmnprstvz") + self.dice.choice("aeiou") for _ in range(4))


class Project:
    """The articles of a hub of ``size`` articles, and the edits that are measured; :meth:`files` writes them."""

    def __init__(self, size: int, seed: int = 0) -> None:
        self.prose = Prose(seed)
        self.sections: list[Section] = []
        for number, count in enumerate(_section_sizes(size, self.prose.dice), start=1):
            folder = f"s{number:03}"
            names = [f"{folder}/a{place:02}-{self.prose.name().lower().replace(' ', '-')}" for place in range(count)]
            section = Section(folder, f"{self.prose.name()} {number}", self.prose.sentence(14))
            self.sections.append(section)
            # The last article of a section is linked to by none, so that it can be deleted.
            linked = [name for other in self.sections[:-1] for name in _docnames(other)[:-1]] + names[:-1]
            for place, docname in enumerate(names):
                section.articles.append(self._article(docname, place, names, linked))

    def _article(self, docname: str, place: int, names: list[str], linked: list[str]) -> Article:
        prose, dice = self.prose, self.prose.dice
        return Article(
            docname=docname,
            title=f"What Is {prose.name()} {prose.rare().capitalize()}?",
            type=dice.choice(_TYPES).lower(),
            description=prose.sentence(16),
            before={name: prose.sentence(9) for name in self._prerequisites(place, names)},
            next=names[place + 1] if place + 2 < len(names) else None,
            next_reason=prose.sentence(9),
            body=self._body([name for name in linked if name != docname] or [docname]),
            questions=[
                (f"{prose.sentence(8)[:-1]}?", f"{prose.paragraph(40)}\n\n{prose.paragraph(10)}")
                for _ in range(dice.randint(3, 4))
            ],
            term=(f"{prose.name(1).lower()} {prose.rare()}", prose.sentence(12)),
            alias=prose.rare(),
            reviewed=date(2026, 1, 1) + timedelta(days=dice.randrange(300)),
        )

    def _prerequisites(self, place: int, names: list[str]) -> list[str]:
        dice = self.prose.dice
        earlier = [name for section in self.sections[:-1] for name in _docnames(section)[:3]]
        if not place:
            return earlier[:1]
        count = min(place, dice.choices((1, 2, 3), (50, 30, 20))[0])
        chosen = sorted(dice.sample(names[max(0, place - 10) : place], count))
        if earlier and dice.random() < 0.1:
            chosen[-1] = dice.choice(earlier)
        return chosen

    def _body(self, linked: list[str]) -> str:
        prose, dice = self.prose, self.prose.dice
        links = [dice.choice(linked) for _ in range(6)]
        told = [
            f"[](/{link}.md)" if number % 2 else f"[{prose.words(1)[0]} it](/{link}.md)"
            for number, link in enumerate(links)
        ]
        columns = "\n".join(
            f"| {' '.join(prose.words(2))} | {dice.random():.2f} | {prose.sentence(5)} |" for _ in range(5)
        )
        points = "\n".join(f"- **{word.capitalize()}**: {prose.sentence(10)}" for word in prose.words(4))
        code = "\n".join(f"{a} = {b}({dice.randint(1, 99)}, scale={dice.random():.3f})  # {c}" for a, b, c in (prose.words(3) for _ in range(8)))  # fmt: skip
        return f"""\
## In short

{prose.paragraph(60)}

## Why it matters

{prose.paragraph(70)} See {told[0]} and {told[1]}.

{prose.paragraph(60)}

## How it works

{prose.paragraph(70)} Compare {told[2]}.

{points}

```python
{code}
```

{prose.paragraph(70)}

## In practice

{prose.paragraph(60)} Then {told[3]}, after {told[4]}.

| What | Figure | Note |
| --- | ---: | --- |
{columns}

{prose.paragraph(60)}

## Where the line blurs

{prose.paragraph(60)} Also {told[5]}.
"""

    # -- edits: each returns the docname of the page where it was made

    def _middle(self) -> Section:
        return self.sections[len(self.sections) // 2]

    def edit_body(self) -> str:
        """Add a sentence to an article."""
        articles = self._middle().articles
        article = articles[len(articles) // 2]
        article.body += f"\n{self.prose.paragraph(20)}\n"
        return article.docname

    def edit_title(self) -> str:
        """Give an article another title; its docname stays."""
        articles = self._middle().articles
        article = articles[len(articles) // 2]
        article.title = f"What Is {self.prose.name()} {self.prose.rare().capitalize()}?"
        return article.docname

    def edit_prerequisite(self) -> str:
        """Replace an article's first prerequisite by another one, from the start of its section."""
        articles = self._middle().articles
        article = articles[len(articles) // 2]
        rest = list(article.before.items())[1:]
        earlier = articles[: len(articles) // 2]
        new = next(other.docname for other in earlier if other.docname not in article.before)
        article.before = {new: self.prose.sentence(9), **dict(rest)}
        return article.docname

    def delete(self) -> str:
        """Delete the last article of a section, and what the project says of it by hand."""
        return self._middle().articles.pop().docname

    # -- files

    def files(self, kind: str) -> dict[str, str]:
        """The files of the project, by their names below its folder."""
        files = {"conf.py": _CONF[kind]}
        if kind == "plain":
            files["_templates/sections.html"] = (PLAIN / "_templates/sections.html").read_text(encoding="utf-8")
        by_hand = kind != "hub"
        files["index.md"] = self._root(by_hand)
        for section in self.sections:
            files[f"{section.folder}/index.md"] = _section_page(section, by_hand)
            for place, article in enumerate(section.articles):
                following = section.articles[place + 1].docname if place + 1 < len(section.articles) else None
                files[f"{article.docname}.md"] = (
                    _by_hand(article, section, place, following) if by_hand else _with_hub_meta(article)
                )
        return files

    def _root(self, by_hand: bool) -> str:
        if not by_hand:
            return "# The hub\n\n````{hub-meta}\ntype: hub\ndescription: Articles that build on each other.\n````\n"
        cards = "\n".join(f"- [](/{s.folder}/index.md): {s.description}" for s in self.sections)
        return f"# The hub\n\n{cards}\n\n{_toctree([f'/{section.folder}/index' for section in self.sections])}"


def _section_sizes(size: int, dice: random.Random) -> list[int]:
    """Sizes of 25 to 50 that make up ``size``; a size below 25 is a section of its own."""
    sizes: list[int] = []
    while size > 50:
        count = dice.randint(25, 50)
        if size - count < 25:
            count = size - 25
        sizes.append(count)
        size -= count
    return [*sizes, size]


def _docnames(section: Section) -> list[str]:
    return [article.docname for article in section.articles]


def _toctree(entries: list[str]) -> str:
    return "\n".join(["```{toctree}", ":hidden:", "", *entries, "```", ""])


def _section_page(section: Section, by_hand: bool) -> str:
    if not by_hand:
        return f"# {section.title}\n\n````{{hub-meta}}\ntype: section\ndescription: {section.description}\n````\n"
    path = "\n".join(f"1. [](/{article.docname}.md)\n\n   {article.description}" for article in section.articles)
    toctree = _toctree([f"/{docname}" for docname in _docnames(section)])
    return f"# {section.title}\n\n{section.description}\n\n{path}\n\n{toctree}"


def _with_hub_meta(article: Article) -> str:
    lines = [f"type: {article.type}", f"description: {article.description}", f"reviewed: {article.reviewed}"]
    lines += [f"aliases: [{article.alias}]", "terms:", f"  {article.term[0]}: {article.term[1]}"]
    if article.before:
        lines += ["read-before:", *(f"  /{name}: {reason}" for name, reason in article.before.items())]
    if article.next:
        lines += ["read-after:", f"  /{article.next}: {article.next_reason}"]
    lines.append("questions:")
    for question, answer in article.questions:
        indented = "\n".join(f"      {line}" if line else "" for line in answer.split("\n"))
        lines += [f"  - q: {question}", "    a: |", indented]
    return f"# {article.title}\n\n````{{hub-meta}}\n" + "\n".join(lines) + f"\n````\n\n{article.body}"


def _by_hand(article: Article, section: Section, place: int, following: str | None) -> str:
    path = f"[](/{section.folder}/index.md)"
    parts = [
        f"# {article.title}",
        f"*{article.type.capitalize()}, {path}, 4 min read, reviewed {article.reviewed:%b %d, %Y}*",
    ]
    if article.before:
        before = "\n".join(f"- [](/{name}.md): {reason}" for name, reason in article.before.items())
        parts.append(f":::{{admonition}} Read before\n{before}\n:::")
    parts += [article.body, f"**{article.term[0]}** {article.term[1]}", "## Where it fits"]
    parts.append(
        f"This article ({article.type}) is number {place + 1} of {len(section.articles)} on the learning path of {path}. "
        f"{section.description}"
    )
    parts.append("## Common questions")
    parts += [f"### {question}\n\n{answer}" for question, answer in article.questions]
    if following:
        parts.append(f":::{{admonition}} What should you read next?\n[](/{following}.md)\n\n{article.next_reason}\n:::")
    return "\n\n".join(parts) + "\n"


_COMMON = """\
project = "The hub"
html_theme = "furo"
exclude_patterns = ["_templates"]
myst_enable_extensions = ["colon_fence"]
"""

_CONF = {
    "stock": f"""\
import sys

sys.modules["Stemmer"] = None  # as if PyStemmer were not installed
{_COMMON}extensions = ["myst_parser"]
""",
    "hub": f"""\
import sys

sys.path.insert(0, {str(EXTENSIONS)!r})
{_COMMON}extensions = ["myst_parser", "sphinx_hub"]
html_sidebars = {{"**": [
    "sidebar/brand.html", "sidebar/search.html", "sidebar/scroll-start.html", "hub/navigation.html",
    "sidebar/scroll-end.html",
]}}
""",
    "plain": (PLAIN / "conf.py").read_text(encoding="utf-8"),
}
