// Shows what a term means while a link to it is pointed at or has the focus, and at its first tap.
"use strict";
{
  const tips = new Map(); // link -> the element that says it, which links with one definition share
  const made = new Map();
  for (const { dataset, firstElementChild: link } of document.querySelectorAll(".hub-term")) {
    if (!link?.href) continue;
    let tip = made.get(dataset.definition);
    if (!tip) {
      tip = document.createElement("div");
      Object.assign(tip, { id: `hub-tip-${made.size}`, className: "hub-tip", role: "tooltip", dir: "auto", hidden: true });
      tip.textContent = dataset.definition;
      made.set(dataset.definition, tip);
      (link.closest("main, [role=main]") ?? document.body).append(tip);
    }
    tips.set(link, tip);
    link.setAttribute("aria-describedby", tip.id);
  }

  let current, focused, dismissed; // links
  let before; // what was shown when the pointer went down, if that was a finger or a pen
  let isTap, timer;

  const place = () => {
    if (!current) return;
    const tip = tips.get(current);
    tip.style.cssText = "left: 0; top: 0";
    const [word, origin] = [current, tip].map((element) => element.getBoundingClientRect());
    const [edge, gap] = [8, 6];
    const { clientWidth, clientHeight } = document.documentElement;
    const above = word.top - edge - gap;
    const below = clientHeight - word.bottom - edge - gap;
    const isAbove = origin.height <= above || (origin.height > below && above > below);
    const height = Math.min(origin.height, Math.max(isAbove ? above : below, 0));
    const left = Math.max(edge, Math.min((word.left + word.right - origin.width) / 2, clientWidth - edge - origin.width));
    const top = isAbove ? word.top - gap - height : word.bottom + gap;
    tip.style.cssText = `left: ${left - origin.left}px; top: ${top - origin.top}px; max-height: ${height}px`;
  };
  const show = (link) => {
    clearTimeout(timer);
    if (current && current !== link) tips.get(current).hidden = true;
    current = link;
    if (!link) return;
    tips.get(link).hidden = false;
    place();
  };
  const linkAt = (element) => {
    if (current && tips.get(current).contains(element)) return current;
    const link = element.closest?.("a");
    return tips.has(link) ? link : undefined;
  };
  const showSoon = (link) => {
    clearTimeout(timer);
    if (link !== dismissed) dismissed = undefined;
    if (link !== current && (!link || link !== dismissed)) timer = setTimeout(show, 200, link);
  };

  addEventListener("pointerover", ({ pointerType, target }) => {
    if (pointerType === "mouse") showSoon(linkAt(target) ?? focused);
  });
  addEventListener("pointerout", ({ pointerType, relatedTarget }) => {
    if (pointerType === "mouse" && !relatedTarget) showSoon(focused); // it left the window
  });
  addEventListener("focusin", ({ target }) => {
    if (!tips.has(target) || !target.matches(":focus-visible")) return;
    focused = target;
    show(target);
  });
  addEventListener("focusout", ({ target }) => {
    if (target !== focused) return;
    focused = undefined;
    show();
  });
  addEventListener("pointerdown", ({ pointerType, target }) => {
    isTap = pointerType !== "mouse";
    before = current;
    if (!linkAt(target)) show();
  });
  addEventListener("click", (event) => {
    const link = linkAt(event.target);
    if (isTap && event.detail && tips.has(event.target.closest("a")) && link !== before) {
      event.preventDefault();
      show(link);
    }
    isTap = false; // what has no pointer, as a key or a screen reader, follows the link
  });
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !current) return;
    dismissed = current;
    focused = undefined;
    show();
  });
  addEventListener("scroll", place, true);
  addEventListener("resize", place);
  addEventListener("pagehide", () => show());
}
