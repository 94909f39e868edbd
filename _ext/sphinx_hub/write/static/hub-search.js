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
  const popup = "hub-options";
  const build = () => {
    const hints = { autocomplete: "off", autocapitalize: "off", spellcheck: false, enterkeyhint: "search", placeholder: search };
    const combobox = { role: "combobox", "aria-label": search, "aria-controls": popup, "aria-expanded": false, "aria-autocomplete": "list" };
    field = make("input", { type: "text", name: "q", ...hints, ...combobox });
    const shut = make("button", { type: "button", "aria-label": close }, "\u00d7");
    const form = make("form", { action: root + page }, field, shut);
    dialog = make("dialog", { class: "hub-dialog", "aria-label": search }, make("div", {}, form));
    dialog.onclick = ({ target }) => {
      if (target === dialog || target === shut) dialog.close();
    };
    dialog.onkeydown = (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      // The browser would take the focus a moment later.
      event.preventDefault();
      dialog.close();
      field.blur();
    };
    field.oninput = () => answer?.();
    document.body.append(dialog);
    prepare().then(
      (made) => {
        answer = hubSearch.dialog(made, dialog, field);
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

  const isOutside = (target) => !target.closest("dialog, main, [role=main]");
  const isField = (target) => target.matches("form input[name=q]") && isOutside(target);
  const isCommand = (event) => event.ctrlKey || event.metaKey || event.altKey;
  const isPlain = (event) => !isCommand(event) && !event.shiftKey;
  const take = (event, text) => {
    event.preventDefault();
    event.stopImmediatePropagation(); // Sphinx and some themes have their own
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
    if (event.key === "k" ? isCommand(event) && !event.altKey : event.key === "/" && !isTyping && !isCommand(event)) take(event);
  }, true);

  return { make, isPlain, popup, root, page };
})();

if (typeof hubSearch !== "undefined") hubSearch.page();
