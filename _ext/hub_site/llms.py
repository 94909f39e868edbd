"""For programs that read text: ``llms.txt`` names the articles, each with its Markdown twin (https://llmstxt.org).

The twins are what ``sphinx-markdown-builder`` writes of the finished pages, with everything generated in them; built into
the folder of the HTML pages, each stands beside its page. Pictures say there what their alternative texts say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_design.shared import PassthroughTextElement
from sphinx_hub import hub

from . import absolute

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FILE = "llms.txt"
BUILDER = "markdown"


class InWords(SphinxPostTransform):
    """What Markdown cannot show, or the builder does not know, in words."""

    default_priority = 990
    builders = (BUILDER,)

    def run(self, **kwargs: object) -> None:
        """Put texts into the place of pictures, of captions and of the titles of cards, and nothing into that of toctrees."""
        for image in list(self.document.findall(nodes.image)):
            text = nodes.inline("", f"Figure: {image.get('alt') or image['uri']}")
            inside = isinstance(image.parent, nodes.TextElement)
            image.replace_self(text if inside else nodes.paragraph("", "", text))
        for figure in list(self.document.findall(nodes.figure)):
            figure.replace_self(figure.children)
        for caption in list(self.document.findall(nodes.caption)):
            caption.replace_self(nodes.paragraph("", "", *caption.children))
        for toctree in list(self.document.findall(addnodes.toctree)):
            toctree.parent.remove(toctree)
        for title in list(self.document.findall(PassthroughTextElement)):
            title.replace_self(nodes.paragraph("", "", nodes.strong("", "", *title.children)))


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name != BUILDER:
        return
    graph = hub(app.env)
    lines = [f"# {_said(graph.title)}"]
    if graph.hub and graph.hub.description:
        lines += ["", f"> {_said(graph.hub.description)}"]
    for docname in graph.reading_order:
        if section := graph.sections.get(docname):
            lines += [
                "",
                f"## {_said(section.title)}",
                "",
                _link(app, docname, "The learning path", section.description),
            ]
        elif article := graph.articles.get(docname):
            if not lines[-1].startswith("- "):
                lines.append("")
            lines.append(f"- {_link(app, docname, article.title, article.description)}")
    (app.outdir / FILE).write_text("\n".join(lines) + "\n", "utf-8")


def _link(app: Sphinx, docname: str, title: str, about: str) -> str:
    url = app.builder.get_target_uri(docname)
    link = f"[{_said(title)}]({absolute(app, url) if app.config.html_baseurl else url})"
    return f"{link}: {_said(about)}" if about else link


def _said(text: str) -> str:
    """A plain text as Markdown, in one line."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", " ".join(text.split()))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the list when the twins are written."""
    app.add_post_transform(InWords)
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
