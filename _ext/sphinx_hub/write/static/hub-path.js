// Lights what an article of a learning path builds on, while it is pointed at or has the focus.
"use strict";
for (const path of document.querySelectorAll(".hub-path, .hub-plan")) {
  const rows = [];
  const lines = [];
  for (const found of path.querySelectorAll(".hub-path-list > li, [data-of], [data-from]")) {
    if (found.localName === "li") rows.push({ item: found, before: [] });
    else {
      const row = rows.length - 1; // the one that the part of a line is in, or is below
      const { of, from } = found.dataset;
      lines.push({ found, row, of: (of ?? from) - 1, enters: from !== undefined });
      if (from !== undefined) rows[row].before.push(from - 1);
    }
  }
  const light = element => {
    const pointed = rows.findIndex(({ item }) => item.contains(element));
    const lit = new Set(pointed < 0 ? [] : [pointed]);
    const last = new Map(); // row of an article that is lit -> the last one lit that builds on it
    for (const row of lit) // grows on the way
      for (const other of rows[row].before) {
        lit.add(other);
        last.set(other, Math.max(row, last.get(other) ?? 0));
      }
    rows.forEach(({ item }, row) => item.classList.toggle("hub-lit", lit.has(row)));
    for (const { found, row, of, enters } of lines) {
      const runsPast = last.get(of) > row; // and may share its way with a line that only enters
      const isLit = lit.has(of) && (enters ? lit.has(row) : runsPast);
      found.classList.toggle("hub-lit", isLit);
      found.classList.toggle("hub-under", enters && !isLit && runsPast);
    }
  };
  const focused = () => light(path.querySelector("li :focus-visible"));
  path.addEventListener("pointerover", event => light(event.target));
  path.addEventListener("pointerleave", focused);
  path.addEventListener("focusin", focused);
  path.addEventListener("focusout", () => light(null));
}
