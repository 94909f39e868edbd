"""What the hub *is*, in pure Python: this package imports neither Sphinx nor docutils.

``model`` has the values, ``parse`` reads them from ``hub-meta`` text, ``graph`` derives every order and
relation, ``check`` finds what is wrong with them, ``view`` says what one page shows of the others and
``export`` writes them for programs.
"""
