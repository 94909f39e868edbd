"""The AI hub: configuration as data."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "AI hub"
author = "The AI hub's authors"
copyright = "The AI hub's authors, text under CC BY 4.0"
version = "1"
language = "en"

extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinx_copybutton",
    "sphinxcontrib.bibtex",
    "notfound.extension",
    "sphinx_markdown_builder",
    "sphinx_hub",
    "hub_site",
]
exclude_patterns = ["_build", "_ext", "_templates", "benchmarks", "tests", "tools", "requirements", ".*", "[A-Z]*.md"]
templates_path = ["_templates"]

copybutton_selector = "div:not(.highlight-output) > .highlight > pre"  # nobody copies what a snippet prints

myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3
myst_footnote_sort = False  # footnotes stay where the page's list of sources is

# Citations are footnotes of their own page: nothing that another page cites can change them.
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = bibtex_foot_reference_style = "hub"  # author and year in the text; see hub_site/citations.py

rediraffe_redirects = "redirects.txt"  # the addresses that pages had once, and where they are now
rediraffe_template = "_templates/redirect.html"

_ALL = ["In short", "Why it matters"]
hub_article_types = {
    "definition": [*_ALL, "How it works"],
    "comparison": [*_ALL, "How it works", "Where the line blurs"],
    "process": [*_ALL, "The steps", "When it stops"],
    "problem": [*_ALL, "How to detect it", "How to fix it"],
    "decision": [*_ALL, "The options", "The break-even"],
}

# Where the site is published, as whoever publishes it says; canonical links and the sitemap need it.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL") or os.environ.get("SITE_URL", "")

latex_engine = "xelatex"  # for characters beyond Latin

hub_progress = True  # readers may mark what they have read; their browsers alone know

html_theme = "furo"
html_title = "AI hub"
html_favicon = "_static/icon.svg"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("drawers.js", {"defer": "defer"})]
if "SITE_REPOSITORY" in os.environ:  # "edit this page" leads to the source there
    html_theme_options = {
        "source_repository": os.environ["SITE_REPOSITORY"],
        "source_branch": "main",
        "source_directory": "",
    }
else:  # no "view this page", either
    html_theme_options = {"top_of_page_buttons": []}

notfound_urls_prefix = urlsplit(html_baseurl).path or "/"
epub_exclude_files = ["404.xhtml"]
