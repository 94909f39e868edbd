/*
 * The search itself: from Sphinx's index and the hub's own data to ranked hits. It knows no page and no browser; the
 * dialog and the search page show what it finds, and Node can run it.
 *
 * Sphinx scores a hit by its best word alone, so hits tie and are then sorted by title. Here a page counts by
 *   - the words of the query that it has, each by its rarity and by where it stands (a name, a heading, the
 *     description, the text);
 *   - its name that is most like the query, where a name is its title, a main index entry of the whole page, or a
 *     phrase in which its author says that readers ask for it;
 *   - its heading that is most like the query.
 * Likeness is the Dice coefficient of the two sets of words, weighted by rarity (inverse document frequency).
 *
 * hubSearch(index, data, language) makes the search once. `index` is what searchindex.js gives; `data` is written at the
 * end of this file by search_page.py; `language` is {split(text), stem(word), isStopword(word)}. Its search(query) returns
 *   hits     best first: {page, anchor, title, heading, kind, why, missing, score}; kind is "page", "heading",
 *            "question" or "object", why is null or [kind, text], missing has the words that the page lacks
 *   terms    best first: {page, term, score}
 *   mended   the query that was searched for instead, or null
 *   relaxed  whether there are pages among the hits that lack some of several words
 *   marks    text -> [[part, whether it was searched for]]
 *   count    words -> how many different words of the query are among them
 */
"use strict";

const hubSearch = (index, data, { split, stem, isStopword }) => {
  // How much a word counts by where it stands, and by how it matches.
  const IN_TITLE = 0.7, IN_NAME = 0.5, IN_HEADING = 0.4, IN_DESCRIPTION = 0.5, IN_TITLE_WORD = 0.4001, IN_TEXT = 0.25;
  const PREFIX = 0.8, INSIDE = 0.4;
  const ASKED = 0.3; // what is left of the weight of a word that only asks
  // What a page's score is made of, up to 100; a page that is no part of the hub, as one for its authors, has less of it.
  const WORDS = 55, NAME = 20, HEADING = 25, ORDINARY = 0.2;
  // And on top of that, so that nothing else comes before: what is called as the query says, letter by letter or word
  // by word.
  const EXACT_NAME = 100, EXACT_HEADING = 95, EXACT_KEYWORD = 90, SAME_WORDS = 85;
  // Hits that lack some of the words: how many, and how good beside the best.
  const MOST_RELAXED = 20, LEAST_SHARE = 0.4, HEADINGS_OF_A_PAGE = 2;

  const asking = new Set(data.asking.split(" "));
  // Numbers only ask, too: how many they are is seldom what it is about.
  const asks = (word) => asking.has(word) || /^\d+$/.test(word);
  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

  // Each word that was met, once. The plural of an acronym is none to the stemmer: "LLMs" is "LLM".
  const vocabulary = new Map();
  const wordOf = (word) => {
    let known = vocabulary.get(word);
    if (!known) {
      known = { word, stem: stem(/^[b-df-hj-np-tv-xz]{2,5}s$/.test(word) ? word.slice(0, -1) : word), stop: isStopword(word), asks: asks(word) };
      vocabulary.set(word, known);
    }
    return known;
  };
  const stemOf = (word) => wordOf(word).stem;

  // An apostrophe divides words, and what follows it says nothing; U.S.A. is one word.
  const tidy = (text) =>
    text.toLowerCase().replace(/['\u2019](?:d|ll|m|re|s|t|ve)(?![\p{L}\p{N}])/gu, "")
      .replace(/(?<![\p{L}.])(?:\p{L}\.){2,}/gu, (dotted) => dotted.replaceAll(".", ""));
  const compound = /[\p{L}\p{N}]+(?:[-\u2010\u2011\/][\p{L}\p{N}]+)+/gu;

  /** A query, name or heading: its words, without stopwords unless it has no others, and its letters run together. */
  const phrase = (text) => {
    const tidied = tidy(text);
    const all = split(tidied).map(wordOf);
    const kept = all.filter(({ stop }) => !stop);
    const words = kept.length ? kept : all;
    return {
      text, words, all: all.map(({ word }) => word), letters: all.map(({ word }) => word).join(""),
      stems: words.map((word) => word.stem).join(" "), has: new Set(all.map((word) => word.stem)), weight: null,
      // Whoever types "pretraining" means "pre-training".
      joined: (tidied.match(compound) ?? []).map((parts) => wordOf(split(parts).join(""))),
    };
  };

  // -- what the index says: by page, and where the words of names and headings occur

  const pages = index.docnames.map((docname, number) => ({
    number, docname, title: index.titles[number], hub: own(data.pages, docname), names: [], headings: [],
  }));
  const phrases = []; // names and headings
  const places = new Map(); // stem or word -> page number -> how well the page has it, by where it stands
  const lexicon = new Map(); // word -> 2 in a name, 1 in a heading, 0 elsewhere
  const learn = ({ all }, level) => {
    for (const word of all) lexicon.set(word, Math.max(lexicon.get(word) ?? 0, level));
  };
  // Headings add up; nothing else does, or the page with the most aliases would win.
  const place = (key, number, strength) => {
    if (!places.has(key)) places.set(key, new Map());
    const before = places.get(key).get(number) ?? 0;
    places.get(key).set(number, strength === IN_HEADING ? 1 - (1 - before) * (1 - strength) : Math.max(before, strength));
  };
  const note = (number, { words, joined }, strength) => {
    for (const { word, stem } of [...words, ...joined]) for (const key of new Set([word, stem])) place(key, number, strength);
  };
  const name = (page, made, kind, place) => {
    page.names.push({ ...made, kind });
    note(page.number, made, place);
  };
  for (const [title, found] of Object.entries(index.alltitles)) {
    const made = phrase(title);
    const named = found.some(([, id]) => id === null);
    phrases.push({ ...made, named });
    learn(made, named ? 2 : 1);
    for (const [number, id] of found)
      if (id === null) name(pages[number], made, "title", IN_TITLE);
      else {
        pages[number].headings.push({ ...made, id });
        note(number, made, IN_HEADING);
      }
  }
  for (const [entry, found] of Object.entries(index.indexentries)) {
    const made = phrase(entry);
    phrases.push({ ...made, named: true });
    learn(made, 2);
    for (const [number, id, main] of found) if (!id && main) name(pages[number], made, "name", IN_NAME);
  }
  // Functions, classes and the like, which Sphinx lists by what stands before the last dot.
  for (const [prefix, all] of Object.entries(index.objects ?? {}))
    for (const [number, type, , short, last] of all) {
      const [, kind, label] = index.objnames[type];
      const made = phrase(prefix ? `${prefix}.${last}` : last);
      const id = short === "" ? made.text : short === "-" ? `${kind}-${made.text}` : short;
      pages[number].headings.push({ ...made, id, label });
      note(number, made, IN_TEXT);
    }
  for (const page of pages) {
    if (!page.hub) continue;
    const about = phrase(page.hub.about);
    note(page.number, about, IN_DESCRIPTION);
    learn(about, 0);
    page.terms = Object.entries(page.hub.terms ?? {}).map(([term, text]) => ({ ...phrase(term), said: phrase(text) }));
    for (const { said } of page.terms) learn(said, 0);
    for (const answer of Object.values(page.hub.answers ?? {})) learn(phrase(answer), 0);
    for (const keyword of page.hub.keywords ?? []) {
      const made = phrase(keyword);
      name(page, made, "keyword", IN_NAME);
      learn(made, 1);
    }
  }
  for (const [words, strength] of [[index.terms, IN_TEXT], [index.titleterms, IN_TITLE_WORD]])
    for (const [key, numbers] of Object.entries(words)) for (const number of [numbers].flat()) place(key, number, strength);
  const frequency = (key) => places.get(key)?.size ?? 0;
  const alphabet = new Set([...lexicon.keys()].join(""));

  // -- how well a page fits

  /** Page number -> how well it has a word, from 0 to 1. */
  const strengths = ({ word, stem }) => {
    const found = new Map();
    const add = (number, strength) => {
      if ((found.get(number) ?? 0) < strength) found.set(number, strength);
    };
    for (const key of [stem, word]) places.get(key)?.forEach((strength, number) => add(number, strength));
    // A word that pages have is itself; one that they do not have may be a part of others, or still being typed.
    if (word.length > 2 && !found.size)
      for (const [key, at] of places) {
        const part = key.startsWith(word) || key.startsWith(stem) ? PREFIX : word.length > 3 && key.includes(word) ? INSIDE : 0;
        if (part) at.forEach((strength, number) => add(number, strength * part));
      }
    return found;
  };

  /**
   * How much a word says: more, the fewer pages have it, though not much more. Of a whole sentence, the rarest words are
   * often those that a page has by chance.
   */
  const rarities = new Map(); // by word, not by stem, since of the words with one stem some only ask
  const rarity = ({ word, stem, asks }, found) => {
    if (!rarities.has(word)) {
      const count = frequency(stem) || found?.size || pages.length / 4;
      rarities.set(word, Math.log(2 + pages.length / count) * (asks ? ASKED : 1));
    }
    return rarities.get(word);
  };
  const weigh = (words) => words.reduce((sum, word) => sum + rarity(word), 0);

  /** Word -> which word of the query it matches, and how well: the same stem, or begun as in the query. */
  const matchesOf = ({ words }) => {
    const matches = new Map();
    for (const candidate of vocabulary.values()) {
      let at = words.findIndex(({ stem }) => stem === candidate.stem);
      if (at >= 0) matches.set(candidate, { at, share: 1 });
      else if ((at = words.findIndex(({ word }) => word.length > 2 && candidate.word.startsWith(word))) >= 0)
        matches.set(candidate, { at, share: PREFIX });
    }
    return matches;
  };

  /** How alike a query and a name or heading are, from 0 to 1. */
  const EXACT = 1, SAME = 0.995;
  const likeness = (query, matches, other) => {
    if (query.letters === other.letters) return EXACT;
    if (query.stems === other.stems) return SAME;
    const seen = new Set();
    let shared = 0, last = -1, inOrder = true;
    for (const word of other.words) {
      const match = matches.get(word);
      if (!match || seen.has(match.at)) continue;
      seen.add(match.at);
      shared += match.share * Math.min(rarity(query.words[match.at]), rarity(word));
      inOrder &&= match.at > last;
      last = match.at;
    }
    // A name that is still being typed.
    const begun = other.letters.startsWith(query.letters) ? 0.5 + query.letters.length / other.letters.length / 2 : 0;
    if (!shared) return Math.min(begun, 0.99);
    query.weight ??= weigh(query.words);
    other.weight ??= weigh(other.words);
    const whole = (2 * shared) / (query.weight + other.weight || 1);
    return Math.min(Math.max(whole * (inOrder ? 1 : 0.95), begun), 0.99);
  };

  const best = (some, measure) => {
    let most = { like: 0 };
    for (const one of some) {
      const like = measure(one);
      if (like > most.like) most = { like, one };
    }
    return most;
  };

  // -- hits

  /** Why a page is a hit, where its title does not show it. */
  const reason = ({ hub, names }, name, terms) => {
    const title = names.find(({ kind }) => kind === "title");
    const isShown = name.like < 0.4 || [...name.one.has].every((stem) => title?.has.has(stem));
    if (isShown) return terms.length ? ["text", terms.join(", ")] : null;
    if (name.one.kind === "keyword") return ["asked", ""];
    const spelled = (some) => some.find((text) => text.toLowerCase() === name.one.text.toLowerCase());
    const term = spelled(Object.keys(hub?.terms ?? {}));
    return term ? ["term", term] : ["name", spelled(hub?.aliases ?? []) ?? name.one.text];
  };

  const collect = (query, named) => {
    const found = query.words.map(strengths);
    const weights = query.words.map((word, place) => rarity(word, found[place]));
    const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    const matches = matchesOf(query);
    const alike = (one) => likeness(query, matches, one);
    // What a page must have to have all: words that do more than ask, unless all of them only ask.
    const needed = query.words.map((word, place) => place).filter((place) => !query.words[place].asks);
    if (!needed.length) needed.push(...query.words.keys());
    const typed = query.letters;
    const includes = (one) => 2 * typed.length >= one.letters.length && one.letters.includes(typed);
    const half = query.words.length / 2;
    const hits = [], terms = [];
    for (const page of pages) {
      const has = (place) => found[place].get(page.number) ?? 0;
      const name = best(page.names, alike);
      const some = query.words.some((word, place) => has(place));
      if (!some && name.like < 0.5 && !page.headings.some(includes)) continue;
      const heading = best(page.headings, alike);
      const exact = Math.max(
        name.like === EXACT ? (name.one.kind === "keyword" ? EXACT_KEYWORD : EXACT_NAME) : name.like === SAME ? SAME_WORDS : 0,
        heading.like === EXACT && (page.hub || heading.one.label) ? EXACT_HEADING : 0,
      );
      const words = query.words.reduce((sum, word, place) => sum + has(place) * weights[place], 0) / total;
      const score = NAME * name.like ** 2 + (WORDS * words + HEADING * heading.like ** 2) * (page.hub ? 1 : ORDINARY) + exact;
      const missing = name.like >= SAME ? [] : needed.filter((place) => !has(place)).map((place) => query.words[place].word);
      const asksForHeading = heading.like > name.like && heading.like > 0.55;
      const said = needed.filter((place) => has(place) && has(place) < IN_HEADING).map((place) => query.words[place].word);
      const hit = { page, anchor: "", title: page.title, kind: "page", missing };
      hits.push({ ...hit, why: reason(page, name, said), score: score * (asksForHeading ? 0.9 : 1) });
      const isAnswered = ({ id }) => own(page.hub?.answers ?? {}, id) !== undefined;
      const shares = (one) => query.words.filter(({ stem }) => one.has.has(stem)).length;
      page.headings
        .filter((one) => includes(one) || ((!named || isAnswered(one)) && shares(one) && shares(one) >= half))
        .map((one) => ({ one, like: alike(one) }))
        .sort((a, b) => b.like - a.like)
        .slice(0, HEADINGS_OF_A_PAGE)
        .forEach(({ one, like }) => {
          const kind = one.label ? "object" : isAnswered(one) ? "question" : "heading";
          const part = asksForHeading && like === heading.like ? 1 : 0.4 + 0.3 * like ** 2;
          hits.push({ ...hit, anchor: one.id, heading: one.text, kind, why: one.label ? ["object", one.label] : null, score: score * part });
        });
      for (const term of page.terms ?? []) {
        const like = alike(term);
        const inSaid = needed.filter((place) => term.said.has.has(query.words[place].stem)).length / needed.length;
        const worth = Math.max(like, inSaid === 1 ? 0.4 : 0);
        if (worth >= 0.4) terms.push({ page, term: term.text, score: worth });
      }
    }
    const byScore = (a, b) => b.score - a.score;
    return { hits: hits.sort(byScore), terms: terms.sort(byScore), matches };
  };

  // -- mending

  /** All words one edit away -> how unlikely the slip is: a wrong letter is rarer than one that is missing, doubled or swapped. */
  const editsOf = (word) => {
    const found = new Map();
    const add = (edit, cost) => {
      if (edit !== word && !(found.get(edit) <= cost)) found.set(edit, cost);
    };
    for (let at = 0; at <= word.length; at++) {
      const [head, tail] = [word.slice(0, at), word.slice(at)];
      if (tail) add(head + tail.slice(1), 0);
      if (tail.length > 1) add(head + tail[1] + tail[0] + tail.slice(2), 0);
      for (const letter of alphabet) {
        add(head + letter + tail, 0);
        if (tail) add(head + letter + tail.slice(1), 8);
      }
      if (at > 1 && tail.length > 1) add(`${head} ${tail}`, 3); // a space may be what is missing
    }
    return found;
  };

  const isKnown = (word) =>
    frequency(stemOf(word)) || [...places.keys()].some((key) => key.startsWith(word) || (word.length > 4 && key.includes(word)));

  /**
   * The most likely word for one that the index does not have: first what stands beside the others in some phrase.
   *
   * A sentence has good words that no page has, and most are one edit from some other word. So the more of the query the
   * index knows without this word, the more must speak for a mended one. Where it knows
   *   - nothing, and this is the only word, any word will do whose stem it has and that begins as typed;
   *   - nothing of several words, this one must stand in a name or heading;
   *   - one other word, this one must be attested whole, since a stem alone makes words that there are not;
   *   - more, it must stand in a name or heading, and there with a word that it has here, or be long and begin as typed.
   */
  const LONG = 6;
  const mendWord = (word, asked) => {
    const others = asked.filter((other) => other !== word && !wordOf(other).stop && !asks(other)).map(stemOf);
    const context = others.filter(frequency).length;
    const level = (part) => lexicon.get(part) ?? -1;
    const isWord = (part) => {
      if (isStopword(part) || asks(part)) return false;
      if (level(part) > 0) return true;
      if (context > 1 || (!context && others.length) || part.length < 4) return false;
      return level(part) === 0 || frequency(part) > 0 || (!context && part[0] === word[0] && frequency(stemOf(part)) > 0);
    };
    let best = null;
    for (const [edit, cost] of editsOf(word)) {
      const parts = edit.split(" ");
      if (!parts.every(isWord)) continue;
      const begins = edit[0] === word[0];
      const keys = parts.map(stemOf);
      let beside = 0;
      for (const { has, named } of phrases)
        if (keys.every((key) => has.has(key)))
          beside = Math.max(beside, others.filter((other) => has.has(other)).length + (named ? 0.5 : 0));
      if (context > 1 && beside < 1 && !(begins && word.length >= LONG)) continue;
      const common = Math.min(...parts.map((part, place) => Math.log2(1 + frequency(keys[place])) + Math.max(level(part), 0)));
      const likely = 10 * beside + common - cost - (begins ? 0 : 4);
      if (!best || likely > best.likely) best = { edit, likely };
    }
    return best?.edit;
  };

  const mend = (text) => {
    const { all, letters, stems } = phrase(text);
    const names = phrases.filter(({ named }) => named);
    if (names.some((name) => name.letters === letters || name.stems === stems)) return null;
    const edits = new Map();
    for (const word of new Set(all)) {
      if (word.length < 3 || isStopword(word) || asks(word) || isKnown(word)) continue;
      const edit = mendWord(word, all);
      if (edit) edits.set(word, edit);
    }
    // All of it may be one slip from a name, and each word by itself is known; but a name may be typed no further yet.
    const near = letters.length > 4 ? editsOf(letters) : edits;
    const fit = (name) => (name.letters[0] === letters[0] ? 2 : 0) + (name.all.length === all.length ? 1 : 0) - near.get(name.letters);
    const [name] = names
      .filter((name) => near.has(name.letters) && !name.letters.startsWith(letters) && !(edits.size && near.get(name.letters)))
      .sort((a, b) => fit(b) - fit(a));
    if (name) return name.text;
    return edits.size ? tidy(text).replace(/[\p{L}\p{N}_]+/gu, (word) => edits.get(word) ?? word) : null;
  };

  // -- searching

  const search = (text) => {
    let query = phrase(text);
    const isNamed = ({ letters }) =>
      phrases.some((one) => 2 * letters.length >= one.letters.length && one.letters.includes(letters));
    const mended = query.letters && !isNamed(query) ? mend(text) : null;
    if (mended) query = phrase(mended);
    const named = isNamed(query);
    const { hits, terms, matches } = query.letters ? collect(query, named) : { hits: [], terms: [], matches: new Map() };
    const whole = hits.filter(({ missing }) => !missing.length);
    const least = LEAST_SHARE * (hits[0]?.score ?? 0);
    const partly = named && whole.length ? [] : hits.filter((hit) => hit.missing.length && hit.score >= least).slice(0, MOST_RELAXED);
    const kept = new Set([...whole, ...partly]);
    const isMatch = (word) => {
      const match = matches.get(vocabulary.get(word) ?? wordOf(word)) ?? query.words.find((one) => one.stem === stemOf(word));
      return match && !(query.words[match.at] ?? match).asks;
    };
    return {
      hits: hits.filter((hit) => kept.has(hit)), terms, mended,
      relaxed: query.words.length > 1 && partly.length > 0 ? (whole.length ? "also" : "only") : null,
      words: query.words.map(({ word }) => word),
      count: (text) => new Set(split(text.toLowerCase()).filter(isMatch).map(stemOf)).size,
      marks: (text) => text.split(/([\p{L}\p{N}_]+)/u).map((part, place) => [part, place % 2 === 1 && Boolean(isMatch(part.toLowerCase()))]),
    };
  };
  return { search, pages };
};

/** The search in a page, where Sphinx's language_data.js gives the words, and what the dialog and the search page share. */
hubSearch.start = (index) => {
  const { data } = hubSearch;
  const { words } = data;
  const stemmer = new Stemmer();
  const language = {
    // As searchtools.js does where a language has no way of its own.
    split: typeof splitQuery === "function" ? splitQuery : (text) => text.split(/[^\p{L}\p{N}_\p{Emoji_Presentation}]+/gu).filter(Boolean),
    stem: (word) => stemmer.stemWord(word),
    isStopword: (word) => (stopwords.has ? stopwords.has(word) : stopwords.includes(word)),
  };
  const { search, pages } = hubSearch(index, data, language);
  const asked = data.ask.map(([docname, anchor, heading]) => {
    const page = pages.find((page) => page.docname === docname);
    return { page, anchor, title: page.title, heading };
  });
  const address = (root, { docname }, anchor) => {
    const path = docname.split("/").map(encodeURIComponent).join("/");
    const file = data.suffix === "/" ? path.replace(/(^|\/)index$/, "$1").replace(/[^/]$/, "$&/") : path + data.suffix;
    return root + file + (anchor ? `#${anchor}` : "");
  };
  const why = ({ why }) => (why ? words[why[0]].replace("%s", why[1]) : "");
  return { search, words, asked, address, why };
};

if (typeof module !== "undefined") module.exports = hubSearch;
