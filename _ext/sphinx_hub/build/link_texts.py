"""The words that stand for a mention of another page, looked up in Sphinx's environment."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx.util.nodes import clean_astext

from ..core.model import Article, Mention, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from ..core.model import Page


class Words:
    """Looks up mentions. ``words(mention)`` is the text a link shows; :meth:`state` is all that its page depends on."""

    def __init__(self, env: BuildEnvironment, pages: Mapping[str, Page]) -> None:
        self._env = env
        self._pages = pages
        self._known: dict[Mention, tuple[str, str]] = {}

    def forget(self) -> None:
        """To be called when numbers were given, so that none from before is shown."""
        self._known.clear()

    def __call__(self, mention: Mention) -> str:
        """The words that a link shows."""
        return self._look_up(mention)[1]

    def state(self, mention: Mention) -> str:
        """What the page that holds the mention shows of its target, and where the link leads."""
        if mention.kind.endswith("!"):
            return self._look_up(Mention(kind=mention.kind[:-1], target=mention.target))[0]
        return repr(self._look_up(mention))

    def _look_up(self, mention: Mention) -> tuple[str, str]:
        if mention not in self._known:
            self._known[mention] = self._find(mention.kind, mention.target)
        return self._known[mention]

    def _find(self, kind: str, target: str) -> tuple[str, str]:
        """Where the target is (empty: nowhere) and its words."""
        if kind == "doc":
            return self._document(target)
        if kind == "myst":
            docname, _, anchor = target.partition("#")
            slugs = self._env.metadata.get(docname, {}).get("myst_slugs", {})
            if anchor in slugs:
                return target, str(slugs[anchor][2])
            return (target if docname in self._env.all_docs else ""), self._label_in(docname, anchor)
        if kind == "question":
            return self._question(target)
        std: dict[str, Any] = self._env.domaindata["std"]
        if kind in ("ref", "numref", "any") and (
            label := std["labels"].get(target.lower()) or std["labels"].get(target)
        ):
            if kind == "numref":
                number = self._numbers(*label[:2])
                return f"{label[0]}#{label[1]} {number}", number or target
            return f"{label[0]}#{label[1]}", str(label[2])
        if anonymous := std["anonlabels"].get(target.lower()) or std["anonlabels"].get(target):
            number = self._numbers(*anonymous) if kind == "numref" else ""
            return f"{anonymous[0]}#{anonymous[1]} {number}", number or target
        if kind == "math:eq":
            return self._equation(target)
        if kind == "term":
            place = std["terms"].get(target.lower()) if "terms" in std else None
            place = place or std["objects"].get(("term", target))
            return (f"{place[0]}#{place[1]}" if place else ""), target
        if kind in ("ref", "any") and target in self._env.all_docs:
            return self._document(target)
        return ";".join(self._objects.get(_last_part(target), ())), target

    def _document(self, docname: str) -> tuple[str, str]:
        title = self._env.titles.get(docname)
        return (docname, clean_astext(title)) if title is not None and docname in self._env.all_docs else ("", docname)

    def _label_in(self, docname: str, name: str) -> str:
        for entry in self._env.domaindata["std"]["labels"].values():
            if entry[0] == docname and entry[1] == name:
                return str(entry[2])
        return name

    def _question(self, target: str) -> tuple[str, str]:
        docname, _, anchor = target.partition("#")
        page = self._pages.get(docname)
        if isinstance(page, Article):
            for question in page.questions:
                if question.anchor == anchor:
                    return target, plain(question.question, self)
        return "", target

    def _numbers(self, docname: str, anchor: str) -> str:
        """A figure, table or section by its number, as ``numref`` shows it; empty where it has none."""
        config, env = self._env.config, self._env
        found = {kind: numbers.get(anchor) for kind, numbers in env.toc_fignumbers.get(docname, {}).items()}
        sections = env.toc_secnumbers.get(docname, {})
        found["section"] = sections.get(f"#{anchor}") or (sections.get("") if not anchor else None)
        for kind, number in found.items():
            if number and config.numfig:
                text = str(config.numfig_format.get(kind, ""))
                shown = ".".join(map(str, number))
                return text.format(name="", number=shown) if "{" in text else text.replace("%s", shown)
        return ""

    def _equation(self, target: str) -> tuple[str, str]:
        """An equation by its number, as ``eq`` shows it."""
        config, env = self._env.config, self._env
        docname, number = env.domaindata["math"]["objects"].get(target, ("", ""))
        if not docname:
            return "", target
        if config.math_numfig and config.numfig:
            number = ".".join(
                map(str, env.toc_fignumbers.get(docname, {}).get("displaymath", {}).get(f"equation-{target}", ()))
            )
        text = config.math_eqref_format.format(number=number) if config.math_eqref_format else f"({number})"
        return f"{docname}#{target} {text}", text

    @cached_property
    def _objects(self) -> dict[str, list[str]]:
        """Last part of a name -> where objects with such a name are, over all domains; built only if a page asks.

        A name may be typed without the module or class that it is in, or the program that has an option.
        """
        found: dict[str, list[str]] = {}
        for name, domain in sorted(self._env.domains.items()):
            for fullname, _, kind, docname, anchor, _ in domain.get_objects() if name != "hub" else ():
                if (name, kind) not in (("std", "doc"), ("std", "label"), ("std", "term")):
                    found.setdefault(_last_part(fullname), []).append(f"{name}:{kind} {fullname} {docname}#{anchor}")
        return found


def _last_part(name: str) -> str:
    """What a name ends in: "f" of ``m.f()``, "--all" of ``git --all=yes``."""
    return re.split(r"[.:\s]+", re.split(r"[=(\[]", name)[0].strip())[-1]
