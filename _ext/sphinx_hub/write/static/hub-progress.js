// Keeps what a reader has read, in this browser alone, and shows it: ticks at links, the button of an article, and on the
// hub's page what to go on with. One item for each hub, named by the address of its root: a list of [docname, day].
"use strict";
{
  const { root, suffix, page, read: label, moved } = document.currentScript.dataset;
  const base = new URL(root, location.href);
  base.search = base.hash = "";
  const key = base.href;
  const names = new Map(Object.entries(JSON.parse(moved ?? "{}"))); // docname that was -> the one of today
  const store = (() => {
    try {
      return localStorage;
    } catch {
      return null;
    }
  })();

  // docname -> day, in the order of reading
  const load = () => {
    const found = new Map();
    try {
      const kept = JSON.parse(store.getItem(key));
      for (const entry of Array.isArray(kept) ? kept : []) {
        if (!Array.isArray(entry) || typeof entry[0] !== "string") continue;
        const docname = names.get(entry[0]) ?? entry[0];
        if (!found.has(docname)) found.set(docname, entry[1]);
      }
    } catch {} // what cannot be read is as good as nothing
    return found;
  };
  const keep = marks => {
    try {
      if (marks.size) store.setItem(key, JSON.stringify([...marks]));
      else store.removeItem(key);
      return true;
    } catch {
      return false;
    }
  };

  const addressOf = docname => {
    const path = docname.split("/").map(encodeURIComponent).join("/");
    return base.href + (suffix === "/" ? `${path}/`.replace(/(^|\/)index\/$/, "$1") : path + suffix);
  };
  const plain = address => {
    const { origin, pathname } = new URL(address);
    try {
      return origin + decodeURIComponent(pathname);
    } catch {
      return origin + pathname;
    }
  };
  const today = () => {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };
  const spoken = day => {
    const date = new Date(`${day}T12:00`);
    if (isNaN(date)) return "";
    try {
      return date.toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: "long" });
    } catch {
      return day; // what the page names is no language
    }
  };

  const isOwn = link => ["", "#"].includes(link.getAttribute("href"));
  const links = [...document.querySelectorAll(
    '[class*="toctree-l"] > a[href], .hub-path-list > li > p:first-child > a, .hub-plan li > p > a:first-child, .hub-card-title a',
  )].filter(link => isOwn(link) || !link.hash); // some toctrees list the headings of articles, too
  const tick = marks => {
    const read = new Set([...marks.keys()].map(docname => plain(addressOf(docname))));
    for (const link of links) {
      const isRead = isOwn(link) ? marks.has(page) : read.has(plain(link.href));
      if (isRead === link.classList.contains("hub-read")) continue;
      link.classList.toggle("hub-read", isRead);
      if (isRead) {
        const sign = document.createElement("span");
        sign.className = "hub-tick";
        sign.setAttribute("role", "img");
        sign.setAttribute("aria-label", label);
        link.append(sign);
      } else link.querySelector(".hub-tick").remove();
    }
  };

  const mark = document.querySelector(".hub-mark");
  const [button, status] = mark?.children ?? [];
  const words = button?.textContent;
  const tellMark = marks => {
    if (!mark || !page) return;
    mark.hidden = false;
    const isRead = marks.has(page);
    button.textContent = isRead ? button.dataset.undo : words;
    const date = isRead ? spoken(marks.get(page)) : "";
    status.textContent = date && status.dataset.done.replace("{date}", () => date);
  };
  button?.addEventListener("click", () => {
    const marks = load(); // another tab may have kept something since
    if (!marks.delete(page)) marks.set(page, today());
    if (keep(marks)) show();
    else status.textContent = status.dataset.failed;
  });

  const home = document.querySelector(".hub-progress");
  const steps = home ? JSON.parse(home.querySelector("script").textContent) : [];
  const begin = document.querySelector(".hub-begin:not(.hub-continue)");
  const goOn = document.querySelector(".hub-continue");
  const [count, more] = home ? [home.querySelector("[role=status]"), home.querySelector("summary")] : [];
  const [counted, others] = [count?.textContent, more?.textContent];
  const anchor = (step, link = document.createElement("a")) => {
    link.href = addressOf(steps[step][0]);
    link.textContent = steps[step][1];
    return link;
  };
  const tellHome = marks => {
    if (!home) return;
    const isRead = steps.map(([docname]) => marks.has(docname));
    const number = isRead.filter(Boolean).length;
    home.hidden = false;
    const ready = [...steps.keys()].filter(step => !isRead[step] && steps[step][2].every(other => isRead[other]));
    const last = [...marks.keys()].map(name => steps.findIndex(([docname]) => docname === name)).findLast(step => step >= 0);
    const next = ready.includes(steps[last]?.[3]) ? steps[last][3] : ready[0];
    if (goOn) {
      goOn.hidden = !number || next === undefined;
      begin.hidden = number > 0;
      if (!goOn.hidden) anchor(next, goOn.querySelector("a"));
    }
    const [hint, title, , , summary] = home.children;
    hint.hidden = marks.size > 0;
    title.hidden = !marks.size || !ready.length;
    summary.hidden = !marks.size;
    const [first, rest] = home.querySelectorAll("ul");
    const items = ready.map(step => {
      const item = document.createElement("li");
      item.append(anchor(step));
      return item;
    });
    if (!marks.size) items.length = 0;
    const most = items.length > 4 ? 3 : 4; // one more takes no more room than the line that would hold it
    first.replaceChildren(...items.splice(0, most));
    rest.replaceChildren(...items);
    rest.parentElement.hidden = !items.length;
    more.textContent = others.replace("{number}", items.length);
    count.textContent = counted.replace("{number}", number).replace("{total}", steps.length);
  };
  const [undo, forget] = home?.querySelectorAll("button") ?? [];
  let forgotten;
  const exchange = (marks, from, to) => {
    if (!keep(marks)) {
      count.textContent = home.dataset.failed;
      return;
    }
    show();
    undo.hidden = from === undo;
    to.focus(); // where the focus was is nothing any more
  };
  forget?.addEventListener("click", () => {
    forgotten = load();
    exchange(new Map(), forget, undo);
  });
  undo?.addEventListener("click", () => exchange(new Map([...forgotten, ...load()]), undo, forget));

  const show = () => {
    const marks = load();
    tick(marks);
    tellMark(marks);
    tellHome(marks);
  };
  if (store) {
    show();
    addEventListener("storage", event => {
      if (event.key === key || event.key === null) show(); // of another tab
    });
    addEventListener("pageshow", event => {
      if (event.persisted) show(); // back from another page, in the state that this one was left in
    });
  }
}
