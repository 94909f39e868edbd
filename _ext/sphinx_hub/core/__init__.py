"""What the hub *is*, in pure Python: this package imports neither Sphinx nor docutils.

- what pages state: ``model`` has the records; ``meta_keys`` reads them from ``hub-meta`` text by way of ``yamltree``, and
  ``front_matter`` from front matter and notebooks; ``meta_schema`` describes the keys for editors
- what follows from it: ``toctree_order`` finds every page's place among the toctrees and ``graph`` every order and relation,
  with ``components`` for circles and ``elsewhere`` for other projects
- what is wrong: ``check`` and ``order_checks``; what a maintainer watches: ``report``, with ``untaught`` for terms that are
  used before they are taught; what a change does: ``diff``
- what is shown: ``page_view`` is all that one page shows of the others; ``lanes`` lays out the lines beside a learning path
  and ``gutter`` draws them; ``export`` has what programs read
- what is searched: ``names`` are the words by which an article is found, ``search_stopwords`` those that count for little
- what pages may state: ``cues`` finds it in their prose, ``adoption`` proposes it, ``insertion`` writes it into the source
- ``text`` has the few helpers that all of them use
"""
