"""Says which addresses a change would lose: pages and redirects of the main branch that are neither, any more.

What was there is asked of git: the tree of the commit in which this branch left the main branch, without what that
commit's ``exclude_patterns`` left out. What is there now is what Sphinx finds. No difference of git is asked for, so a
page that is gone counts as gone whether that is committed or not.
"""

from __future__ import annotations

import ast
import posixpath
import subprocess
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path

from sphinx.util.matching import Matcher
from sphinxext.rediraffe import RE_OBJ  # type: ignore[import-untyped]

REDIRECTS = "redirects.txt"
BRANCHES = ("origin/main", "main")
ALIKE = 0.5  # of two texts, from which on one is taken for a later state of the other


class NothingToCompareError(Exception):
    """Why it cannot be said what there was."""


def lost(source: Path, found: Collection[str], suffixes: Collection[str], excluded: Collection[str]) -> list[str]:
    """For each address that the pages ``found`` and the redirects no longer have, what to do, as a sentence.

    ``excluded`` are the patterns of now, in case those of then cannot be read. Raises :class:`NothingToCompareError`.
    """
    commit = _parting(source)
    old = _pages(source, commit, suffixes, excluded)
    led = redirects(_show(source, commit, REDIRECTS) or "")
    path = source / REDIRECTS
    leads = redirects(path.read_text("utf-8") if path.is_file() else "")
    now = {_docname(name, suffixes) for name in (*found, *leads)}
    new = {docname: suffix for docname in found for suffix in suffixes if (source / (docname + suffix)).is_file()}
    messages = []
    for name in sorted({*old, *led}):
        if _docname(name, suffixes) in now:
            continue
        target = led.get(name) or _successor(source, commit, name, {d: s for d, s in new.items() if d + s not in old})
        target = target or _above(name, new)
        messages.append(
            f"`{name}` was an address of the main branch, and leads nowhere now; add the line `{_line(name, target)}`"
        )
    return messages


def redirects(text: str) -> dict[str, str]:
    """The redirects of a list, as rediraffe reads it: a line each, two names, with quotes where they hold blanks."""
    found = {}
    for line in text.splitlines():
        match = RE_OBJ.fullmatch(line.strip())
        if match and not line.lstrip().startswith("#"):
            found[match[2] or match[3]] = match[5] or match[6]
    return found


def _line(*names: str) -> str:
    return " ".join(f'"{name}"' if " " in name else name for name in names)


def _docname(name: str, suffixes: Collection[str]) -> str:
    return next((name.removesuffix(suffix) for suffix in suffixes if name.endswith(suffix)), name)


def _parting(source: Path) -> str:
    """The commit in which this branch left the main branch."""
    _git(source, "rev-parse", "--git-dir", otherwise="this is no git repository, or git is not installed")
    for branch in BRANCHES:
        with suppress(NothingToCompareError):
            commit = _git(source, "rev-parse", "--verify", "--quiet", f"{branch}^{{commit}}", otherwise="").strip()
            with suppress(NothingToCompareError):
                return _git(source, "merge-base", "HEAD", commit, otherwise="").strip()
            return commit  # a shallow clone does not know where they parted
    raise NothingToCompareError(f"there is no branch {' or '.join(BRANCHES)} here; `git fetch origin main` brings it")


def _pages(source: Path, commit: str, suffixes: Collection[str], excluded: Collection[str]) -> set[str]:
    """The source files of a commit, as Sphinx found them then."""
    names = _git(source, "ls-tree", "-r", "-z", "--name-only", commit, otherwise="").split("\0")
    is_excluded = Matcher(_patterns(_show(source, commit, "conf.py") or "") or excluded)

    def is_page(name: str) -> bool:
        above = [name[:place] for place, letter in enumerate(name) if letter == "/"]
        return name.endswith(tuple(suffixes)) and not any(map(is_excluded, (name, *above)))

    return set(filter(is_page, names))


def _patterns(conf: str) -> list[str]:
    """The ``exclude_patterns`` of a ``conf.py`` that states them as a plain list, without running it."""
    with suppress(SyntaxError, ValueError):
        for node in ast.parse(conf).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "exclude_patterns":
                return [str(pattern) for pattern in ast.literal_eval(node.value)]
    return []


def _successor(source: Path, commit: str, name: str, new: Mapping[str, str]) -> str:
    """The new page that has most of the text of one that is gone; empty where none has half of it."""
    lines = (_show(source, commit, name) or "").splitlines()
    likeness = {}
    for docname, suffix in new.items():
        other = (source / (docname + suffix)).read_text("utf-8", errors="replace").splitlines()
        likeness[docname + suffix] = SequenceMatcher(None, lines, other, autojunk=False).ratio()
    best = max(sorted(likeness), key=likeness.__getitem__, default="")
    return best if best and likeness[best] >= ALIKE else ""


def _above(name: str, new: Mapping[str, str]) -> str:
    """The page of the nearest folder above."""
    for folder in _folders(name):
        docname = posixpath.join(folder, "index")
        if docname in new:
            return docname + new[docname]
    return "THE-PAGE-THAT-TOOK-ITS-PLACE"


def _folders(name: str) -> Iterator[str]:
    while name:
        name = posixpath.dirname(name)
        yield name


def _show(source: Path, commit: str, name: str) -> str | None:
    with suppress(NothingToCompareError):
        return _git(source, "show", f"{commit}:./{name}", otherwise="")
    return None


def _git(source: Path, *arguments: str, otherwise: str) -> str:
    try:
        run = subprocess.run(("git", "-C", str(source), *arguments), capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NothingToCompareError(otherwise) from error
    return run.stdout.decode("utf-8", "replace")
