"""What the extension uses of Sphinx, MyST and docutils without their promise: each with the versions it was seen in, and
with what happens when it is gone.

What cannot leave its place says so there: labels and slugs (``read/headings``), pickled doctrees (``build/fill_toctrees``),
sidebars' HTML (``write/sidebar``), and sphinxext-rediraffe's redirects (``build/old_docnames``).
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2 import TemplateNotFound
from sphinx.builders.html import INVENTORY_FILENAME
from sphinx.environment.adapters.toctree import TocTree
from sphinx.util.logging import suppress_logging

from .core.elsewhere import OtherProject
from .core.text import digest, flat

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def app_of(env: BuildEnvironment) -> Sphinx:
    """The application of an environment.

    ``BuildEnvironment._app`` in Sphinx 9.0; 8.2 has ``app`` alone, of which 9.0 says that it is going. Without either the
    build ends at the first page with an ``AttributeError``.
    """
    app: Sphinx = env._app if "_app" in vars(env) else env.app
    return app


def add_term(env: BuildEnvironment, name: str, docname: str) -> None:
    """Let ``term`` roles of a name lead to a page.

    ``StandardDomain.objects`` and ``_terms`` (names in lower case) in Sphinx 8.2 and 9.0, which adds terms while it reads a
    glossary alone. Without ``_terms`` the build ends with an ``AttributeError``.
    """
    std = env.domains.standard_domain
    std.objects["term", name] = std._terms[name.lower()] = (docname, "")


def remove_term(env: BuildEnvironment, name: str) -> None:
    """Take back what :func:`add_term` did."""
    std = env.domains.standard_domain
    std.objects.pop(("term", name), None)
    std._terms.pop(name.lower(), None)


def forget_doctree(env: BuildEnvironment, docname: str) -> None:
    """Let Sphinx read the doctree of a page from its file again.

    ``BuildEnvironment._pickled_doctree_cache`` and ``_write_doc_doctree_cache`` in Sphinx 8.2 and 9.0. Without them the
    build ends with an ``AttributeError``.
    """
    env._pickled_doctree_cache.pop(docname, None)
    env._write_doc_doctree_cache.pop(docname, None)


def forget_root_doctree(env: BuildEnvironment) -> None:
    """Let Sphinx read the root document's doctree, which themes' sidebars are made from, from its file again.

    ``BuildEnvironment.master_doctree`` is a cached property in Sphinx 8.2 and 9.0. Where it is none, nothing happens.
    """
    vars(env).pop("master_doctree", None)


def count_as_listed(env: BuildEnvironment, docname: str) -> None:
    """Suppress Sphinx's "document isn't included in any toctree" for a page.

    ``BuildEnvironment.files_to_rebuild`` in Sphinx 8.2 and 9.0: page -> the pages that are written again with it. Without
    it the build ends with an ``AttributeError``.
    """
    env.files_to_rebuild.setdefault(docname, set())


def sidebars_of(builder: StandaloneHTMLBuilder, docname: str) -> tuple[str, ...]:
    """The templates that make up a page's sidebar.

    ``StandaloneHTMLBuilder.add_sidebars`` in Sphinx 8.2 and 9.0. It warns of patterns that match twice, as it does when the
    page is written, so here it is silenced. Without it the build ends with an ``AttributeError``.
    """
    context: dict[str, Any] = {}
    with suppress_logging():
        builder.add_sidebars(docname, context)
    return tuple(context.get("sidebars", ()))


def template_source(builder: Builder, name: str) -> str:
    """The text of a template; empty where there is none.

    ``environment.loader`` of Sphinx's ``BuiltinTemplateLoader`` in 8.2 and 9.0. Another template engine has none, and then
    the text is empty, too.
    """
    try:
        environment = builder.templates.environment
        return str(environment.loader.get_source(environment, name)[0])
    except (AttributeError, TemplateNotFound):
        return ""


def resolving_transforms(env: BuildEnvironment) -> list[type[Transform]]:
    """The transforms that are applied when a page is written: those that resolve references, and others.

    ``SphinxComponentRegistry.get_post_transforms`` in Sphinx 8.2 and 9.0. Without it the build ends with an
    ``AttributeError``.
    """
    return list(app_of(env).registry.get_post_transforms())


def contents_of_page(app: Sphinx, docname: str) -> str:
    """A page's own table of contents in HTML, as its template gets it.

    ``TocTree.get_toc_for`` and ``StandaloneHTMLBuilder.render_partial`` in Sphinx 8.2 and 9.0. Without them the build ends
    with an ``AttributeError``.
    """
    contents = TocTree(app.env).get_toc_for(docname, app.builder)
    return str(app.builder.render_partial(contents)["fragment"])  # type: ignore[attr-defined]


def markdown_inline(
    document: nodes.document, node: nodes.TextElement, markup: str, line: int, page: str
) -> list[nodes.Node]:
    """Read a line of Markdown into ``node``, with the settings of a page's front matter; returns nothing else.

    It does what MyST's directives do for inline text. ``page`` is the source of the page, for its link definitions.
    ``SphinxRenderer.setup_render`` and ``nested_render_text`` in myst-parser 4.0 and 5.2. Without myst-parser, as beside
    nbsphinx, the text stands as typed.
    """
    try:
        from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
        from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
        from myst_parser.parsers.mdit import create_md_parser
    except ImportError:
        node += nodes.Text(markup)
        return []
    config = document.settings.env.myst_config
    with contextlib.suppress(TopmatterReadError):
        config = merge_file_level(config, read_topmatter(page) or {}, lambda *_: None)
    parser = create_md_parser(config, SphinxRenderer)
    parser.options["document"] = document
    known: dict[str, Any] = {}
    parser.parse("\n".join(re.findall(r"^ {0,3}\[[^\]]+\]:[ \t]+\S.*$", page, flags=re.MULTILINE)), known)
    renderer: Any = parser.renderer
    renderer.setup_render(parser.options, known)
    with renderer.current_node_context(node):
        renderer.nested_render_text(markup, max(line - 1, 0), inline=True)
    return []


def myst_slug(env: BuildEnvironment, title: str, level: int, taken: Container[str]) -> str:
    """The slug that MyST gives to a heading; empty where it gives none.

    ``env.myst_config`` and the slug of GitHub by default, in MyST-Parser 4 and 5. Without the configuration no heading has
    a slug.
    """
    config = getattr(env, "myst_config", None)
    if config is None or level > config.heading_anchors:
        return ""
    slug_of = config.heading_slug_func or _github_slug
    slug = preferred = str(slug_of(title))
    number = 0
    while slug and slug in taken:
        number += 1
        slug = f"{preferred}-{number}"
    return slug


def _github_slug(title: str) -> str:
    return re.sub(r"[^\w\u4e00-\u9fff\- ]", "", title.lower().replace(" ", "-"))


def search_stem(config: Config) -> Callable[[str], str]:
    """How the search of a project brings words to their stems.

    ``sphinx.search.languages`` (a class, or the name of one) in Sphinx 8.2 and 9.0; languages that it does not know have
    no stems there.
    """
    from sphinx.search import SearchLanguage, languages

    code = config.html_search_language or config.language
    found: Any = languages.get(code) or languages.get(code.partition("_")[0]) or SearchLanguage
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = getattr(import_module(module), name)
    stem: Callable[[str], str] = found(config.html_search_options).stem
    return stem


_PAGE_KINDS = ("hub:article", "std:doc")
"""The kinds of pages in inventories; of two entries for a page the earlier kind counts."""


def projects_elsewhere(env: BuildEnvironment) -> dict[str, OtherProject | None] | None:
    """The keys of ``intersphinx_mapping`` -> what the inventories say; None for one that could not be fetched.

    None itself where intersphinx is not loaded. ``env.intersphinx_cache`` (address -> key, time, inventory, which maps a
    kind to names and their items), the items' ``project_name``, ``uri`` and ``display_name``, and the form of the checked
    ``intersphinx_mapping``, in Sphinx 8.2 and 9.0. Without the cache no page of another project is known; without the
    items' fields the build ends with an ``AttributeError``.
    """
    if "sphinx.ext.intersphinx" not in app_of(env).extensions:
        return None
    fetched = getattr(env, "intersphinx_cache", {})
    projects: dict[str, OtherProject | None] = {}
    for key, (address, _) in env.config.intersphinx_mapping.values():
        projects[key] = None
        if address in fetched:
            found = [fetched[address][2].get(kind, {}) for kind in _PAGE_KINDS]
            items = {**found[1], **found[0]}
            titles = {d: "" if item.display_name == "-" else flat(item.display_name) for d, item in items.items()}
            name = next((flat(item.project_name) for item in items.values()), "")
            projects[key] = OtherProject(name, {d: (titles[d] or d, item.uri) for d, item in items.items()})
    return projects


def fetched_inventories(env: BuildEnvironment) -> list[tuple[str, str, list[str], list[int]]]:
    """The inventories at hand, in a form that is another when one of them is: key, address, what the files hold that it
    was to be read from, and when it was fetched, where it may not be from a file.

    See :func:`projects_elsewhere`. Files are read anew by every build, so the time of that says nothing.
    """
    fetched = getattr(env, "intersphinx_cache", {})
    found = []
    for key, (address, places) in getattr(env.config, "intersphinx_mapping", {}).values():
        names = [posixpath.join(address, INVENTORY_FILENAME) if place is None else place for place in places]
        files = [Path(env.srcdir, name) for name in names if "://" not in name]
        held = [digest(path.read_bytes()) for path in files if path.is_file()]
        times = [fetched[address][1]] if address in fetched and len(files) < len(names) else []
        found.append((key, address, held, times))
    return sorted(found)


def is_current(app: Sphinx) -> bool:
    """Whether the environment that an application found is what it would read now; nothing is read for that.

    ``BuildEnvironment.config_status``, ``find_files`` and ``get_outdated_files`` in Sphinx 8.2 and 9.0, as its builder calls
    them.
    """
    from sphinx.environment import CONFIG_OK

    if app.env.config_status != CONFIG_OK:
        return False
    app.env.find_files(app.config, app.builder)
    added, changed, removed = app.env.get_outdated_files(False)
    more = app.emit("env-get-outdated", app.env, added, changed, removed)
    return not (added or changed or removed or any(more))
