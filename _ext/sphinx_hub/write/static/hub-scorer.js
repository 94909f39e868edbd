/*
 * How search results are ranked: Sphinx's hits, each scored by how well its page answers the whole query.
 *
 * Sphinx scores a hit by its best word alone, so hits tie and are then sorted by title. Here a page counts by
 *   - the words of the query that it has, each by its rarity and by where it stands (a name, a heading, the description,
 *     the text);
 *   - its name that is most like the query, where a name is its title or a main index entry of the whole page;
 *   - its heading that is most like the query.
 * Likeness is the Dice coefficient of the two sets of words, weighted by rarity (inverse document frequency).
 *
 * A scorer replaces Sphinx's own as a whole, so the numbers at the end repeat it.
 */
"use strict";

var Scorer = (() => {
  // How much a word counts by where it stands, and by how it matches.
  const IN_TITLE = 0.7, IN_NAME = 0.5, IN_HEADING = 0.4, IN_DESCRIPTION = 0.5, IN_TEXT = 0.25;
  const PREFIX = 0.8, INSIDE = 0.4;
  const ASKED = 0.3; // what is left of the weight of a word that only asks
  // What a page's score is made of, up to 100.
  const WORDS = 55, NAME = 20, HEADING = 25;
  // And on top of that, so that nothing else comes before: what is called as the query says, letter by letter or word
  // by word.
  const EXACT_NAME = 100, EXACT_HEADING = 95, SAME_WORDS = 85;

  // English words that say how something is asked, not what about; Sphinx's own list differs between its versions.
  const ASKING = new Set(
    ("a able about above across actually after again against ago all almost already also although always am among an and " +
     "another any anybody anyone anything anyway are around as ask asked asking at away back be because become becomes been " +
     "before being below between both bring but by call called came can cannot come comes coming could did difference do " +
     "does doing done down during each either else enough especially etc even ever every everybody everyone everything " +
     "exactly explain few find first for from further gave get gets getting give given gives go goes going gone good got had " +
     "happen happens has have having he help helps her here him his how however i if in instead into is it its itself just " +
     "keep keeps kind kinds know known knows last later least less let like likely little look looked looking looks lot lots " +
     "made make makes making many matter may maybe me mean means might mine more most much must my myself need needs neither " +
     "never next no nobody none nor not nothing now of off often ok okay on once one ones only onto or other others our ours " +
     "out over own people perhaps please possible put quite rather really said same saw say says see seem seems seen several " +
     "shall she should show shows since so some somebody somehow someone something sometimes sort still such take takes tell " +
     "tells than that the their them themselves then there therefore these they thing things think thinks this those though " +
     "through to together too took toward try trying turn under understand unless until up upon us use used uses using " +
     "usually versus very vs want wants was way ways we well went were what whatever when whenever where whether which while " +
     "who whole whom whose why will with within without wonder work works would yes yet you your yours yourself")
      .split(" "),
  );
  const english = document.documentElement.lang.startsWith("en");

  const isStopword = (word) => (stopwords.has ? stopwords.has(word) : stopwords.includes(word));
  // An apostrophe divides words: "isn't" is "isn" and "t". What follows it says nothing; what precedes "t" only asks.
  const CONTRACTED = /['\u2019](?:d|ll|m|re|s|t|ve)(?![\p{L}\p{N}])/gu;
  // In any language, so do numbers: how many they are is seldom what it is about, and Sphinx does not search for them.
  const isAsking = (word) => (english && (ASKING.has(word) || isStopword(`${word}'t`))) || /^\d+$/.test(word);

  // Each word that was met, once: as typed, stemmed, and whether Sphinx leaves it out.
  const vocabulary = new Map();
  let stemmer = null;
  const wordOf = (word) => {
    let known = vocabulary.get(word);
    if (!known) {
      stemmer ??= new Stemmer();
      vocabulary.set(word, (known = { word, stem: stemmer.stemWord(word), stop: isStopword(word) }));
    }
    return known;
  };

  /** A query, name or heading: its words, without stopwords unless it has no others, and its letters run together. */
  const phrase = (text) => {
    const lower = text.toLowerCase();
    const joined = lower.includes(".") ? lower.replace(/(?<![\p{L}.])(?:\p{L}\.){2,}/gu, (dotted) => dotted.replaceAll(".", "")) : lower;
    const all = splitQuery(english ? joined.replace(CONTRACTED, "") : joined).map(wordOf);
    const kept = all.filter(({ stop }) => !stop);
    const words = kept.length ? kept : all;
    return { words, letters: all.map(({ word }) => word).join(""), stems: words.map(({ stem }) => stem).join(" "), weight: null };
  };

  /** Two pieces of evidence, taken as independent. */
  const either = (a, b) => 1 - (1 - a) * (1 - b);

  /** What the index says, by page; and where the words of names and headings occur. Made once. */
  let model = null;
  const modelOf = (index) => {
    if (model?.index === index) return model;
    const pages = index.docnames.map(() => ({ names: [], headings: new Map() }));
    // stem or word -> page -> where it stands best
    const places = new Map();
    const note = (page, { words }, place) => {
      for (const { word, stem } of words)
        for (const key of word === stem ? [word] : [word, stem]) {
          let at = places.get(key);
          if (!at) places.set(key, (at = new Map()));
          const before = at.get(page) ?? 0;
          // Headings add up; names and the description do not, or the page with the most aliases would win.
          at.set(page, place >= IN_NAME ? Math.max(before, place) : either(before, place));
        }
    };
    for (const [title, found] of Object.entries(index.alltitles)) {
      const made = phrase(title);
      for (const [page, id] of found) {
        if (id === null) pages[page].names.unshift(made);
        else pages[page].headings.set("#" + id, made);
        note(page, made, id === null ? IN_TITLE : IN_HEADING);
      }
    }
    for (const [entry, found] of Object.entries(index.indexentries)) {
      const made = phrase(entry);
      for (const [page, id, main] of found)
        if (!id && main) {
          pages[page].names.push(made);
          note(page, made, IN_NAME);
        }
    }
    if (typeof HubSearch !== "undefined")
      index.docnames.forEach((docname, page) => {
        if (Object.hasOwn(HubSearch.descriptions, docname)) note(page, phrase(HubSearch.descriptions[docname]), IN_DESCRIPTION);
      });
    model = { index, pages, places, rarities: new Map() };
    return model;
  };

  const pagesOf = (mapping, stem) => (Object.hasOwn(mapping, stem) ? [mapping[stem]].flat() : []);

  /** page -> how well it has a word of the query, from 0 to 1. */
  const strengths = ({ index, places }, { word, stem }) => {
    const found = new Map();
    const note = (page, strength) => {
      if ((found.get(page) ?? 0) < strength) found.set(page, strength);
    };
    for (const page of pagesOf(index.terms, stem)) note(page, IN_TEXT);
    for (const page of pagesOf(index.titleterms, stem)) note(page, IN_HEADING);
    for (const key of [stem, word]) places.get(key)?.forEach((place, page) => note(page, place));
    // A word that pages have is itself; one that they do not have may be a part of others, or still being typed.
    if (word.length < 3 || Object.hasOwn(index.terms, stem) || Object.hasOwn(index.titleterms, stem)) return found;
    for (const [key, at] of places)
      if (key.startsWith(word)) at.forEach((place, page) => note(page, place * PREFIX));
      else if (word.length > 3 && key.includes(word)) at.forEach((place, page) => note(page, place * INSIDE));
    for (const mapping of [index.terms, index.titleterms])
      for (const key of Object.keys(mapping))
        if (key.startsWith(word) || key.startsWith(stem))
          for (const page of pagesOf(mapping, key)) note(page, IN_TEXT * PREFIX);
    return found;
  };

  /**
   * How much a word says: more, the fewer pages have it, though not much more. Of a whole sentence, the rarest words are
   * often those that a page has by chance.
   */
  const rarity = (model, { word, stem }, found) => {
    // By word, not by stem, since of the words with one stem some only ask.
    if (!model.rarities.has(word)) {
      const { index, places, pages } = model;
      const having = pagesOf(index.terms, stem).length + pagesOf(index.titleterms, stem).length;
      const count = Math.max(having, places.get(stem)?.size ?? 0) || found?.size || pages.length / 4;
      model.rarities.set(word, Math.log(2 + pages.length / count) * (isAsking(word) ? ASKED : 1));
    }
    return model.rarities.get(word);
  };

  const weigh = (model, words) => words.reduce((sum, word) => sum + rarity(model, word), 0);

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
  const likeness = (model, query, matches, other) => {
    if (query.letters === other.letters) return EXACT;
    if (query.stems === other.stems) return SAME;
    const seen = new Set();
    let shared = 0;
    let last = -1;
    let inOrder = true;
    for (const word of other.words) {
      const match = matches.get(word);
      if (!match || seen.has(match.at)) continue;
      seen.add(match.at);
      shared += match.share * Math.min(rarity(model, query.words[match.at]), rarity(model, word));
      inOrder &&= match.at > last;
      last = match.at;
    }
    // A name that is still being typed.
    const begun = other.letters.startsWith(query.letters) ? 0.5 + query.letters.length / other.letters.length / 2 : 0;
    if (!shared) return Math.min(begun, 0.99);
    query.weight ??= weigh(model, query.words);
    other.weight ??= weigh(model, other.words);
    const whole = (2 * shared) / (query.weight + other.weight || 1);
    return Math.min(Math.max(whole * (inOrder ? 1 : 0.95), begun), 0.99);
  };

  const best = (phrases, measure) => {
    let most = 0;
    for (const one of phrases) most = Math.max(most, measure(one));
    return most;
  };

  /** Scores pages and headings for one query. */
  const ranking = (model, text) => {
    const query = phrase(text);
    const found = query.words.map((word) => strengths(model, word));
    const weights = query.words.map((word, number) => rarity(model, word, found[number]));
    const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    const known = new Map();
    const matches = matchesOf(query);
    const alike = (one) => likeness(model, query, matches, one);
    const page = (number) => {
      if (!known.has(number)) {
        const { names, headings } = model.pages[number];
        const words = found.reduce((sum, at, place) => sum + (at.get(number) ?? 0) * weights[place], 0) / total;
        const name = best(names, alike);
        const heading = best(headings.values(), alike);
        const exact = Math.max(
          name === EXACT ? EXACT_NAME : name === SAME ? SAME_WORDS : 0,
          heading === EXACT ? EXACT_HEADING : 0,
        );
        known.set(number, { name, heading, score: WORDS * words + NAME * name ** 2 + HEADING * heading ** 2 + exact });
      }
      return known.get(number);
    };
    return (number, anchor) => {
      const { name, heading, score } = page(number);
      const asksForHeading = heading > name && heading > 0.55;
      const own = anchor ? model.pages[number].headings.get(anchor) : null;
      if (!anchor) return score * (asksForHeading ? 0.9 : 1);
      const like = own ? alike(own) : 0;
      return score * (asksForHeading && like === heading ? 1 : 0.4 + 0.3 * like ** 2);
    };
  };

  let current = null;
  const scorer = {
    /** What is searched for, where it is not what the address says. */
    query: null,

    score([docname, , anchor, , score, , kind]) {
      const index = Search._index;
      const query = scorer.query ?? new URLSearchParams(location.search).get("q") ?? "";
      if (kind === "object" || !query) return score;
      if (current?.query !== query || current.index !== index) {
        const numbers = new Map(index.docnames.map((name, number) => [name, number]));
        current = { query, index, numbers, rank: ranking(modelOf(index), query) };
      }
      return current.rank(current.numbers.get(docname), anchor);
    },

    // Sphinx's own numbers. Objects keep theirs; what the others come to is ranked anew above.
    objNameMatch: 11,
    objPartialMatch: 6,
    objPrio: { 0: 15, 1: 5, 2: -5 },
    objPrioDefault: 0,
    title: 15,
    partialTitle: 7,
    term: 5,
    partialTerm: 2,
  };
  return scorer;
})();
