"""What the hub *is*, in pure Python: this package imports neither Sphinx nor docutils.

``model`` has the values; ``meta_keys`` reads them from ``hub-meta`` text, on the ground of ``yamltree``. ``toctree_order`` finds every
page's place among the toctrees, ``graph`` derives every order and relation, ``check`` finds what is wrong, with
``order_checks`` of the orders, and ``report`` what a maintainer watches. ``page_view`` says what one
page shows of the others, ``names`` by which words it is found, ``export`` writes it for programs. ``lanes`` says
where the lines beside a learning path run, and ``gutter`` draws them.
"""
