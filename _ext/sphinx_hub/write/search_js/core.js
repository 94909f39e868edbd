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
 *   hits     best first: {page, anchor, title, heading, text, kind, why, missing, score}; kind is "page", "heading",
 *            "question" or "object", text the description or answer, why is null or [kind, text], missing has the words
 *            that the page lacks
 *   terms    best first: {page, term, text, score}
 *   mended   the query that was searched for instead, or null
 *   relaxed  whether there are pages among the hits that lack some of several words
 *   marks    text -> [[part, whether it was searched for]]
 *   count    text -> how many different words of the query are in it
 */
"use strict";

const hubSearch = (index, data, { split, stem, isStopword }) => {
  // How much a word counts by where it stands, and by how it matches.
  // A description counts as a name does, and a definition as a heading.
  const IN_NAME = 0.5, IN_HEADING = 0.4, IN_TEXT = 0.2;
  const PREFIX = 0.8, INSIDE = 0.4;
  // What is left of the weight of a word that only asks.
  const ASKED = 0.3;
  // What a page's score is made of, up to 100; a page that is no part of the hub, as one for its authors, has less of it.
  const WORDS = 55, NAME = 20, HEADING = 25, ORDINARY = 0.2;
  // And on top of that, so that nothing else comes before: what is called as the query says.
  const EXACT = 100, NEARLY = 85;
  // How alike what has the same words is, and what is less like at most.
  const SAME = 0.995, LIKE = 0.99;
  // Hits that lack some of the words: how many, and how good beside the best.
  const MOST_RELAXED = 20, LEAST_SHARE = 0.4, HEADINGS_OF_A_PAGE = 2;

  const asking = new Set(data.asking.split(" "));
  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

  // Each word that was met, once. The plural of an acronym is none to the stemmer: "LLMs" is "LLM".
  const vocabulary = new Map();
  const wordOf = (word) => {
    if (!vocabulary.has(word))
      vocabulary.set(word, {
        word, stem: stem(word.replace(/^([b-df-hj-np-tv-xz]{2,5})s$/, "$1")),
        // Numbers only ask, too: how many they are is seldom what it is about.
        asks: asking.has(word) || isStopword(word) || /^\d+$/.test(word),
      });
    return vocabulary.get(word);
  };
  const stemOf = (word) => wordOf(word).stem;
  const said = (words) => words.map(({ word }) => word);

  // An apostrophe divides words, and what follows it says nothing; U.S.A. is one word.
  const tidy = (text) =>
    text.toLowerCase().replace(/['\u2019](?:d|ll|m|re|s|t|ve)(?![\p{L}\p{N}])/gu, "")
      .replace(/(?<![\p{L}.])(?:\p{L}\.){2,}/gu, (dotted) => dotted.replaceAll(".", ""));
  const compound = /[\p{L}\p{N}]+(?:[-\u2010\u2011\/][\p{L}\p{N}]+)+/gu;

  /** A query, name or heading: its words, and its letters run together. */
  const phrase = (text) => {
    const tidied = tidy(text);
    const words = split(tidied).map(wordOf);
    const stems = words.map(({ stem }) => stem);
    return {
      text, words, letters: said(words).join(""), stems: stems.join(" "), has: new Set(stems),
      // Whoever types "pretraining" means "pre-training".
      joined: (tidied.match(compound) ?? []).map((parts) => wordOf(split(parts).join(""))),
    };
  };

  // -- what the index says: by page, and where the words of names and headings occur

  const pages = index.docnames.map((docname, number) => ({
    number, docname, title: index.titles[number], hub: own(data.pages, docname), names: [], headings: [], terms: [],
  }));
  // Names and headings.
  const phrases = [];
  // Stem or word -> page number -> how well the page has it, by where it stands.
  const places = new Map();
  // The words of names and headings.
  const lexicon = new Set();
  const raise = (map, key, value) => map.set(key, Math.max(map.get(key) ?? 0, value));
  const place = (key, number, strength) => {
    if (!places.has(key)) places.set(key, new Map());
    raise(places.get(key), number, strength);
  };
  const learn = (text, named) => {
    const made = { ...phrase(text), named };
    for (const { word } of made.words) lexicon.add(word);
    phrases.push(made);
    return made;
  };
  /** Note that a page has a phrase, and how well. */
  const note = (number, made, strength) => {
    for (const { word, stem } of [...made.words, ...made.joined]) for (const key of [word, stem]) place(key, number, strength);
    return made;
  };
  const name = (page, made, kind) => page.names.push({ ...note(page.number, made, IN_NAME), kind });
  for (const [title, found] of Object.entries(index.alltitles)) {
    const made = learn(title, found.some(([, id]) => id === null));
    for (const [number, id] of found)
      if (id === null) name(pages[number], made, "title");
      else pages[number].headings.push({ ...note(number, made, IN_HEADING), id });
  }
  for (const [entry, found] of Object.entries(index.indexentries)) {
    const made = learn(entry, true);
    for (const [number, id, main] of found) if (!id && main) name(pages[number], made, "name");
  }
  // Functions, classes and the like, which Sphinx lists by what stands before the last dot.
  for (const [prefix, all] of Object.entries(index.objects ?? {}))
    for (const [number, type, , short, last] of all) {
      const [, kind, label] = index.objnames[type];
      const made = note(number, phrase(prefix ? `${prefix}.${last}` : last), IN_TEXT);
      pages[number].headings.push({ ...made, id: short === "" ? made.text : short === "-" ? `${kind}-${made.text}` : short, label });
    }
  for (const page of pages) {
    const { about, terms, keywords } = page.hub ?? { about: "" };
    page.shown = phrase(`${page.title} ${about}`);
    const say = (text, strength) => note(page.number, phrase(text), strength);
    say(about, IN_NAME);
    for (const term in terms) page.terms.push({ ...phrase(term), definition: terms[term], said: say(terms[term], IN_HEADING) });
    for (const keyword of keywords ?? []) name(page, phrase(keyword), "keyword");
  }
  for (const [key, numbers] of Object.entries(index.terms)) for (const number of [numbers].flat()) place(key, number, IN_TEXT);
  const frequency = (key) => places.get(key)?.size ?? 0;
  const alphabet = new Set([...places.keys()].join(""));

  // -- how well a page fits

  /** Page number -> how well it has a word, from 0 to 1. */
  const strengths = ({ word, stem }) => {
    const found = new Map();
    for (const key of [stem, word]) places.get(key)?.forEach((strength, number) => raise(found, number, strength));
    // A word that pages have is itself; one that they do not have may be a part of others, or still being typed.
    if (word.length > 2 && !found.size)
      for (const [key, at] of places) {
        const part = key.startsWith(word) || key.startsWith(stem) ? PREFIX : word.length > 4 && key.includes(word) ? INSIDE : 0;
        if (part) at.forEach((strength, number) => raise(found, number, strength * part));
      }
    return found;
  };

  /**
   * How much words say: each more, the fewer pages have it, though not much more. Of a whole sentence, the rarest words
   * are often those that a page has by chance.
   */
  const rarity = (word) =>
    (word.rarity ??= Math.log(2 + pages.length / (frequency(word.stem) || pages.length / 4)) * (word.asks ? ASKED : 1));
  const weigh = (words) => words.reduce((sum, word) => sum + rarity(word), 0);

  /** Word -> the word of the query that it matches: of the same stem, or begun as in the query. */
  const matcher = ({ words }) => {
    const known = new Map();
    return (one) => {
      if (!known.has(one))
        known.set(one, words.find(({ stem }) => stem === one.stem) ?? words.find(({ word }) => word.length > 2 && one.word.startsWith(word)));
      return known.get(one);
    };
  };

  /** How alike a query and a name or heading are, from 0 to 1. */
  const likeness = (query, match, other) => {
    if (query.letters === other.letters) return 1;
    if (query.stems === other.stems) return SAME;
    const shared = new Set(other.words.map(match).filter(Boolean));
    // A name that is still being typed.
    const begun = query.letters && other.letters.startsWith(query.letters) ? 0.5 + query.letters.length / other.letters.length / 2 : 0;
    const dice = shared.size && (2 * weigh([...shared])) / (weigh(query.words) + (other.weight ??= weigh(other.words)));
    return Math.min(Math.max(dice, begun), LIKE);
  };

  // -- hits

  /** Why a page is a hit, where its title and description do not show it. */
  const reason = ({ hub, shown }, name, unseen) => {
    if (name.like < 0.4 || name.one.words.every(({ stem }) => shown.has.has(stem))) return unseen.length ? ["text", unseen.join(", ")] : null;
    if (name.one.kind === "keyword") return ["asked", ""];
    const spelled = (some) => some.find((text) => text.toLowerCase() === name.one.text.toLowerCase());
    const term = spelled(Object.keys(hub?.terms ?? {}));
    return term ? ["term", term] : ["name", spelled(hub?.aliases ?? []) ?? name.one.text];
  };

  const collect = (query, match) => {
    const found = new Map(query.words.map((word) => [word, strengths(word)]));
    const total = weigh(query.words);
    const alike = (one) => likeness(query, match, one);
    const ranked = (some) => some.map((one) => ({ one, like: alike(one) })).sort((a, b) => b.like - a.like);
    const hits = [], terms = [];
    const extra = (like) => (like === 1 ? EXACT : like === SAME ? NEARLY : 0);
    for (const page of pages) {
      const has = (word) => found.get(word).get(page.number) ?? 0;
      const [name = { like: 0 }] = ranked(page.names);
      const headings = ranked(page.headings);
      const [most = { like: 0 }] = headings;
      if (!query.words.some(has) && name.like < 0.5) continue;
      const words = query.words.reduce((sum, word) => sum + has(word) * rarity(word), 0) / total;
      const score = NAME * name.like + (WORDS * words + HEADING * most.like ** 2) * (page.hub ? 1 : ORDINARY);
      const seen = new Set(page.shown.words.map(match));
      const unseen = query.about.filter((word) => has(word) && !seen.has(word));
      const missing = name.like > LIKE ? [] : query.about.filter((word) => !has(word));
      const hit = { page, title: page.title, missing: said(missing) };
      hits.push({ ...hit, kind: "page", text: page.hub?.about, why: reason(page, name, said(unseen)), score: score + extra(name.like) });
      const answer = ({ id }) => own(page.hub?.answers ?? {}, id);
      headings.filter(({ like }) => like > 0.4).slice(0, HEADINGS_OF_A_PAGE)
        .forEach(({ one, like }) => {
          const { id: anchor, text: heading, label } = one;
          const text = answer(one);
          hits.push({
            ...hit, anchor, heading, text, kind: label ? "object" : text ? "question" : "heading", why: label && ["object", label],
            score: score * (like > name.like ? 1.1 : 0.6) + (page.hub || label ? extra(like) : 0),
          });
        });
      for (const term of page.terms) {
        const worth = Math.max(alike(term), query.about.every(({ stem }) => term.said.has.has(stem)) ? 0.4 : 0);
        if (worth >= 0.4) terms.push({ page, term: term.text, text: term.definition, score: worth });
      }
    }
    const byScore = (a, b) => b.score - a.score;
    return { hits: hits.sort(byScore), terms: terms.sort(byScore) };
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
      // A space may be what is missing.
      if (at > 1 && tail.length > 1) add(`${head} ${tail}`, 3);
    }
    return found;
  };

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
  const mendWord = (word, words) => {
    const others = words.filter((other) => other.word !== word && !other.asks).map(({ stem }) => stem);
    const context = others.filter(frequency).length;
    const isWord = (part) => {
      if (wordOf(part).asks) return false;
      if (lexicon.has(part)) return true;
      if (context > 1 || (!context && others.length) || part.length < 4) return false;
      return frequency(part) || (!context && part[0] === word[0] && frequency(stemOf(part)));
    };
    let best = { likely: -Infinity };
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
      const common = Math.min(...keys.map((key) => Math.log2(1 + frequency(key))));
      const likely = 10 * beside + common - cost - (begins ? 0 : 4);
      if (likely > best.likely) best = { edit, likely };
    }
    return best.edit;
  };

  const mend = ({ text, words, letters }) => {
    const edits = new Map();
    for (const one of words) {
      const { word, asks } = one;
      const edit = word.length > 2 && !asks && !strengths(one).size && mendWord(word, words);
      if (edit) edits.set(word, edit);
    }
    // All of it may be one slip from a name, and each word by itself is known; but a name may be typed no further yet.
    const near = letters.length > 4 ? editsOf(letters) : edits;
    const [name] = phrases
      .filter(({ named, letters: its }) => named && near.has(its) && !its.startsWith(letters) && !(edits.size && near.get(its)))
      .sort((a, b) => near.get(a.letters) - near.get(b.letters) || a.words.length - b.words.length);
    if (name) return name.text;
    return edits.size ? tidy(text).replace(/[\p{L}\p{N}_]+/gu, (word) => edits.get(word) ?? word) : null;
  };

  // -- searching

  /** Whether what is typed is at least half of some name or heading, as when one is still being typed. */
  const isNamed = ({ letters, stems }) =>
    phrases.some((one) => one.stems === stems || (2 * letters.length >= one.letters.length && one.letters.includes(letters)));
  const search = (text) => {
    let query = phrase(text);
    const mended = isNamed(query) ? null : mend(query);
    if (mended) query = phrase(mended);
    // What a page must have to have all: words that do more than ask, unless all of them only ask.
    query.about = query.words.filter(({ asks }) => !asks);
    if (!query.about.length) query.about = query.words;
    const { about } = query;
    const named = isNamed(query);
    const match = matcher(query);
    const { hits, terms } = collect(query, match);
    const whole = hits.some(({ missing }) => !missing.length);
    const least = LEAST_SHARE * hits[0]?.score;
    const partly = named && whole ? [] : hits.filter((hit) => hit.missing.length && hit.score >= least).slice(0, MOST_RELAXED);
    const isMatch = (word) => about.includes(match(wordOf(word)));
    return {
      hits: hits.filter((hit) => !hit.missing.length || partly.includes(hit)), terms, mended,
      relaxed: about.length > 1 && partly.length ? (whole ? "also" : "only") : null,
      words: said(about),
      count: (text) => new Set(split(text.toLowerCase()).filter(isMatch).map(stemOf)).size,
      marks: (text) => text.split(/([\p{L}\p{N}_]+)/u).map((part, place) => [part, place % 2 === 1 && isMatch(part.toLowerCase())]),
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
    return { page, anchor, heading, text: page.hub.answers[anchor] };
  });
  const address = ({ docname }, anchor) => {
    const path = docname.split("/").map(encodeURIComponent).join("/");
    const file = data.suffix === "/" ? path.replace(/(^|\/)index$/, "$1").replace(/[^/]$/, "$&/") : path + data.suffix;
    return hubSearchFace.root + file + (anchor ? `#${anchor}` : "");
  };
  const why = ({ why }) => why && words[why[0]].replace("%s", why[1]);
  const marked = (marks, text = "") => marks(text).map(([part, isMarked]) => (isMarked ? hubSearchFace.make("mark", {}, part) : part));
  return { search, words, asked, address, why, marked };
};
