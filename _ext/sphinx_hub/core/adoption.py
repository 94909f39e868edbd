"""What to state of the pages of a project that is no hub yet, proposed from what its pages say already.

Each proposal has its evidence: the line that it was read from. What would contradict the authors' toctrees, or close a
circle, is not proposed, and told with the reason; so is a page of which nothing can be said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .check import GENERATED_HEADINGS
from .cues import Block, Evidence, Need, Stated, needed, sentences
from .model import HUB, SECTION, Article, Page, Toctree
from .text import flat, folded
from .toctree_order import Tree


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What an adopter sees of a page.

    ``file`` is its path below the project's folder; ``paragraphs`` are those of its running text, in order, with what may
    be its description; ``blocks`` are all that may say what comes first. ``summary`` is a description that the page states
    elsewhere, for search engines. ``headings`` are those of level two. ``is_api`` says that most of it describes objects of
    a program, ``steps`` how many numbered steps it has. ``is_orphan`` pages are left alone.
    """

    docname: str
    title: str
    file: str
    line: int = 1
    paragraphs: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    summary: Evidence | None = None
    headings: tuple[str, ...] = ()
    toctrees: tuple[Toctree, ...] = ()
    is_api: bool = False
    is_orphan: bool = False
    steps: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What a page would state; ``why`` is the evidence of its type."""

    docname: str
    file: str
    type: str
    why: Evidence
    description: str
    described: Evidence
    before: tuple[Stated, ...] = ()

    def links(self, need: Need) -> tuple[str, ...]:
        """The pages that it would name in ``read-before``, or in ``helpful``."""
        return tuple(stated.docname for stated in self.before if stated.need == need)


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """What is not proposed, and why: a page, or one of its prerequisites."""

    docname: str
    file: str
    line: int
    why: str
    prerequisite: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """All that is proposed, by docname in the authors' order, and what is not."""

    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]


def adopt(
    sights: Mapping[str, Sight],
    *,
    root: str,
    known: Mapping[str, Page],
    article_types: Mapping[str, Sequence[str]],
    stating: Collection[str] = (),
    closed: Mapping[str, str] | None = None,
    usual_type: str | None = None,
) -> Adoption:
    """Propose what the pages of a project may state.

    ``sights`` are its pages by docname, ``root`` is its root document. Pages that state something already stay as they
    are: ``known`` is what they state, ``stating`` also has those of which that is faulty. ``closed`` are pages that nothing
    can be written into, with the reason. ``article_types`` maps a type to the headings that it requires; ``usual_type`` is
    that of an article whose title does not tell.
    """
    closed = closed or {}
    toctrees = {docname: sight.toctrees for docname, sight in sights.items() if sight.toctrees}
    order = _order(toctrees, root)
    place = {docname: number for number, docname in enumerate(order)}
    left_out: list[LeftOut] = []
    types: dict[str, tuple[str, Evidence]] = {}
    described: dict[str, tuple[str, Evidence]] = {}
    for docname in order:
        sight = sights.get(docname)
        if sight is None or docname in known or docname in stating:
            continue
        type_or_reason = closed.get(docname) or _kind(sight, root, article_types, usual_type)
        found = _description(sight) if isinstance(type_or_reason, tuple) else None
        if isinstance(type_or_reason, str):
            left_out.append(_leave(sight, type_or_reason))
        elif found is None and type_or_reason[0] not in (HUB, SECTION):
            left_out.append(_leave(sight, "no sentence on it says what it is about"))
        else:
            types[docname] = type_or_reason
            if found:
                described[docname] = found
    articles = {d for d, (kind, _) in types.items() if kind not in (HUB, SECTION)}
    articles.update(docname for docname, page in known.items() if isinstance(page, Article))
    for docname in [d for d, (kind, _) in types.items() if kind == SECTION]:
        if articles.isdisjoint(_below(toctrees, docname)):
            del types[docname]
            left_out.append(_leave(sights[docname], "its toctrees lead to no article"))
    for docname in set(types) - set(described):
        described[docname] = _contents(sights[docname], sights, "site" if docname == root else "part")
    stated = {d: needed(sights[d].blocks) if d in articles else () for d in types}
    kept, dropped = _without_contradictions(stated, sights, articles, place, known)
    proposals = tuple(
        Proposal(
            docname=docname,
            file=sights[docname].file,
            type=types[docname][0],
            why=types[docname][1],
            description=described[docname][0],
            described=described[docname][1],
            before=kept[docname],
        )
        for docname in order
        if docname in types
    )
    missed = [
        _leave(sight, "no toctree leads to it")
        for docname, sight in sorted(sights.items())
        if docname not in place and docname not in known and docname not in stating and not sight.is_orphan
    ]
    return Adoption(proposals, (*left_out, *dropped, *missed))


def _leave(sight: Sight, why: str) -> LeftOut:
    return LeftOut(docname=sight.docname, file=sight.file, line=sight.line, why=why)


def _order(toctrees: Mapping[str, tuple[Toctree, ...]], root: str) -> tuple[str, ...]:
    """The authors' order of all that their toctrees lead to."""
    return tuple(Tree({}, toctrees, root).reading(str))


def _below(toctrees: Mapping[str, tuple[Toctree, ...]], docname: str) -> set[str]:
    """All that the toctrees of a page lead to."""
    found: set[str] = set()
    pending = [docname]
    while pending:
        for toctree in toctrees.get(pending.pop(), ()):
            pending += [name for name in toctree.entries if name not in found]
            found.update(toctree.entries)
    return found - {docname}


# -- types ------------------------------------------------------------------------------------------------

_NO_ARTICLE = re.compile(
    r"(?:the |our )?(?:change ?logs?|changes|release notes?|release history|releases?|version history|history|what['’]s new.*|news|licen[sc]es?|licen[sc]ing|copyright"
    r"|(?:authors?|contributors?|credits|acknowledge?ments?|team|people|maintainers|sponsors)(?: (?:and|&) \w+)?|bibliography|references?|citations?|how to cite|citing.*"
    r"|glossary|index|table of contents|contents|search|search page|code of conduct|privacy(?: policy)?|imprint|impressum|contact(?: us)?|404|page not found|to-?do(?: list)?s?|genindex|modindex"
    r"|(?:api|api reference|api docs?|api documentation)|(?:module|python module) index|indices(?: and tables)?|blank|template|sitemap)",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"(?:\w+ ){0,3}(?:release )?v?\d+\.\d+(?:\.\w+)*(?:[ (].*)?|.*\b(?:release notes?|change ?log)\b.*", re.IGNORECASE
)
_TYPES = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("comparison", r".*(?:\bvs\b|\bversus\b|\bcompar(?:ed|ing|ison)\b|\bdifferences? between\b).*"),
        ("problem", r".*(?:\btroubleshoot\w*|\b(?:common|known|typical) (?:errors?|problems?|issues?|mistakes?|pitfalls?)\b|\bpitfalls?\b|\bgotchas?\b|\berrors?$).*"),
        ("decision", r"(?:choos\w+|which|when (?:to|should)|should|do (?:i|you) need|selecting|picking|deciding)\b.*"),
        ("definition", r"(?:what (?:is|are)\b|what['’]s\b|about\b|overview\b|concepts?\b|basic concepts\b|background\b|motivation\b|why\b|understanding\b|terminology\b|theory\b).*|.*\b(?:overview|concepts?|terminology|background|motivation)"),
        ("process", r"(?:how (?:to|do|does|can)\b|(?!(?:string|thing|spring|king|ring|engineering|programming|computing|testing|logging|machine learning|deep learning|learning|networking|processing|scheduling|caching|typing|packaging|licensing|pricing|meaning|being|everything|nothing|something|building blocks)\b)\w+ing\b(?! system)|getting started|quick ?start|tutorials?\b|install\w*|set ?up\b|first steps|walk-?through|guide to|exercises?\b|create|write|use|run|build|add|make|deploy|configure|publish|develop|contribute|connect|migrate|upgrade|submit|test)\b.*|.*\b(?:tutorial|installation|quick ?start|walk-?through|how-?to|exercises?)"),
    )
)  # fmt: skip
"""Types of the default `hub_article_types` -> titles of such articles; of two that fit the first counts."""


def _kind(
    sight: Sight, root: str, article_types: Mapping[str, Sequence[str]], usual: str | None
) -> tuple[str, Evidence] | str:
    """The type of a page with its evidence, or why it gets none."""
    title = " ".join(sight.title.split())
    evidence = Evidence(title, sight.line)
    if sight.docname == root:
        return HUB, Evidence("the root document", sight.line)
    if sight.is_orphan:
        return "it is an orphan"
    if not title:
        return "it has no title"
    for toctree in sight.toctrees:
        if any(name != sight.docname for name in toctree.entries):
            return SECTION, Evidence("its toctree", toctree.line, toctree.file)
    if sight.is_api:
        return "it describes objects of a program"
    bare = re.sub(r"^[\W\d]+(?=[^\W\d])|[\W]+$", "", title)
    if _NO_ARTICLE.fullmatch(bare) or _RELEASE.fullmatch(title):
        return "by its title it is no article"
    fitting = [name for name, headings in article_types.items() if _has_headings(sight.headings, headings)]
    for kind, pattern in _TYPES:
        if kind in fitting and pattern.fullmatch(bare):
            return kind, evidence
    if usual is not None:
        return (usual, evidence) if usual in fitting else f"it lacks headings that the type `{usual}` requires"
    for kind in ("process", "definition") if sight.steps >= _STEPS else ("definition",):
        if kind in fitting:
            return kind, evidence
    return (fitting[0], evidence) if fitting else "no type of `hub_article_types` fits its headings"


_STEPS = 3
"""A page with so many numbered steps shows how something is done."""


def _has_headings(present: Iterable[str], required: Iterable[str]) -> bool:
    generated = set(map(folded, GENERATED_HEADINGS))
    left = iter([*map(folded, present)])
    return all(name in left for name in map(folded, required) if name not in generated)


# -- descriptions -----------------------------------------------------------------------------------------

_LONGEST = 400
_NO_DESCRIPTION = re.compile(
    r"(?:(?:last )?(?:updated|modified|edited)|authors?\b|written by|by [A-Z]|copyright|©|todo\b|note\b|warning\b|tip\b|see (?:also|the|:)|click|download"
    r"|welcome|hello|hi\b|thank|this (?:page|section|document|guide) (?:is (?:under construction|a work in progress|work in progress|a stub|outdated|out of date|deprecated|obsolete|not finished|incomplete|empty)|has (?:been )?moved|will be)"
    r"|under construction|coming soon|work in progress|the following|here(?:['’]s| is| are) (?:a|the|some) (?:list|links?)|table of contents|contents\b|figure\b|table\b|source\b|image\b|photo\b|credits?\b"
    r"|pre-?requisites?\b|before\b|assum|deprecated\b|important\b|caution\b|status\b|version\b|new in\b|changed in\b|estimated|duration|time\b|keywords?\b|tags?\b|launch|open (?:this|in)|you can (?:download|launch|open|run|find this)"
    r"|in addition to what|if you|as (?:above|before|mentioned|described|usual)|however\b|also\b|but\b|and\b|so\b|then\b|therefore\b|thus\b|it also\b|let['’]s (?:start|begin) (?:with|by) (?:some )?import"
    r"|please\b|for (?:more|further)|we (?:start|begin) (?:with|by) (?:some )?(?:the )?(?:following )?import)",
    re.IGNORECASE,
)  # fmt: skip
_ABOUT_READERS = re.compile(
    r"\b(?:(?:this(?: [\w ]{0,30})?|it|we|i) (?:does )?(?:builds? (?:up)?on|assumes?|(?:is|continues|extends) .{0,20}(?:sequel|continuation|follow-?up))|prerequisites?|familiar with"
    r"|before (?:reading|you|starting)|should have read|this (?:page|section|document|guide|chapter|file) was (?:written|created|generated|last))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:goals?|objectives?|aim|purpose|summary|abstract|overview|description|tl;?dr|in short)\s*[:.—–-]\s*",
    re.IGNORECASE,
)
_SKIPPED_SECTION = re.compile(
    r"\W*(?:pre-?requisites?.*|requirements?|table of contents|contents?|authors?|licen[sc]e|credits|see also|references?|further reading|before you (?:begin|start).*|changelog"
    r"|acknowledge?ments?|instructor.*|schedule|imports?|setup|(?:exercises?|solutions?|key ?points|summary|quiz)\b.*)\W*",
    re.IGNORECASE,
)  # fmt: skip


def _description(sight: Sight) -> tuple[str, Evidence] | None:
    """The first sentence of a page that says what it is about."""
    if sight.summary is not None and len(sight.summary.text.split()) >= 3:
        text = flat(sight.summary.text)
        return text if text[-1:] in ".!?。！？…" else f"{text}.", sight.summary
    blocks = [block for block in sight.paragraphs if not any(map(_SKIPPED_SECTION.fullmatch, block.labels))]
    first = next((block.labels[:1] for block in blocks if block.labels), ())
    found = [sentence for block in blocks if block.labels[:1] in ((), first) for sentence in _descriptions(block)]
    if found:
        return found[0]
    # What comes later may be about a part of the page alone; a sentence with words of its title is not.
    later = [sentence for block in blocks for sentence in _descriptions(block)]
    words = {word.casefold() for word in re.findall(r"\w{4,}", sight.title)}
    return next((s for s in later if any(word in s[0].casefold() for word in words)), later[0] if later else None)


def _descriptions(block: Block) -> Iterator[tuple[str, Evidence]]:
    """The sentences of a paragraph that may say what its page is about."""
    for start, end in sentences(block.text):
        typed = block.text[start:end]
        text = re.sub(r"(?<=\w) (?=[.,;:!?](?:\s|$))", "", flat(typed))
        text = (cut := _LABEL.sub("", text))[:1].upper() + cut[1:] if _LABEL.match(text) else text
        if _describes(text):
            line = block.line + block.text.count("\n", 0, start + len(typed) - len(typed.lstrip()))
            yield text, Evidence(text, line, block.source)


def _describes(text: str) -> bool:
    words = text.split()
    if "\0" in text:  # a formula, or what else is no plain text
        return False
    if text[-1:] not in '.!。！…)"”' or not re.search(r"[.!。！…]", text[-2:]):
        return False
    if text[:1].islower() and not re.match(r"\w+[._(]|\w*[A-Z0-9]", text):
        return False  # but for names of programs, which begin so
    enough = len(words) >= 3 or bool(re.search(r"[\u3040-\u9fff]", text)) and len(text) >= 8
    return (
        enough
        and len(text) <= _LONGEST
        and not _NO_DESCRIPTION.match(text)
        and not _ABOUT_READERS.search(text)
        and not re.match(r"(?:\w+\s){0,2}\w+:\s", text)
        and text.count("|") < 2
    )


def _contents(sight: Sight, sights: Mapping[str, Sight], whole: str) -> tuple[str, Evidence]:
    """What to say of a page that has no sentence: the first pages that it leads to."""
    names = [name for toctree in sight.toctrees for name in toctree.entries if name in sights and name != sight.docname]
    titles = list(dict.fromkeys(flat(sights[name].title) for name in names if sights[name].title))
    shown = [title.rstrip(".") for title in titles[:4]]
    more = len(titles) - len(shown)
    tail = f" and {more} more" if more else ""
    toctree = sight.toctrees[0] if sight.toctrees else Toctree((), "", sight.line)
    joined = ", ".join(shown) if tail or len(shown) < 2 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"This {whole} has {joined}{tail}.", Evidence("its toctree", toctree.line, toctree.file)


# -- contradictions ---------------------------------------------------------------------------------------


def _without_contradictions(
    stated: Mapping[str, Sequence[Stated]],
    sights: Mapping[str, Sight],
    articles: Collection[str],
    place: Mapping[str, int],
    known: Mapping[str, Page],
) -> tuple[dict[str, tuple[Stated, ...]], list[LeftOut]]:
    """What pages state, without what is no article, goes against the authors' order, or closes a circle."""
    before = _known_edges(known)
    kept: dict[str, list[Stated]] = {docname: [] for docname in stated}
    dropped: list[LeftOut] = []
    # In the authors' order, so that of two entries that close a circle the one that agrees with it stays.
    for docname in sorted(stated, key=lambda docname: place[docname]):
        for entry in stated[docname]:
            other = entry.docname
            if other == docname:
                continue
            if other not in articles:
                why = "which is a section" if other in sights and sights[other].toctrees else "which is no article"
            elif entry.need == "helpful":
                why = ""
            elif other not in place or place[other] > place[docname]:
                why = "which the toctrees put behind it"
            elif _leads(before, other, docname):
                why = "which would close a circle"
            else:
                why = ""
                before.setdefault(docname, set()).add(other)
            if why:
                evidence = entry.evidence
                dropped.append(
                    LeftOut(
                        docname=docname,
                        file=sights[docname].file,
                        line=evidence.line,
                        why=f"it names `{other}`, {why}",
                        prerequisite=other,
                        source=evidence.source,
                    )
                )
            else:
                kept[docname].append(entry)
    return {docname: tuple(entries) for docname, entries in kept.items()}, dropped


def _known_edges(known: Mapping[str, Page]) -> dict[str, set[str]]:
    """Article -> what must be read before it, as pages state it already."""
    before: dict[str, set[str]] = {}
    for docname, page in known.items():
        if isinstance(page, Article):
            before.setdefault(docname, set()).update(link.docname for link in page.read_before)
            for link in page.read_after:
                before.setdefault(link.docname, set()).add(docname)
    return before


def _leads(before: Mapping[str, Collection[str]], docname: str, goal: str) -> bool:
    """Whether the prerequisites of an article lead back to a goal."""
    pending, seen = [docname], {docname}
    while pending:
        for other in before.get(pending.pop(), ()):
            if other == goal:
                return True
            if other not in seen:
                seen.add(other)
                pending.append(other)
    return docname == goal
