"""The tests on every Python and Sphinx that the extension supports: ``make matrix``. Missing Pythons are named."""

from __future__ import annotations

import nox

nox.options.error_on_missing_interpreters = False
nox.options.reuse_existing_virtualenvs = True

NEEDED = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "tests")


@nox.session
@nox.parametrize(
    ("python", "sphinx"),
    [("3.11", "sphinx==8.2.*"), ("3.12", "sphinx==9.0.*"), ("3.13", "sphinx")],
    ids=["oldest", "middle", "newest"],
)
def tests(session: nox.Session, sphinx: str) -> None:
    """The extension's own tests; those of the site need its locked environment and a browser."""
    session.install(".", sphinx, *NEEDED)
    session.run(
        "python",
        "-m",
        "pytest",
        "-q",
        "tests",
        "--ignore=tests/site",
        "--ignore=tests/test_editorial.py",
        *session.posargs,
    )
