"""Terms used before they are taught, of the pages of a build: where their links lead, and how the search stems words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import docname_join

from ..core.text import resolve
from ..core.untaught import Untaught, untaught
from ..sphinx_private import search_stem
from .derived import build_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from ..core.model import Reference


def untaught_terms(env: BuildEnvironment) -> tuple[Untaught, ...]:
    """The first use of each term in each article that does not teach it, once all pages are read."""
    build = build_of(env)
    std = env.domains.standard_domain
    terms = {name.casefold(): place[0] for (kind, name), place in std.objects.items() if kind == "term"}
    leads = {
        docname: {led_to(reference, env, docname, terms) for reference in build.records[docname].references}
        for docname in build.graph.articles
    }
    language = env.config.html_search_language or env.config.language
    return untaught(build.graph, leads, search_stem(env.config), english=language.partition("_")[0] == "en")


def led_to(reference: Reference, env: BuildEnvironment, docname: str, terms: Mapping[str, str]) -> str:
    """The page that a link on ``docname`` leads to, as far as its form says; empty where it leads to none."""
    given = dict(reference.attributes)
    domain, kind, target = given.get("refdomain") or "", given.get("reftype") or "", str(given.get("reftarget") or "")
    home = str(given.get("refdoc") or docname)
    if (domain, kind) == ("doc", "myst"):
        return target
    if (domain, kind) == ("std", "doc"):
        return docname_join(home, target)
    if domain == "hub":
        return resolve(target.partition("#")[0], home, tuple(env.config.source_suffix)) if target[:1] != "#" else home
    if kind in ("any", "myst") and (page := docname_join(home, target)) in env.found_docs:
        return page
    if kind in ("term", "any") and (defined_in := terms.get(target.casefold())):
        return defined_in
    if domain not in ("", "std"):
        return ""  # an object of a program may be called as a label is
    return env.domains.standard_domain.anonlabels.get(target.lower(), ("", ""))[0]
