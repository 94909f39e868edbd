"""The tests on every Python and Sphinx that the extension supports: ``make matrix``. Missing Pythons are named."""

from __future__ import annotations

import nox

nox.options.error_on_missing_interpreters = False
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")
NEEDED = nox.project.dependency_groups(PROJECT, "tests")
STACKS = nox.project.dependency_groups(PROJECT, "stacks")


@nox.session
@nox.parametrize(
    ("python", "sphinx"),
    [("3.11", "sphinx==8.2.*"), ("3.12", "sphinx==9.0.*"), ("3.13", "sphinx"), ("3.13", "sphinx>=9.0.0b0")],
    ids=["oldest", "middle", "newest", "pre-release"],  # the last is the newest again where nothing newer can be had
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


@nox.session
def stacks(session: nox.Session) -> None:
    """The tests that need other parsers and themes; elsewhere these are skipped."""
    session.install(".", *NEEDED, *STACKS)
    session.run(
        "python",
        "-m",
        "pytest",
        "-q",
        "tests/test_notebooks.py",
        "tests/test_elsewhere.py",
        "tests/test_stacks.py",
        "tests/test_toctrees.py",
        *session.posargs,
    )
