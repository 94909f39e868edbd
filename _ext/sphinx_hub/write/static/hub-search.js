/*
 * The search page, on top of Sphinx's own search: shows pages' descriptions instead of fetching every page, and, where
 * no title and no index entry has the query as it was typed,
 *   - mends words that the index does not have, by one edit (a letter too many, missing, wrong, or two swapped), in a
 *     sentence only where much speaks for it;
 *   - adds pages that have only some of the words.
 * It says so above the results. Loaded by the search page alone; without it, or where Sphinx's search has changed so
 * that it does not fit, Sphinx's search works as ever. The data come from hub-descriptions.js.
 */
"use strict";

(() => {
  if (typeof Search === "undefined" || typeof HubSearch === "undefined") return;
  if (![Search._parseQuery, Search._performSearch, Search.query].every((part) => typeof part === "function")) return;
  const place = document.getElementById("search-results");
  if (!place) return;

  // -- what the index has

  const words = (text) => splitQuery(text.toLowerCase());
  const isListed = (word) => (stopwords.has ? stopwords.has(word) : stopwords.includes(word));
  /** Also for the first part of "isn't", which an apostrophe divides. */
  const isStopword = (word) => isListed(word) || isListed(`${word}'t`) || /^\d+$/.test(word);
  const stemmed = new Map();
  let stemmer;
  const stem = (word) => {
    stemmer ??= new Stemmer();
    if (!stemmed.has(word)) stemmed.set(word, stemmer.stemWord(word));
    return stemmed.get(word);
  };
  const pagesOf = (mapping, key) => (Object.hasOwn(mapping, key) ? [mapping[key]].flat() : []);
  const frequency = (key) => pagesOf(Search._index.terms, key).length + pagesOf(Search._index.titleterms, key).length;

  /** Titles, headings and index entries, and the words in them and in descriptions: made once, when first needed. */
  let lexicon;
  const lexiconOf = () => {
    if (lexicon) return lexicon;
    lexicon = { phrases: [], words: new Map(), described: new Set() };
    const add = (text, named, targets) => {
      const all = words(text);
      lexicon.phrases.push({
        text, named, targets, spoken: ` ${all.join(" ")} `,
        letters: all.join(""), stems: all.map(stem).join(""), has: new Set(all.map(stem)),
      });
      for (const word of all) lexicon.words.set(word, Math.max(lexicon.words.get(word) ?? 0, named ? 2 : 1));
    };
    for (const [title, found] of Object.entries(Search._index.alltitles))
      add(title, found.some(([, id]) => id === null), found);
    for (const [entry, found] of Object.entries(Search._index.indexentries)) add(entry, true, found);
    for (const text of Object.values(HubSearch.descriptions)) for (const word of words(text)) lexicon.described.add(word);
    return lexicon;
  };

  // -- mending

  /** Whether one insertion, deletion, substitution or swap of neighbours makes b of a. */
  const isOneEdit = (a, b) => {
    if (a === b || Math.abs(a.length - b.length) > 1) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start++;
    const rest = (text, from) => text.slice(from);
    return (
      rest(a, start + 1) === rest(b, start + 1) || rest(a, start) === rest(b, start + 1) || rest(a, start + 1) === rest(b, start) ||
      (a[start] === b[start + 1] && a[start + 1] === b[start] && rest(a, start + 2) === rest(b, start + 2))
    );
  };

  /** All words one edit away; a space may be what is missing. */
  const editsOf = (word, alphabet) => {
    const found = new Set();
    for (let at = 0; at <= word.length; at++) {
      const [head, tail] = [word.slice(0, at), word.slice(at)];
      if (tail) found.add(head + tail.slice(1));
      if (tail.length > 1) found.add(head + tail[1] + tail[0] + tail.slice(2));
      for (const letter of alphabet) {
        found.add(head + letter + tail);
        if (tail) found.add(head + letter + tail.slice(1));
      }
      if (at > 1 && tail.length > 1) found.add(`${head} ${tail}`);
    }
    found.delete(word);
    return found;
  };

  const isKnown = (word) => {
    if (frequency(stem(word))) return true;
    const keys = [lexiconOf().words.keys(), Object.keys(Search._index.terms), Object.keys(Search._index.titleterms)];
    return word.length > 2 && keys.some((some) => [...some].some((key) => key.startsWith(word) || (word.length > 4 && key.includes(word))));
  };

  /**
   * The most likely word for one that the index does not have: first what stands beside the others in some phrase.
   *
   * A sentence has good words that no page has, and most are one edit from some other word. So the more of the query the
   * index knows without this word, the more must speak for a mended one. Where it knows
   *   - nothing, and this is the only word, any word will do whose stem it has and that begins as typed;
   *   - nothing of several words, this one must stand in a name or heading;
   *   - one other word, this one must be attested whole, since a stem alone makes words that there are not;
   *   - more, it must stand in a name or heading, and there have the neighbor that it has here, or be long and begin as typed.
   */
  const LONG = 6;
  const mendWord = (word, asked) => {
    const { phrases, words: lexical, described } = lexiconOf();
    const alphabet = new Set([...lexical.keys()].join(""));
    const others = asked.filter((other) => other !== word && !isStopword(other)).map(stem);
    const context = others.filter(frequency).length;
    const isAttested = (part) => lexical.has(part) || (part.length > 3 && (described.has(part) || frequency(part) > 0));
    const isWord = (part) => {
      if (isStopword(part)) return false;
      if (context > 1 || (!context && others.length)) return lexical.has(part);
      return isAttested(part) || (!context && part[0] === word[0] && part.length > 3 && frequency(stem(part)) > 0);
    };
    const at = asked.indexOf(word);
    const [before, after] = [asked[at - 1], asked[at + 1]].map((other) => (other && !isStopword(other) ? other : null));
    const hasNeighbor = (edit) =>
      phrases.some(
        ({ spoken }) => (before && spoken.includes(` ${before} ${edit} `)) || (after && spoken.includes(` ${edit} ${after} `)),
      );
    let best = null;
    for (const edit of editsOf(word, alphabet)) {
      const parts = edit.split(" ");
      if (!parts.every(isWord)) continue;
      const begins = edit[0] === word[0];
      if (context > 1 && !(begins && word.length >= LONG) && !hasNeighbor(edit)) continue;
      const keys = parts.map(stem);
      let beside = 0;
      for (const { has, named } of phrases)
        if (keys.every((key) => has.has(key)))
          beside = Math.max(beside, others.filter((other) => has.has(other)).length + (named ? 0.5 : 0));
      const common = Math.min(...parts.map((part, number) => Math.log2(1 + frequency(keys[number])) + (lexical.get(part) ?? 0)));
      const likely = 10 * beside + common - (begins ? 0 : 4) - (parts.length > 1 ? 3 : 0);
      if (!best || likely > best.likely) best = { edit, likely };
    }
    return best?.edit;
  };

  const mend = (query) => {
    const asked = words(query);
    const [letters, stems] = [asked.join(""), asked.map(stem).join("")];
    const names = lexiconOf().phrases.filter(({ named }) => named);
    if (names.some((name) => name.letters === letters || name.stems === stems)) return null;
    // All of it may be one edit from a name, though each word by itself is known.
    if (letters.length > 4) {
      const near = names.filter((name) => isOneEdit(letters, name.letters) || isOneEdit(stems, name.stems));
      const fit = ({ text, letters: own }) => (own[0] === letters[0] ? 2 : 0) + (words(text).length === asked.length ? 1 : 0);
      if (near.length) return near.reduce((best, name) => (fit(name) > fit(best) ? name : best)).text;
    }
    const edits = new Map();
    for (const word of new Set(asked)) {
      if (word.length < 3 || isStopword(word) || isKnown(word)) continue;
      const edit = mendWord(word, asked);
      if (edit) edits.set(word, edit);
    }
    if (!edits.size) return null;
    return query.toLowerCase().replace(/[\p{L}\p{N}_]+/gu, (word) => edits.get(word) ?? word);
  };

  // -- searching

  /** English plurals of acronyms are no plurals to the stemmer: "LLMs" is "LLM" where that is a name's word. */
  const singular = (query) => {
    if (!document.documentElement.lang.startsWith("en")) return query;
    const named = (word) => lexiconOf().words.get(word) === 2;
    return query.replace(/(?<![\p{L}\p{N}])[\p{L}\p{N}]{2,6}s(?![\p{L}\p{N}])/gu, (word) => {
      const [many, one] = [word.toLowerCase(), word.slice(0, -1).toLowerCase()];
      return !isStopword(many) && stem(many) === many && !named(many) && named(one) ? one : word;
    });
  };

  const searchFor = (query) => {
    if (typeof Scorer.score === "function" && "query" in Scorer) Scorer.query = query;
    const parsed = Search._parseQuery(query);
    return { query, terms: parsed[1], highlight: parsed[3], results: Search._performSearch(...parsed) };
  };

  /** Whether a title, a heading or an entry has the query as it was typed, and half of it or more is the query. */
  const isNamed = (query) => {
    const typed = query.trim().toLowerCase();
    const { alltitles, indexentries } = Search._index;
    return [alltitles, indexentries].some((texts) =>
      Object.keys(texts).some((text) => 2 * typed.length >= text.length && text.toLowerCase().includes(typed)),
    );
  };

  /** Pages and headings that have some of the words, scored as any result is. */
  const relax = ({ terms }) => {
    const { docnames, filenames, titles } = Search._index;
    const hits = new Map();
    const hit = (page, id, term, heading) => {
      const key = `${page}#${id || ""}`;
      if (!hits.has(key)) hits.set(key, { page, id, heading, found: new Set() });
      hits.get(key).found.add(term);
    };
    for (const term of terms)
      for (const mapping of [Search._index.terms, Search._index.titleterms])
        for (const key of term.length > 2 ? Object.keys(mapping).filter((key) => key.startsWith(term)) : [term])
          for (const page of pagesOf(mapping, key)) hit(page, null, term);
    for (const { text, has, targets, named } of lexiconOf().phrases) {
      const shared = [...terms].filter((term) => has.has(term));
      for (const [page, id] of targets)
        for (const term of shared) if (!id || (!named && 2 * shared.length >= terms.size)) hit(page, id, term, text);
    }
    const results = [];
    for (const { page, id, heading, found } of hits.values()) {
      const item = [docnames[page], titles[page], "", null, 0, filenames[page], SearchResultKind.text];
      if (id) [item[1], item[2], item[6]] = [`${titles[page]} > ${heading}`, `#${id}`, SearchResultKind.title];
      item[4] = (10 * found.size) / terms.size;
      if (Scorer.score) item[4] = Scorer.score(item);
      results.push(item);
    }
    return results;
  };

  const MOST_RELAXED = 20, LEAST_SHARE = 0.4, HEADINGS_OF_A_PAGE = 2;
  const byScore = (a, b) => b[4] - a[4];

  /** Each place once, best first. */
  const once = (results) => {
    const seen = new Set();
    return results.filter(([docname, , anchor]) => {
      const key = `${docname}${anchor}`;
      return !seen.has(key) && seen.add(key);
    });
  };

  const answer = (typed) => {
    const query = singular(typed);
    let search = searchFor(query);
    let results = search.results.reverse(); // Sphinx takes them from the end
    if (isNamed(query)) return { ...search, results: once(results) };
    const mended = mend(query);
    let note = null;
    if (mended) {
      const second = searchFor(mended);
      results = [...second.results.reverse(), ...results].map((item) => (Scorer.score ? item.with(4, Scorer.score(item)) : item));
      note = [HubSearch.mended, mended];
      search = second;
    }
    if (!isNamed(search.query)) {
      const none = !results.length;
      const strict = new Set(results.map(([docname]) => docname));
      const more = relax(search).sort(byScore);
      const least = LEAST_SHARE * Math.max(more[0]?.[4] ?? 0, results[0]?.[4] ?? 0);
      const headings = new Map();
      const added = more.filter(([docname, , anchor, , score]) => {
        if (score < least) return false;
        if (anchor) headings.set(docname, (headings.get(docname) ?? 0) + 1);
        return !anchor || headings.get(docname) <= HEADINGS_OF_A_PAGE;
      });
      results = [...results, ...added.slice(0, MOST_RELAXED)];
      if (!note && added.some(([docname]) => !strict.has(docname))) note = [none ? HubSearch.relaxed : HubSearch.also];
    }
    return { ...search, results: once(results.sort(byScore)), note };
  };

  // -- showing

  const plain = (html) => (/[&<]/.test(html) ? textOf(html) : html);
  const textOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

  const address = (docname) => {
    const root = document.documentElement.dataset.content_root ?? "";
    const path = docname.split("/").map(encodeURIComponent).join("/");
    if (DOCUMENTATION_OPTIONS.BUILDER !== "dirhtml") return root + path + DOCUMENTATION_OPTIONS.LINK_SUFFIX;
    return root + (path === "index" ? "" : path.replace(/(^|\/)index$/, "$1")) + (/(^|\/)index$/.test(path) ? "" : "/");
  };

  /** A result as Sphinx shows it; text is text, whatever is in it. */
  const shown = ([docname, title, anchor, descr, score, , kind], search, number) => {
    const item = document.createElement("li");
    item.className = `kind-${kind}`;
    const link = item.appendChild(document.createElement("a"));
    link.href = address(docname) + anchor;
    link.dataset.score = score;
    const page = Search._index.titles[Search._index.docnames.indexOf(docname)];
    const ofPage = kind !== SearchResultKind.object && title.startsWith(page);
    link.textContent = ofPage ? plain(page) + title.slice(page.length) : title;
    if (descr) item.append(` (${descr})`);
    else if (DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY !== false && !anchor) item.append(summaryOf(docname, search, number));
    return item;
  };

  /** A text whose words that were searched for, in whichever form, stand out: whole words, since "loss" is not in "glossary". */
  const marked = (text, terms, highlight) => {
    if (typeof SPHINX_HIGHLIGHT_ENABLED === "undefined" || !SPHINX_HIGHLIGHT_ENABLED) return [text];
    const isSearchedFor = (word) => terms.has(stem(word)) || highlight.has(word);
    return text.split(/([\p{L}\p{N}_]+)/u).map((part, number) => {
      if (number % 2 === 0 || !isSearchedFor(part.toLowerCase())) return part;
      const mark = document.createElement("span");
      mark.className = "highlighted";
      mark.textContent = part;
      return mark;
    });
  };

  const FETCHED = 10;
  const summaryOf = (docname, { terms, highlight }, number) => {
    const summary = document.createElement("p");
    summary.className = "context";
    const tell = (text) => summary.replaceChildren(...marked(text, terms, highlight));
    if (Object.hasOwn(HubSearch.descriptions, docname)) {
      tell(HubSearch.descriptions[docname]);
    } else if (number < FETCHED && location.protocol !== "file:") {
      // A page that does not describe itself, among the first: as Sphinx does, in room kept for it.
      summary.style.minHeight = "4.8em";
      fetch(address(docname))
        .then((response) => response.text())
        .then((text) => {
          tell(Search.makeSearchSummary(text, terms, "")?.textContent ?? "");
        })
        .catch(() => {});
    }
    return summary;
  };

  // What is said above the results stands in the page from the start, so that screen readers announce its change.
  const said = document.createElement("p");
  said.className = "hub-search-note";
  said.setAttribute("role", "status");
  place.before(said);

  const say = ([text, query]) => {
    const [before, after = ""] = text.split("%s");
    const strong = document.createElement("strong");
    strong.textContent = query;
    said.replaceChildren(before, ...(query ? [strong, after] : []));
  };

  /** Sphinx's own last step. In German, say, its plural rule gives a truth value, which is no place in its list. */
  const finish = (count) => {
    const rule = Documentation.PLURAL_EXPR;
    Documentation.PLURAL_EXPR = (number) => Number(rule(number));
    _finishSearch(count);
    Documentation.PLURAL_EXPR = rule;
    // Sphinx would speak of categories.
    if (!count) Search.status.textContent = HubSearch.nothing;
    // Some of Sphinx's translations have no words for it.
    if (!Search.status.textContent) Search.status.textContent = HubSearch.found.replace("%s", count);
  };

  const show = ({ note, ...search }) => {
    Search.status.setAttribute("role", "status");
    Search.output.replaceChildren(...search.results.map((result, number) => shown(result, search, number)));
    if (note) say(note);
    else said.replaceChildren();
    // Later, so that the change of the status is one, and is announced.
    setTimeout(() => finish(search.results.length), 20);
  };

  const sphinxQuery = Search.query;
  Search.query = (query) => {
    let found;
    try {
      found = answer(query);
    } catch (error) {
      console.error(error);
      return sphinxQuery(query);
    }
    return show(found);
  };
})();
