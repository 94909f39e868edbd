"""Headings that no parser saw: what parsers and other extensions note of their own headings is noted of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..sphinx_private import myst_slug

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def note_heading(
    document: nodes.document, env: BuildEnvironment, section: nodes.section, title: str, *, level: int
) -> None:
    """Let links lead to a section by its title, as in reStructuredText, or by its slug or id, as in MyST.

    The section has its id by now. What another place on the page is called already is not given to it.
    """
    name = nodes.fully_normalize_name(title)
    if name and name not in document.nameids:
        section["names"].append(name)
        document.note_implicit_target(section)
    slugs: dict[str, tuple[int | None, str, str]] | None = getattr(document, "myst_slugs", None)
    if slugs is None:
        return
    found = section.line, section["ids"][0], title
    if slug := myst_slug(env, title, level, slugs):
        section["slug"] = slug  # which MyST makes an id
        slugs[slug] = found
    slugs.setdefault(section["ids"][0], found)
    env.metadata[env.docname]["myst_slugs"] = slugs


def keep_unlabelled(section: nodes.section, docname: str) -> None:
    """See that ``sphinx.ext.autosectionlabel`` warns of no heading that nobody wrote.

    It labels a section by its title as typed. Of this one that is a text that no other page has;
    :func:`drop_labels` takes the label away again.
    """
    title = section[0]
    assert isinstance(title, nodes.title)
    title.rawsource = f"generated on {docname}: {title.astext()}"


def drop_labels(document: nodes.document, env: BuildEnvironment, docname: str) -> None:
    """Take away the labels that another extension gave to generated headings."""
    std = env.domains.standard_domain
    for section in document.findall(nodes.section):
        if "hub-generated" in section["classes"]:
            title = section[0]
            assert isinstance(title, nodes.title)
            for label in (title.rawsource, f"{docname}:{title.rawsource}"):
                std.labels.pop(nodes.fully_normalize_name(label), None)
                std.anonlabels.pop(nodes.fully_normalize_name(label), None)


def label_slots(document: nodes.document, env: BuildEnvironment, docname: str, slots: list[nodes.Element]) -> None:
    """Give the labels of what is generated its title, so that references need no text of their own."""
    std = env.domains.standard_domain
    for slot in slots:
        for name in slot["names"]:
            if (anchor := document.nameids.get(name)) and slot.children and document.nametypes.get(name):
                std.labels.setdefault(name, (docname, anchor, slot[0].astext()))
