/*
 * Opens the search dialog on any page: "/", Ctrl-K, a search field or a link to the search page. Its field is there at
 * once; what it answers from is loaded when it is first opened. Without this script a field leads to the search page.
 */
"use strict";

const hubSearchFace = (() => {
  const script = document.currentScript;
  const { page, search, close } = script.dataset;
  const root = new URL("..", script.src).href;

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  };
  const load = (name) =>
    new Promise((onload, onerror) => document.head.append(Object.assign(make("script", { src: root + name }), { onload, onerror })));

  /** The search with Sphinx's index and words; of these, a page may have some already. */
  const prepare = async () => {
    let index = null;
    if (typeof Search === "undefined") window.Search = { setIndex: (loaded) => (index = loaded) };
    await Promise.all([
      typeof hubSearch === "undefined" && load("hub-search-core.js"),
      typeof Stemmer === "undefined" && load("_static/language_data.js"),
      Search._index || load("searchindex.js"),
    ]);
    return hubSearch.start(index ?? Search._index);
  };

  let dialog, field, answer;
  const build = () => {
    const popup = "hub-options";
    const hints = { autocomplete: "off", autocapitalize: "off", spellcheck: false, enterkeyhint: "search", placeholder: search };
    const combobox = { role: "combobox", "aria-label": search, "aria-controls": popup, "aria-expanded": false, "aria-autocomplete": "list" };
    field = make("input", { type: "text", name: "q", ...hints, ...combobox });
    const list = make("div", { id: popup, role: "listbox", "aria-label": search });
    const status = make("p", { role: "status", class: "hub-search-note" });
    const all = make("a", { class: "hub-search-all", href: root + page });
    const shut = make("button", { type: "button", "aria-label": close }, "\u00d7");
    const form = make("form", { action: root + page }, field, shut);
    dialog = make("dialog", { class: "hub-dialog", "aria-label": search }, make("div", {}, form, status, list, all));
    dialog.onclick = ({ target }) => {
      if (target === dialog || target === shut) dialog.close();
    };
    dialog.onkeydown = (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      // The browser would close the dialog and take the focus from its field a moment later, and with it what is typed
      // meanwhile, such as the key that opens it again.
      event.preventDefault();
      dialog.close();
      field.blur();
    };
    field.oninput = () => answer?.();
    document.body.append(dialog);
    prepare().then(
      (made) => {
        answer = hubSearch.dialog(made, { dialog, field, list, status, all });
        answer();
      },
      () => form.submit(),
    );
  };
  const open = (text = "") => {
    if (!dialog) build();
    if (dialog.open) return;
    field.value = text;
    dialog.showModal();
    field.focus();
    answer?.();
  };

  // What opens it. The search page has a field of its own, which stays one.
  const isOutside = (target) => !target.closest("dialog, main, [role=main]");
  const isField = (target) => target.matches("form input[name=q]") && isOutside(target);
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  const take = (event, text) => {
    event.preventDefault();
    event.stopImmediatePropagation(); // Sphinx has a shortcut of its own, and some themes a dialog
    open(text);
  };
  addEventListener("click", (event) => {
    const opener = event.target.closest("a[href], .search-button__button");
    if (isField(event.target)) take(event, event.target.value);
    else if (isPlain(event) && opener && isOutside(opener) && (!opener.href || opener.href === root + page)) take(event);
  }, true);
  addEventListener("input", ({ target }) => {
    if (!isField(target)) return;
    open(target.value);
    target.value = "";
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) take(event);
    else if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) take(event);
  }, true);

  const marked = (marks, text) => marks(text ?? "").map(([part, isMarked]) => (isMarked ? make("mark", {}, part) : part));
  return { make, marked, root, page };
})();

if (typeof hubSearch !== "undefined") hubSearch.page(); // on the search page, which loads it at once
