/** The dialog's answers: what it shows for what its field has, and the keys that choose among that. */
hubSearch.dialog = ({ search, words, asked, address, why, marked }, dialog, field) => {
  const { make, isPlain, popup, root, page } = hubSearchFace;
  const MOST = 5;
  const status = make("p", { role: "status", class: "hub-search-note" });
  const list = make("div", { id: popup, role: "listbox", "aria-label": field.placeholder });
  const all = make("a", { class: "hub-search-all" }, words.all);
  dialog.firstChild.append(status, list, all);
  let options = [], chosen = -1;

  const choose = (number) => {
    options[chosen]?.setAttribute("aria-selected", false);
    chosen = (number + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", true);
    options[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[chosen].id);
  };
  field.onkeydown = (event) => {
    const { key } = event;
    // Without a choice, these move in the field.
    const to = key === "ArrowDown" ? chosen + 1 : key === "ArrowUp" ? Math.max(chosen, 0) - 1
      : chosen < 0 ? NaN : key === "Home" ? 0 : key === "End" ? -1 : NaN;
    if (event.isComposing || !isPlain(event)) return;
    if (options.length && to === to) choose(to);
    else if (key === "Enter" && options[chosen]) options[chosen].click();
    else return;
    event.preventDefault();
  };

  const group = (id, entries, marks = (text) => [[text]]) => {
    if (!entries.length) return;
    const label = make("div", { id: `hub-group-${id}`, class: "hub-title" }, words[id]);
    list.append(make("div", { role: "group", "aria-labelledby": label.id }, label, ...entries.slice(0, MOST).map((entry) => {
      const option = make("a", { role: "option", id: `hub-option-${options.length}`, href: address(entry.page, entry.anchor), tabindex: -1, "aria-selected": false });
      for (const part of ["title", "text", "why"])
        if (entry[part]) option.append(make("span", { class: `hub-option-${part}` }, ...marked(marks, entry[part])), " ");
      option.onclick = () => dialog.close();
      options.push(option);
      return option;
    })));
  };
  const part = (hit) => ({ ...hit, title: hit.heading ?? hit.term, why: hit.page.title });
  const article = (hit) => ({ ...hit, title: hit.heading ?? hit.title, why: why(hit) });

  return () => {
    const text = field.value.trim();
    [options, chosen] = [[], -1];
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
    all.hidden = !text;
    all.href = `${root}${page}?q=${encodeURIComponent(text)}`;
    if (text) {
      const { hits, terms, mended, marks } = search(text);
      group("terms", terms.map(part), marks);
      group("questions", hits.filter(({ kind }) => kind === "question").map(part), marks);
      group("articles", hits.filter(({ kind, page }) => kind === "page" && page.hub).map(article), marks);
      group("others", hits.filter(({ kind, page }) => kind === "object" || (kind === "page" && !page.hub)).map(article), marks);
      const count = options.length ? words.suggestions.replace("%s", options.length) : words.nothing;
      status.textContent = mended ? `${words.mended.replace("%s", mended)}. ${count}` : count;
    } else {
      group("ask", asked.map(part));
      status.textContent = "";
    }
    field.setAttribute("aria-expanded", options.length > 0);
  };
};

