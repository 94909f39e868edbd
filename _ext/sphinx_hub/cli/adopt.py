"""``adopt``: what the pages of a project that is no hub yet may state, as a patch with its evidence."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.adoption import LeftOut, Proposal, adopt
from ..core.cues import Need
from ..core.insertion import Value, has_metadata, into_markdown, into_notebook, into_restructuredtext
from ..core.text import near, shown
from ..settings import headings_of
from .project import CommandError, LoadedProject
from .survey import sights_of, typed_title

if TYPE_CHECKING:
    from ..core.cues import Evidence

_NEEDS: tuple[Need, ...] = ("read-before", "helpful")


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """A page that would state something: its file before and after."""

    proposal: Proposal
    path: Path
    old: str
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Edits:
    """What is proposed for the project in a folder, in the authors' order, and what is left out."""

    folder: str
    edits: tuple[Edit, ...]
    left_out: tuple[LeftOut, ...]

    def place(self, file: str, line: int) -> str:
        """A line of a file of the project, as it is named from where the command was typed."""
        name = posixpath.normpath(Path(self.folder, file).as_posix())
        return f"{name}:{line}" if line else name


def find_edits(project: LoadedProject, folder: str, usual_type: str | None) -> Edits:
    """What the pages of a project that was read may state; ``usual_type`` is that of articles whose title does not tell."""
    types = headings_of(project.config)
    if usual_type is not None and usual_type not in types:
        known = ", ".join(f"`{shown(name)}`" for name in sorted(types)) or "none"
        advice = near(usual_type, types) or f"; the types of `hub_article_types` in conf.py are {known}"
        raise CommandError(f"--type names `{shown(usual_type)}`, which is no article type{advice}")
    sights = sights_of(project.env)
    pages = {docname: _Page(project, docname) for docname in sights}
    adoption = adopt(
        sights,
        root=project.config.root_doc,
        known=project.graph.pages,
        stating={docname for docname, page in pages.items() if page.states_something},
        closed={docname: page.why_closed for docname, page in pages.items() if page.why_closed},
        article_types=types,
        usual_type=usual_type,
    )
    edits = []
    for proposal in adoption.proposals:
        page = pages[proposal.docname]
        new = page.stating(_meta(proposal))
        assert new is not None  # pages without a place for it are closed, and closed ones are not proposed
        edits.append(Edit(proposal=proposal, path=page.path, old=page.source, new=new))
    return Edits(folder=folder, edits=tuple(edits), left_out=adoption.left_out)


class _Page:
    """The source of a page, and where in it metadata would stand."""

    def __init__(self, project: LoadedProject, docname: str) -> None:
        self.path = Path(project.env.doc2path(docname))
        self._title = typed_title(project.env, docname)
        suffix = next((s for s in project.suffixes if str(self.path).endswith(s)), "")
        self._parser = str(project.config.source_suffix.get(suffix) or "restructuredtext")
        self._is_notebook = suffix == ".ipynb"
        self.source = ""
        self.why_closed = ""
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                self.source = file.read()
        except (OSError, UnicodeDecodeError):
            self.why_closed = "its file cannot be read as UTF-8"
            return
        if self.stating({"type": "definition"}) is None:
            self.why_closed = self._why()

    @property
    def states_something(self) -> bool:
        return has_metadata(self.source, is_notebook=self._is_notebook)

    def stating(self, meta: Mapping[str, Value]) -> str | None:
        """The source with metadata in it; None where there is no place for it."""
        if self._is_notebook:
            return into_notebook(self.source, meta)
        if self._parser == "restructuredtext":
            return into_restructuredtext(self.source, meta, self._title) if self._title else None
        return into_markdown(self.source, meta) if self._parser in ("markdown", "md", "myst", "myst-nb") else None

    def _why(self) -> str:
        if self._is_notebook:
            return "its file is not laid out as programs lay out notebooks"
        if self._parser == "restructuredtext":
            return "its own file has no title to put a hub-meta below"
        return f"it is read by the parser `{self._parser}`"


def _meta(proposal: Proposal) -> dict[str, Value]:
    meta: dict[str, Value] = {"type": proposal.type, "description": proposal.description}
    for need in _NEEDS:
        if named := proposal.links(need):
            meta[need] = [_reference(name, proposal.docname) for name in named]
    return meta


def _reference(docname: str, page: str) -> str:
    """How a page names another: relative to it, but from the root where that would go up."""
    near_by = posixpath.relpath("/" + docname, "/" + posixpath.dirname(page))
    return f"/{docname}" if near_by.startswith("..") else near_by


def write(edits: Edits) -> None:
    """Write what is proposed into the files of the project."""
    for edit in edits.edits:
        try:
            with edit.path.open("w", encoding="utf-8", newline="") as file:
                file.write(edit.new)
        except OSError as error:
            raise CommandError(f"the page `{shown(str(edit.path))}` cannot be written: {error.strerror}") from error


# -- what is printed --------------------------------------------------------------------------------------


def as_patch(edits: Edits) -> Iterator[str]:
    """The lines of a patch; before each file stands the evidence, which programs that apply patches pass over."""
    for edit in edits.edits:
        proposal = edit.proposal
        yield from _evidence(edits, proposal)
        name = posixpath.normpath(Path(edits.folder, proposal.file).as_posix())
        yield from _diff(edit.old, edit.new, name)


def _evidence(edits: Edits, proposal: Proposal) -> Iterator[str]:
    def line(what: str, why: Evidence) -> str:
        return f"# {what}: {edits.place(why.source or proposal.file, why.line)}: {why.text}"

    yield line(f"type {proposal.type}", proposal.why)
    yield line("description", proposal.described)
    for stated in proposal.before:
        yield line(f"{stated.need} {stated.docname}", stated.evidence)


def _diff(old: str, new: str, name: str) -> Iterator[str]:
    def lines(text: str) -> list[str]:
        *whole, last = text.split("\n")
        return [*whole, f"{last}\0"] if last else whole

    for line in difflib.unified_diff(lines(old), lines(new), f"a/{name}", f"b/{name}", lineterm=""):
        if line.endswith("\0"):
            yield line[:-1]
            yield "\\ No newline at end of file"
        else:
            yield line


def as_remarks(edits: Edits) -> Iterator[str]:
    """What is left out, with the reason, a line each."""
    for left in edits.left_out:
        what = "a prerequisite is left out" if left.prerequisite else "the page stays as it is"
        yield f"{edits.place(left.source or left.file, left.line)}: {what}: {left.why}"


def as_json(edits: Edits) -> dict[str, Any]:
    """All of it for programs."""

    def evidence(proposal: Proposal, why: Evidence) -> dict[str, Any]:
        return {"file": why.source or proposal.file, "line": why.line, "text": why.text}

    def links(proposal: Proposal, need: str) -> Sequence[dict[str, Any]]:
        stated = (entry for entry in proposal.before if entry.need == need)
        return [{"docname": entry.docname, "evidence": evidence(proposal, entry.evidence)} for entry in stated]

    return {
        "pages": [
            {
                "docname": p.docname,
                "file": p.file,
                "type": {"value": p.type, "evidence": evidence(p, p.why)},
                "description": {"value": p.description, "evidence": evidence(p, p.described)},
                "read_before": links(p, "read-before"),
                "helpful": links(p, "helpful"),
            }
            for p in (edit.proposal for edit in edits.edits)
        ],
        "left_out": [
            {
                "docname": left.docname,
                "file": left.source or left.file,
                "line": left.line,
                "why": left.why,
                "prerequisite": left.prerequisite or None,
            }
            for left in edits.left_out
        ],
    }
