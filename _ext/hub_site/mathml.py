"""Math as MathML, which browsers draw by themselves: no script, no request. The converter is docutils' own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx.locale import _ as __
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

_logger = logging.getLogger(__name__)


def _inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(_mathml(node, block=False))
    raise nodes.SkipNode


def _block(self: HTML5Translator, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, __("Link to this equation"))
        self.body.append("</span>")
    self.body.append(f"{_mathml(node, block=True)}</div>\n")
    raise nodes.SkipNode


def _mathml(node: nodes.Element, *, block: bool) -> str:
    tex = node.astext()
    try:
        return str(latex2mathml.tex2mathml(tex, as_block=block))
    except Exception as error:  # docutils' converter raises whatever comes of what it does not know
        _logger.warning(
            "no MathML for `%s`: %s; use simpler LaTeX",
            " ".join(tex.split()),
            _reason(error),
            location=node,
            type="mathml",
        )
        return f"<code>{escape(tex)}</code>"


def _reason(error: Exception) -> str:
    """What is wrong, where the converter says so; what else it raises speaks of its own variables."""
    return str(error) if isinstance(error, MathError) and str(error) else "docutils cannot convert it"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
