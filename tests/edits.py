"""A hub that is edited at random: what its author might do between two builds, as data."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

TITLES = ("Model", "Loss", "Data & more", "*Bold* step", "Gradient `x`", "What Is <b>?", "Ünïcode", "Loss")
WORDS = (
    "Some text.",
    "Other text, longer.",
    "A model is trained.",
    "Weights and *labels*.",
    "",
    "Twice\n\n## Aside\n\nMore.",
)
REASONS = (None, "It comes first.", "Needed: <b>", "You use it.")
TYPES = ("definition", "comparison", "problem", "definitoin")
ANSWERS = ("Yes.", "No, see [](/a0.md).", "- one\n- two", "`code` and more.", "It is {term}`loss`.")
QUESTIONS = ("Why?", "How so?", "Is it a model?", "Aside")
TERMS = ("loss", "Model", "weights", "loss ")


@dataclass
class Article:
    """An article's facts, as its file states them."""

    title: str
    type: str = "definition"
    description: str = "About it."
    before: dict[str, str | None] = field(default_factory=dict)
    after: dict[str, str | None] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    questions: list[tuple[str, str]] = field(default_factory=list)
    reviewed: str | None = None
    body: str = "Some text."
    links: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = [f"type: {self.type}", f"description: {quoted(self.description)}"]
        if self.reviewed:
            lines.append(f"reviewed: {self.reviewed}")
        if self.aliases:
            lines += ["aliases:", *(f"  - {quoted(alias)}" for alias in self.aliases)]
        if self.terms:
            lines += ["terms:", *(f"  {quoted(term)}: {quoted(text)}" for term, text in self.terms.items())]
        for key, links in (("read-before", self.before), ("read-after", self.after)):
            if links:
                lines += [f"{key}:", *(f"  /{d}: {quoted(r) if r else ''}".rstrip() for d, r in links.items())]
        if self.questions:
            lines.append("questions:")
            for question, answer in self.questions:
                lines += [f"  - q: {quoted(question)}", "    a: |", *(f"      {line}" for line in answer.split("\n"))]
        meta = "\n".join(lines)
        seen = "\n".join(f"See [](/{d}.md) and {{hub:article}}`/{d}`." for d in self.links)
        return f"# {self.title}\n\n````{{hub-meta}}\n{meta}\n````\n\n{self.body}\n\n{seen}\n"


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class EditedHub:
    """The files of a hub, and a step that changes them; equal seeds make equal hubs."""

    def __init__(self, seed: int, conf: str) -> None:
        self.random = random.Random(seed)
        self.conf = conf
        self.starts: dict[str, str | None] = {"s": None, "t": None, "s/n": None}
        self.section_titles = {"s": "Section S", "t": "Section T", "s/n": "Nested"}
        self.required: list[str] = []
        self.plain_links: list[str] = []
        self.other_pages = {"plain": "Plain page"}
        self.articles: dict[str, Article] = {}
        self.counter = 0
        for folder in ("", "s/", "s/", "s/", "t/", "t/", "s/n/"):
            self._add(folder)

    # -- the files

    def files(self) -> dict[str, str]:
        files = {
            "conf.py": f"{self.conf}\nhub_article_types = {{'definition': {self.required!r}, 'comparison': [], 'problem': []}}\n",
            "index.md": "# The hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n\n"
            "```{toctree}\n:hidden:\nplain\n```\n",
        }
        for folder, start in self.starts.items():
            line = f"start: /{start}\n" if start else ""
            files[f"{folder}/index.md"] = (
                f"# {self.section_titles[folder]}\n\n````{{hub-meta}}\ntype: section\ndescription: About it.\n{line}````\n\nText.\n"
            )
        for docname, title in self.other_pages.items():
            links = "\n".join(f"- [](/{d}.md)" for d in self.plain_links)
            wanted = f"```{{hub-plan}} /{self.plain_links[0]}\n```\n" if self.plain_links else ""
            files[f"{docname}.md"] = (
                f"# {title}\n\n{links}\n\n{wanted}\n```{{hub-glossary}}\n```\n\n```{{hub-path}} s\n```\n"
            )
        for docname, article in self.articles.items():
            files[f"{docname}.md"] = article.text()
        return files

    # -- the edits

    def edit(self) -> str:
        """Do one edit; returns its name."""
        edit = self.random.choice(EDITS)
        edit(self)
        return edit.__name__

    def _any(self) -> str:
        if not self.articles:
            self._add("s/")
        return self.random.choice(sorted(self.articles))

    def _add(self, folder: str) -> None:
        known = sorted(self.articles)
        docname = f"{folder}a{self.counter}"
        self.counter += 1
        article = Article(title=f"{self.random.choice(TITLES)} {self.counter}")
        if known:
            article.before = {self.random.choice(known): self.random.choice(REASONS)}
        self.articles[docname] = article


def retitle(hub: EditedHub) -> None:
    hub.articles[hub._any()].title = hub.random.choice(TITLES)


def change_text(hub: EditedHub) -> None:
    hub.articles[hub._any()].body = hub.random.choice(WORDS) * hub.random.choice((1, 1, 300))


def add(hub: EditedHub) -> None:
    hub._add(hub.random.choice(("", "s/", "t/", "s/n/", "u/")))


def delete(hub: EditedHub) -> None:
    if len(hub.articles) > 2:
        del hub.articles[hub._any()]


def rename(hub: EditedHub) -> None:
    old = hub._any()
    hub._add(hub.random.choice(("", "s/", "t/")))
    new = next(reversed(hub.articles))
    hub.articles[new] = hub.articles.pop(old)


def change_prerequisite(hub: EditedHub) -> None:
    article = hub.articles[hub._any()]
    article.before = {hub._any(): hub.random.choice(REASONS) for _ in range(hub.random.randrange(3))}


def change_next(hub: EditedHub) -> None:
    article = hub.articles[hub._any()]
    article.after = {hub._any(): hub.random.choice(REASONS) for _ in range(hub.random.randrange(2))}


def change_reason(hub: EditedHub) -> None:
    article = hub.articles[hub._any()]
    for links in (article.before, article.after):
        for docname in links:
            links[docname] = hub.random.choice(REASONS)


def change_type(hub: EditedHub) -> None:
    hub.articles[hub._any()].type = hub.random.choice(TYPES)


def change_question(hub: EditedHub) -> None:
    questions = hub.random.sample(QUESTIONS, hub.random.randrange(3))
    hub.articles[hub._any()].questions = [(question, hub.random.choice(ANSWERS)) for question in questions]


def change_term(hub: EditedHub) -> None:
    terms = hub.random.sample(TERMS[:3], hub.random.randrange(3))
    text = hub.random.choice(("What it is.", "See [](/a0.md).", "Another *word*."))
    hub.articles[hub._any()].terms = dict.fromkeys(terms, text)


def change_alias(hub: EditedHub) -> None:
    hub.articles[hub._any()].aliases = hub.random.sample(("ML", "net; work", "a!b", "Größe"), hub.random.randrange(3))


def change_description(hub: EditedHub) -> None:
    hub.articles[hub._any()].description = hub.random.choice(("About it.", "It & <that>.", "Longer words here."))


def change_review(hub: EditedHub) -> None:
    hub.articles[hub._any()].reviewed = hub.random.choice((None, "2026-11-20", "2025-01-01"))


def change_start(hub: EditedHub) -> None:
    hub.starts[hub.random.choice(sorted(hub.starts))] = hub.random.choice((None, hub._any()))


def retitle_section(hub: EditedHub) -> None:
    hub.section_titles[hub.random.choice(sorted(hub.section_titles))] = f"Part {hub.random.randrange(9)}"


def change_link(hub: EditedHub) -> None:
    hub.articles[hub._any()].links = [hub._any() for _ in range(hub.random.randrange(3))]


def change_plain_page(hub: EditedHub) -> None:
    hub.plain_links = [hub._any() for _ in range(hub.random.randrange(3))]
    hub.other_pages["plain"] = hub.random.choice(("Plain page", "Other page"))


def change_types(hub: EditedHub) -> None:
    hub.required = hub.random.choice(([], ["Aside"], ["In short", "Aside"]))


def make_cycle(hub: EditedHub) -> None:
    one, other = hub._any(), hub._any()
    hub.articles[one].before = {other: None}
    hub.articles[other].before = {one: None}


def mend_cycles(hub: EditedHub) -> None:
    for number, docname in enumerate(sorted(hub.articles)):
        earlier = sorted(hub.articles)[:number]
        hub.articles[docname].before = {d: r for d, r in hub.articles[docname].before.items() if d in earlier}
        hub.articles[docname].after = {}


EDITS: tuple[Callable[[EditedHub], None], ...] = (
    retitle, change_text, add, delete, rename, change_prerequisite, change_next, change_reason, change_type,
    change_question, change_term, change_alias, change_description, change_review, change_start, retitle_section,
    change_link, change_plain_page, change_types, make_cycle, mend_cycles,
)  # fmt: skip
