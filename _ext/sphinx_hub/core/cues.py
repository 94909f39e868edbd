"""What a page says is to be read before it: found in its own words, where they say so and a link names the page.

There are two kinds of cues. A *place* is where an author lists prerequisites: below a heading, in an admonition, a
directive or a table column of that name, or in the list that such a line introduces. A *sentence* says it in passing: "This
lesson builds on ...". Words that merely point somewhere ("see", "for more") are no cue, and a doubtful one is none: what is
missed is added by hand in a minute, what is wrong is found late. The cues are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from .text import flat

Need = Literal["read-before", "helpful"]


class Mention(NamedTuple):
    """A link in a text, from one character to another, and the page that it leads to."""

    start: int
    end: int
    docname: str


class Block(NamedTuple):
    """A paragraph, list item or row of a table, as plain text with its links.

    ``labels`` are the headings, from the outermost, of what it stands in, below the page's title: of sections, admonitions,
    table columns, fields. ``lead`` is the paragraph that introduces the list it is in. ``line`` is where the text begins in
    the page's file, or in the one that ``source`` names.
    """

    text: str
    line: int
    links: tuple[Mention, ...] = ()
    labels: tuple[str, ...] = ()
    lead: str = ""
    source: str = ""
    is_row: bool = False


class Evidence(NamedTuple):
    """What was read, and where."""

    text: str
    line: int
    source: str = ""


class Stated(NamedTuple):
    """A page that another one says it needs, or says that it helps; and the words that say so."""

    docname: str
    need: Need
    evidence: Evidence


# -- sentences --------------------------------------------------------------------------------------------

_END = re.compile(r"(?:[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[^\W_])|[。！？])")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|resp|approx|incl|fig|figs|eq|eqs|sec|ch|vol|no|nos|pp?|al|dr|mr|mrs|ms|prof|st|jr)|\b[A-Za-z]"
    r"|\.\.)\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends."""
    start = 0
    for match in _END.finditer(text):
        following = text[match.end() :].lstrip()[:1]
        if match[0][0] == "." and (_NO_END.search(text[: match.start() + 1]) or following.islower()):
            continue
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


# -- places -----------------------------------------------------------------------------------------------

_PLACE = re.compile(
    r"(?:\W|\d+(?:\.\d+)*\W)*"
    r"(?:(?:the|some|lesson|course|tutorial|reading|knowledge|assumed|required|recommended|background|technical|general) )*"
    r"(?:pre-?requisites?|pre-?reqs?|before (?:you|we) (?:begin|start|read)|assumed knowledge|required (?:knowledge|reading)"
    r"|prior knowledge|(?:what )?you should (?:already )?know|what you need to know)"
    r"(?: (?:and|or|&|/) (?:[\w-]+ ?){1,4}| knowledge| reading| skills?| lessons?| for (?:this|the) .+| \(.*\))?\W*",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\W*(?:see also|next(?: steps?)?|what(?:'s|’s| is) next|where (?:to go )?next|further (?:reading|resources|information)"
    r"|(?:additional|more|other|useful|related) (?:resources|reading|information|links|topics|pages|tutorials|lectures)"
    r"|references?|resources|summary|conclusions?|acknowledge?ments?|sources|credits|bibliography|wrap[- ]?up|outlook"
    r"|solutions?\b.*|related|learn more|keep reading|todo|history|changelog)\W*",
    re.IGNORECASE,
)
"""The labels below which no sentence speaks of what comes first."""

_POINTS = re.compile(
    r"\bfor (?:more|further|additional|a (?:full|complete|detailed|deeper)|details|general information|reference|an? (?:example|overview))\b"
    r"|\bsee also\b|\bto learn (?:more|how|about)\b|\blearn (?:more )?about\b|\bif you (?:want|wish|would like|prefer|get stuck|run into"
    r"|encounter|have (?:any )?(?:questions?|problems?|trouble)|are (?:interested|curious|looking for|unsure))\b|\bmore (?:information|details)\b"
    r"|\b(?:will|'ll|’ll) (?:learn|cover|discuss|see|show|explain|be (?:covered|discussed|explained|introduced))\b"
    r"|\balternativel?y\b|\binstead\b|\bcontact\b|\bask (?:us|for)\b|\bgo back\b|\b(?:skip|jump) (?:to|ahead)\b"
    r"|\bnext (?:lesson|tutorial|lecture|chapter|section|page|episode|step)\b|\blater (?:lesson|tutorial|lecture|chapter|section|on)\b"
    r"|\bprerequisites? (?:for|of|to) (?!this|the present|our|these|today)",
    re.IGNORECASE,
)
"""What says of a link, even among prerequisites, that it is something else."""

_DENIES = re.compile(
    r"\b(?:no|not|n['’]t|nor|without|never|neither) (?:\w+ ){0,3}?(?:assum\w+|requir\w+|need\w*|necessary|necessarily|mandatory|pre-?requisites?"
    r"|knowledge|experience|familiarity|expect\w*|have to|build\w*|essential)\b|n['’]t (?:\w+ ){0,2}?(?:need|have to|require|assume|expect)"
    r"|\bnot? pre-?requisites?\b",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"\b(?:(?:is|are|be|also|prove|it) (?:(?:also|very|quite|particularly|often|really) )?(?:helpful|useful)\b|nice to have|good to (?:know|have)|optional(?:ly)?|beneficial|an advantage|advantageous|not (?:strictly |absolutely |really )?"
    r"(?:required|necessary|needed|mandatory|essential)|(?:may|might) (?:want|wish|like|help)|will help|can help|helps|"
    r"it helps|encouraged|suggested)\b|\((?:highly |strongly )?recommended\)|^\W*(?:highly |strongly )?recommended\b",
    re.IGNORECASE,
)
_HELPS_IN_ROW = re.compile(
    r"\b(?:helpful|useful|recommended|optional|nice to have|suggested|beneficial|good to know)\b", re.I
)


def _is_place(label: str) -> bool:
    return bool(_PLACE.fullmatch(" ".join(label.split())))


def _place(labels: Sequence[str]) -> str:
    """The innermost label that makes a place of prerequisites, unless one inside it says otherwise; else empty."""
    for label in reversed(labels):
        if _is_place(label):
            return label
        if _ELSEWHERE.fullmatch(label) or _DENIES.search(label):
            return ""
    return ""


# -- what sentences say -----------------------------------------------------------------------------------

_PAGE = (
    r"(?:tutorials?|guides?|pages?|lessons?|lectures?|chapters?|sections?|articles?|documents?|documentation|notebooks?|posts?|topics?"
    r"|episodes?|modules?|courses?|units?|parts?|exercises?|walk-?throughs?|how-?tos?|recipes?|materials?|text|series|workshops?|examples?"
    r"|instructions?|steps?|manual|book|demos?|analysis|content|explanation|introduction|overview|discussion|vignettes?|quick-?start)"
)
_THIS = rf"(?:this|the(?: present| current| following)?|these|our|here,? (?:this|the))(?: [\w-]+){{0,3}}? {_PAGE}"
_READER = (
    r"(?:you|(?:the |our |that )?(?:readers?|students?|learners?|participants?|users?|audience|attendees|developers?))"
)
_KNOWN = (
    r"(?:(?:\w+ )?familiar(?:ity)?|acquainted|acquaintance|comfortable|knowledge|(?:basic |working |general |good |some )?understanding|know|read|understand"
    r"|understood|complet\w+|finish\w+|gone through|go(?:ing)? through|work(?:ed)? through|follow\w*|experience\w*|reviewed|seen|studied|installed"
    r"|set up|mastered|learn(?:ed|t)|done|watched|proficien\w+|background in|basics of|background from|visited)"
)
_READ = (
    r"(?:read(?: through| over)?|re-?read|review|study|consult|complete|finish|do|work through|go through|look (?:at|over|through)|check out|check|follow"
    r"|visit|start with|begin with|have (?:a )?(?:quick )?look at|take (?:a )?(?:quick |brief )?look at|familiarize yourself with|familiarise yourself with"
    r"|(?:reading|re-reading|completing|working through|reviewing|going through|doing|studying|finishing|watching|visiting)(?: through)?"
    r"|refer to|see|watch|try|get familiar with|become familiar with|learn about|understand|know|install|set up|make sure|be sure|ensure)"
)
_ON = r"(?:with|on|in|into|to|through|at|reading)"
_BEFORE = (
    r"before (?:(?:you|we|one) )?(?:(?:can|will|should|actually|even) )?(?:reading|starting|continuing|proceeding|beginning|getting started|going"
    r"(?: any)? (?:further|on|through)|diving|moving (?:on|forward)|attempting|following|trying|working through|read|start|continue|proceed|begin|get started"
    r"|go(?: any)? (?:further|on|through)|dive|move on|follow|try|attempt|embark\w*|undertaking|running|run|tackling|tackle)"
    rf"(?: (?:any |much )?(?:further|ahead|forward|here|{_ON}(?: {_ON})?))*"
    rf"(?: (?:{_THIS}|this(?: one)?|the rest(?: of .{{0,40}})?))?(?=\s*(?:[.,;:!?)]|$|(?:you|we|please|it|make|read|see|be|ensure|review|check|take|have|the reader)\b))"
)
_BEFORE_THIS = rf"(?:{_BEFORE}|before {_THIS})"

_AHEAD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # What follows is what is needed.
        rf"\b(?:{_THIS}|^(?:this|it|we|i)|(?:we|i)(?:['’]ll| will)?|(?:the |our )?(?:material|content|ideas?|analysis|methods?|code|model)) "
        r"(?:(?:now|will|also|directly|heavily|further|closely|partly|in turn) )*builds? (?:\w+ly )?(?:up)?on\b",
        r"^building (?:up)?on\b(?=[^.]*, (?:this|the|we|here)\b)",
        rf"\b(?:{_THIS}|^(?:this|it)) (?:\w+ )?(?:is|can be (?:viewed|read|seen) as) (?:an? |the )?(?:(?:direct|technical|natural|second|follow-up|short) )?"
        r"(?:sequel|continuation|follow-?up|extension|second part|next part|part (?:two|2|three|3))(?: part)? (?:to|of|from)\b",
        rf"\b{_THIS} (?:continues?|extends?|follows?(?: on)?(?: directly)? from|picks? up(?: from)? where)\b",
        r"^(?:this|it|we|here we) (?:continues? (?:on )?(?:from|where)|picks? up(?: from)? where)\b",
        rf"\b(?:{_THIS}|^(?:this|it)|we|i|here we)(?:\b[^.;:]{{0,60}}? and)?(?: will| also| further| does| do)? (?:assumes?|presumes?|presupposes?|expects?|suppose)\b"
        rf"(?=.{{0,90}}?\b(?:{_KNOWN}|{_READER} (?:have|has|had|already|are|is|know)))",
        rf"^assuming (?:that )?{_READER}(?:['’]ve|['’]re)? (?:.{{0,30}}?)\b{_KNOWN}\b",
        r"\bit is (?:assumed|expected|presumed) that\b",
        rf"\b(?:{_THIS}|^(?:this|it)) (?:also )?(?:requires?|needs?|relies on|depends on)\b"
        rf"(?=.{{0,60}}?\b(?:{_KNOWN}|{_READER} (?:have|to have)))",
        rf"\b{_READER} (?:should|must|need to|needs to|have to|ought to|will need to|are (?:expected|assumed|required|supposed) to)"
        rf"(?: (?:first|also|already|at least|therefore|thus|probably))* (?:have (?:already |at least |first )*(?:read|completed|finished|followed|gone through|worked through|understood|reviewed|done|seen|mastered|studied|watched)"
        r"|be (?:at least |already |reasonably |somewhat |generally )?(?:familiar|comfortable|acquainted|proficient) with)\b",
        r"\b(?:make sure|ensure|be sure|check|verify)(?: that)? (?:you|you['’]ve)(?: have)?(?: already| also| first)? "
        r"(?:have |are )?(?:read|completed|finished|followed|gone through|worked through|understood|reviewed|familiar with|comfortable with|understand|done)\b",
        r"\b(?:if|unless) (?:you|you['’]ve)(?: have)?(?:n['’]t| not)? (?:already )?(?:yet )?(?:read|completed|finished|followed|gone through|worked through)\b(?=.*\b(?:first|before|now)\b)",
        rf"\b(?:as (?:a )?|the (?:\w+ )?|our )pre-?requisites?(?: (?:for|to|of) {_THIS})?(?: (?:is|are|include)|,|:)",
        rf"^(?:\w+ )?pre-?requisites?(?: (?:for|to|of) {_THIS})?(?: (?:is|are|include)\b|:)",
        rf"\bafter (?:having )?(?:reading|completing|finishing|working through|going through|read|completed)\b(?=[^,]*, (?:you|this|we|continue|read|come back)\b)(?=.*\b{_THIS}\b)",
        # "Before reading this, see X": what follows the comma.
        rf"\b{_BEFORE_THIS}(?:, | ?[:—–-] | )(?=.*?\b{_READ}\b)",
    )
)
_BEHIND = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # What stands before it in the sentence is what is needed, from the verb that asks for it on.
        rf"\b{_BEFORE_THIS}",
        r"\bfirst(?=\s*(?:[.;:!)]|$|,? (?:before|if|as|since|because|to (?:get|learn|understand|familiar|make)|and then|then|in order)\b))",
        rf"(?:\bis|\bare|\bas|,)(?: (?:a|an|the))?(?: \w+)? pre-?requisites?(?= (?:for|to|of) {_THIS}| here|\s*[.,;)]|$| and\b)",
        r"\bis (?:assumed|presupposed|presumed|required|expected)(?= (?:here|in this|for this|throughout|of (?:the )?readers?)|\s*[.;)]|$)",
    )
)
_ASKS = re.compile(rf"\b{_READ}\b", re.IGNORECASE)
_KNOWING = re.compile(r"\b(?:familiarity|knowledge|understanding|experience|acquaintance|comfort)\b", re.IGNORECASE)
_IF_NOT = re.compile(
    r"^(?:if (?:you (?:are|have|do|did)|that['’]?s|this is|it['’]?s|you)?(?:n['’]t| ?not)\b|if (?:you['’]re|you are) (?:new|unfamiliar|not)|if not\b|otherwise\b)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r";|(?:, |\s[—–-]+ )?\b(?:but|whereas|unlike|while the|instead of|rather than|as opposed to|compared (?:to|with)|in contrast)\b"
    r"|\((?=see also|for (?:more|details))|, (?:see|and see|refer)\b|\bsee also\b|\bfor (?:more|further|details)\b"
    r"|, (?:and )?(?:we|it|this \w+|the next \w+|you(?:['’]ll| will| can)|here we) (?!assume|build|recommend)"
    r"|\b(?:and|to|by) (?:extend|show|explain|describe|introduc|demonstrat|discuss|illustrat|appl|us|add|explor|consider|stud|teach|present|ask|creat|build|writ|implement|learn)\w* "
    r"|\bin which\b|\b(?:next|later|following|upcoming|subsequent) (?:lecture|lesson|tutorial|chapter|section|page|episode|part)s?\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:sequels?|next (?:lecture|lesson|tutorial|chapter|page|episode)|(?:another|other|later|subsequent|following) (?:lectures?|lessons?|tutorials?|chapters?))\b[^.;]*?"
    r"\b(?:builds?|assumes?|requires?|extends?|continues?)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    rf"\bpre-?requisites?\b|\bassum\w+\b|\b(?:should|must|need to) (?:already )?(?:have|be|know|read|understand)\b|\bbuilds? (?:up)?on\b|\b{_BEFORE_THIS}"
    r"|\bfamiliar with\b",
    re.IGNORECASE,
)
"""What a line says that introduces a list of prerequisites."""


def needed(blocks: Iterable[Block]) -> tuple[Stated, ...]:
    """The pages that a page says are to be read before it, each once, in the order in which they are named.

    One that the page says it needs is needed, whatever else it says of it.
    """
    found: dict[str, Stated] = {}
    for block in blocks:
        for stated in _in_block(block):
            before = found.get(stated.docname)
            if before is None or (before.need == "helpful" and stated.need == "read-before"):
                found[stated.docname] = stated
    return tuple(found.values())


def _in_block(block: Block) -> Iterator[Stated]:
    if not block.links:
        return
    place = _place(block.labels)
    listed = bool(block.lead) and _introduces(block.lead)
    if not place and any(map(_ELSEWHERE.fullmatch, block.labels)):
        return
    spans = list(sentences(block.text))
    if block.is_row:
        spans = [(0, len(block.text))]
    label = re.match(r"\s*([^:.]{3,60}):\s", block.text)
    if label and _is_place(label[1]):
        place = place or label[1]
    assumed = False
    for start, end in spans:
        text = block.text[start:end]
        links = [link for link in block.links if start <= link.start < end]
        taken: set[str] = set()
        said = _said_by(text.lstrip(), links, start + len(text) - len(text.lstrip()))
        if place or listed:
            taken = _taken_in_place(text, links, start, block.is_row)
            helps = _HELPS_IN_ROW if block.is_row else _HELPS
            soft = bool(helps.search(text)) or bool(_HELPS.search(block.lead if listed and not place else ""))
            soft = soft or any(map(_HELPS_IN_ROW.search, block.labels[-1:])) and not _is_place(block.labels[-1])
        else:
            if assumed and _IF_NOT.match(text.lstrip()):
                taken = {link.docname for link in links}
            taken |= said
            soft = bool(_HELPS.search(text))
        assumed = bool(said) or bool(re.search(r"\bassum(?:es?|ing|ed)\b|\bfamiliar", text))
        for link in links:
            if link.docname in taken:
                line = block.line + block.text.count("\n", 0, link.start) * (not block.is_row)
                words = flat(text)
                yield Stated(link.docname, "helpful" if soft else "read-before", Evidence(words, line, block.source))


def _introduces(lead: str) -> bool:
    """Whether a line introduces a list of prerequisites."""
    spans = list(sentences(lead))
    last = lead[spans[-1][0] : spans[-1][1]].strip() if spans else ""
    if not last or _DENIES.search(last) or (_POINTS.search(last) and not _is_place(last)):
        return False
    if _is_place(last):
        return True
    return (
        last.endswith(":")
        and any(pattern.search(last) for pattern in (*_AHEAD, *_BEHIND))
        and bool(_LEADS.search(last))
    )


def _taken_in_place(text: str, links: Sequence[Mention], start: int, is_row: bool) -> set[str]:
    """What a sentence among prerequisites names as one: what stands before the first word that points elsewhere."""
    if _DENIES.search(text) and not _HELPS.search(text):
        return set()
    points = None if is_row else _POINTS.search(text)
    end = start + (points.start() if points else len(text))
    return {link.docname for link in links if link.start < end}


def _said_by(text: str, links: Sequence[Mention], start: int) -> set[str]:
    """What a sentence says that its page needs."""
    if not links or text.endswith("?") or _DENIES.search(text):
        return set()
    words = re.sub(r"\s", " ", text)  # places in it stay what they are
    of_others = [match.span() for match in _OF_OTHERS.finditer(words)]
    taken: set[str] = set()
    for pattern in _AHEAD:
        for match in pattern.finditer(words):
            if any(a <= match.start() < b for a, b in of_others):
                continue
            stop = _STOP.search(words, match.end())
            end = stop.start() if stop else len(words)
            taken.update(
                link.docname for link in links if match.end() <= link.start - start < max(end, match.end() + 1)
            )
    for pattern in _BEHIND:
        for match in pattern.finditer(words):
            asks = _ASKS.search(words) if pattern is not _BEHIND[-1] else _KNOWING.search(words)
            begin = asks.start() if asks else len(words)
            if pattern is _BEHIND[2]:
                begin = max((m.end() for m in re.finditer(r"[;:]", words[: match.start()])), default=0)
            taken.update(link.docname for link in links if begin <= link.start - start < match.start())
    return taken
