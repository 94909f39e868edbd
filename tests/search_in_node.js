// Asks the search of a built site without a browser: node search_in_node.js FOLDER < JSON list of queries.
// Prints a JSON list with what the dialog and the search page would be given for each.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const folder = process.argv[2];
const context = vm.createContext({ console });
context.window = context;
context.Search = { setIndex: (index) => (context.index = index) };
for (const name of ["_static/language_data.js", "hub-search-core.js", "searchindex.js"])
  vm.runInContext(readFileSync(join(folder, name), "utf8"), context, { filename: name });
const { search } = vm.runInContext("hubSearch.start(index)", context);

const answers = JSON.parse(readFileSync(0, "utf8")).map((query) => {
  const { hits, terms, mended, relaxed, marks } = search(query);
  return {
    mended,
    relaxed,
    terms: terms.map(({ page, term }) => [page.docname, term]),
    hits: hits.map(({ page, anchor = "", title, heading, text, kind, why, missing, score }) =>
      ({ docname: page.docname, anchor, title, heading, text, kind, why, missing, score, marks: marks(heading ?? title) })),
  };
});
process.stdout.write(JSON.stringify(answers));
