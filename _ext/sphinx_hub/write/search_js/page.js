/*
 * The search page: each hit with the page's description and why it is one. Where Sphinx's search page has changed so that
 * this does not fit, Sphinx's own search works as ever.
 */
hubSearch.page = () => {
  const place = document.getElementById("search-results");
  if (!place || typeof Search.query !== "function") return;
  const { make } = hubSearchFace;
  let engine;

  // What is said above the hits stands in the page from the start, so that screen readers announce its change.
  const said = make("p", { role: "status", class: "hub-search-note" });
  place.before(said);

  /** The words around a hit in a page's text, and the heading that they stand under. */
  const lookInto = async (link, summary, { marks, count }) => {
    const response = await fetch(link.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    page.querySelectorAll("aside, nav, .headerlink, .hub-byline").forEach((part) => part.remove());
    let most = 0, best;
    for (const block of page.querySelectorAll(":is(main, [role=main]) :is(p, dd, li, td, pre)")) {
      const found = count(block.textContent);
      if (found > most) [most, best] = [found, block];
    }
    if (!best || !response.ok) return;
    const section = best.closest("section[id]");
    const heading = section?.querySelector(":scope > :is(h2, h3, h4, h5, h6)")?.textContent;
    if (heading) link.href += `#${section.id}`;
    const text = best.textContent.replace(/\s+/g, " ").trim();
    // From a little before the first word that was searched for; the end is cut where there is no more room.
    const parts = marks(text);
    const before = parts.slice(0, parts.findIndex(([, isMarked]) => isMarked)).map(([part]) => part).join("").length;
    const from = before < 80 ? 0 : text.indexOf(" ", before - 60);
    summary.replaceChildren(make("strong", {}, heading ?? ""), heading ? " " : "", from ? "…" : "", ...engine.marked(marks, text.slice(from)));
  };
  const FETCHED = 5;
  const whenIdle = window.requestIdleCallback ?? setTimeout;

  const shown = (hit, found, number) => {
    const { page, anchor, kind, heading, title, text, missing } = hit;
    const link = make("a", { href: engine.address(page, anchor) }, ...engine.marked(found.marks, heading ? `${title} > ${heading}` : title));
    const item = make("li", { class: `kind-${kind}` }, link);
    const isInText = kind === "page" && hit.why?.[0] === "text" && number < FETCHED && location.protocol !== "file:";
    const summary = make("p", { class: isInText ? "context hub-room" : "context" }, ...engine.marked(found.marks, text));
    if (text || isInText) item.append(summary);
    if (isInText) whenIdle(() => lookInto(link, summary, found).catch(() => {}));
    const why = [engine.why(hit), missing.length && engine.words.missing.replace("%s", missing.join(", "))].filter(Boolean);
    if (why.length) item.append(make("p", { class: "hub-why" }, ...engine.marked(found.marks, why.join(" · "))));
    return item;
  };

  const sphinxQuery = Search.query;
  Search.query = (query) => {
    let found;
    try {
      engine ??= hubSearch.start(Search._index);
      found = engine.search(query);
    } catch (error) {
      console.error(error);
      return sphinxQuery(query);
    }
    const { hits, mended, relaxed, words } = found;
    // As Sphinx does, so that the words stand out on the page that the reader goes to.
    localStorage.setItem("sphinx_highlight_terms", hits.length ? words.join(" ") : "");
    const say = engine.words;
    Search.status.setAttribute("role", "status");
    Search.output.replaceChildren(...hits.map((hit, number) => shown(hit, found, number)));
    const [before, after] = say.mended.split("%s");
    said.replaceChildren(...(mended ? [before, make("strong", {}, mended), after] : [say[relaxed] ?? ""]));
    // Later, so that the change of the status is one, and is announced.
    setTimeout(() => {
      Search.stopPulse();
      Search.title.textContent = _("Search Results");
      Search.status.textContent = hits.length ? say.found.replace("%s", hits.length) : say.nothing;
    }, 20);
  };
};

