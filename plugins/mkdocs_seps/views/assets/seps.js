// The script of the pages of proposals; each page is complete without it.

const FIRST = 20; // rows to insert into the table immediately
const LONG = 300; // with this many rows, rows out of sight are not laid out
const PAUSE = 200; // milliseconds before the other rows are inserted; more typing restarts the wait
// Not `q`: if the URL has it, Material opens its search and removes it from the URL.
const KEYS = ["segment", "text", "status", "type", "release", "person", "sort"];
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const slug = (text) => text.trim().toLowerCase().replace(/\s+/g, "-");

/** Fill the placeholders of a string, such as `%(name)s`. */
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

// ---------------------------------------------------------------- the index

/** The table of proposals: reads its rows once, then shows those that match. */
class Table {
  constructor(box, stages, sortBy) {
    this.box = box.querySelector(".sep-table");
    this.table = box.querySelector("table");
    this.stages = stages;
    this.empty = box.querySelector("[data-sep-empty]");
    this.clear = box.querySelector("[data-sep-clear]");
    this.elsewhere = box.querySelector("[data-sep-elsewhere]");
    const keys = ["sep", "title", "status", "type", "created"];
    if (this.table.matches(".sep-index--notes")) keys.push("request");
    if (this.table.matches(".sep-index--since")) keys.push("since");
    this.heads = Array.from(box.querySelectorAll("thead th"), (head, place) => {
      if (keys[place] !== "request") {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sep-sort";
        button.textContent = head.textContent;
        button.addEventListener("click", () => sortBy(keys[place]));
        head.replaceChildren(button);
      }
      return [keys[place], head];
    });
    this.keys = keys;
    // One body for all rows, highest number first, instead of one under each heading.
    const rows = [...this.table.querySelectorAll("tbody tr:not(.sep-group)")];
    const [body, ...others] = this.table.tBodies;
    others.forEach((other) => other.remove());
    this.body = body;
    this.source = rows.map((row, place) => ({ row, place, number: number(row), segment: row.dataset.segment }))
      .sort((a, b) => b.number - a.number || a.place - b.place);
    this.source.forEach((entry, place) => { entry.place = place; });
  }

  /** The rows and their values for filters and sorting, read when they are first needed. */
  get rows() {
    const rows = this.source.map((entry) => {
      const { row } = entry;
      const cells = Object.fromEntries(this.keys.map((key, at) => [key, row.cells[at]]));
      return {
        ...entry, type: row.dataset.type, status: row.dataset.status,
        releases: (row.dataset.release ?? "").split(" "), person: fold(row.dataset.people), text: fold(`${row.textContent} ${row.cells[0].textContent.replace("-", "")} ${row.dataset.people}`),
        sort: {
          sep: number(row), title: fold(cells.title.textContent),
          status: this.stages.indexOf(row.dataset.status), type: cells.type.textContent,
          created: day(cells.created), since: day(cells.since),
        },
      };
    });
    Object.defineProperty(this, "rows", { value: rows });
    return rows;
  }

  /** Show the rows that match a state; `opened` means that the page has been shown before. */
  show(state, opened) {
    const matching = this.find(state);
    const wanted = (row) => inSegment(row.segment, state.get("segment") ?? "");
    const found = matching.filter(wanted);
    const rows = found.map(({ row }) => row);
    // The page keeps its height while the reader types, so nothing jumps and layout is faster.
    if (opened) this.box.style.minHeight = `${this.box.offsetHeight}px`;
    this.table.classList.toggle("sep-index--long", rows.length >= LONG);
    if (opened || !this.has(rows)) this.put(rows, opened);
    this.mark(state.get("sort") ?? "");
    this.empty.hidden = found.length > 0;
    this.found = found.length;
    this.total = this.source.filter(wanted).length;
    this.others = matching.filter((row) => !wanted(row));
  }

  /** Whether the page came with these rows, in their order. */
  has(rows) {
    return rows.length === this.body.rows.length && rows.every((row, place) => row === this.body.rows[place]);
  }

  put(rows, opened) {
    // Replacing the body removes all old rows in one step.
    const body = this.body.cloneNode();
    body.append(...rows.slice(0, FIRST));
    this.body.replaceWith(body);
    this.body = body;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.box.style.minHeight = "";
      this.append(rows, FIRST);
    }, opened ? PAUSE : 0);
  }

  append(found, start) {
    if (start >= found.length) return;
    this.body.append(...found.slice(start, start + 500));
    this.rest = setTimeout(() => this.append(found, start + 500));
  }

  find(state) {
    // Most readers open the whole list; its rows then need not be read.
    if ([...state.keys()].every((key) => key === "segment")) return this.source;
    const words = fold(state.get("text") ?? "").split(/\s+/).filter(Boolean);
    const person = fold(state.get("person") ?? "");
    const [status, type, release, sort] = ["status", "type", "release", "sort"].map((key) => state.get(key));
    const found = this.rows.filter((row) =>
      (!status || row.status === status) && (!type || row.type === type) && (!release || row.releases.includes(release)) &&
      (!person || row.person.includes(person)) && words.every((word) => row.text.includes(word)));
    const key = sort?.replace(/^-/, "");
    if (key && this.rows.length && Object.hasOwn(this.rows[0].sort, key)) {
      const turn = sort.startsWith("-") ? -1 : 1;
      found.sort((a, b) => {
        const [x, y] = [a.sort[key], b.sort[key]];
        // Unknown values come last in both directions.
        return (x === "") - (y === "") || (x < y ? -turn : x > y ? turn : 0) || a.place - b.place;
      });
    }
    return found;
  }

  mark(sort) {
    for (const [key, head] of this.heads) {
      if (key && sort.replace(/^-/, "") === key) head.ariaSort = sort === key ? "ascending" : "descending";
      else head.ariaSort = null;
    }
  }
}

const number = (row) => Number(/\d+$/.exec(row.cells[0].firstElementChild.textContent)?.[0] ?? Infinity);
const day = (cell) => /\d{4}-\d\d-\d\d/.exec(cell?.textContent)?.[0] ?? "";
const inSegment = (own, wanted) => wanted ? own === wanted : own !== "other";

/** The filters: their state is in the URL and determines the rows of the table. */
class Index {
  constructor(form) {
    this.form = form;
    this.path = location.pathname;
    this.count = form.querySelector("[role=status]");
    this.reset = form.querySelector("button[type=reset]");
    this.shown = null;
    this.typing = false;
    const stages = [...form.elements.status.options].map((option) => option.value);
    this.table = new Table(form.parentElement.querySelector("[data-sep-rows]"), stages, (key) => this.sortBy(key));
    form.addEventListener("input", (event) => this.change(event.target.matches("input:not([type=radio])")));
    form.addEventListener("reset", () => setTimeout(() => this.change(false)));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.table.clear.addEventListener("click", () => {
      form.reset();
      form.elements.text.focus(); // the button disappears with the empty table
    });
    this.table.elsewhere?.addEventListener("click", ({ target }) => {
      this.put("segment", target.value);
      this.change(false);
    });
    const early = form.elements.text.value; // typed before this script was loaded
    this.restore();
    this.opened = true;
    if (early) {
      form.elements.text.value = early;
      this.change(true);
    }
    (globalThis.requestIdleCallback ?? setTimeout)(() => this.table.rows);
  }

  /** Whether this is still the current page: instant navigation changes the URL before the page. */
  get isHere() {
    return this.form.isConnected && location.pathname === this.path;
  }

  get state() {
    const values = KEYS.map((key) => [key, this.form.elements[key]?.value.trim()]);
    return new URLSearchParams(values.filter(([, value]) => value));
  }

  /** Set the value of a field; if a list of choices does not have it, add it. */
  put(key, value) {
    const field = this.form.elements[key];
    if (!field) return;
    if (field instanceof RadioNodeList) {
      // Setting `value` to a string that no radio button has would not change the choice.
      const [first] = field;
      ([...field].find((radio) => radio.value === value) ?? first).checked = true;
      return;
    }
    if (field.value !== value) field.value = value;
    if (field.value === value || !field.options) return;
    field.add(new Option(key === "sort" ? TEXT.other_order : value, value));
    field.value = value;
  }

  /** Read the state from the URL, when the page opens or the reader goes back. */
  restore() {
    const wanted = new URLSearchParams(location.search);
    for (const key of KEYS) {
      const value = wanted.get(key) ?? "";
      this.put(key, this.form.elements[key]?.options ? slug(value) : value);
    }
    this.typing = false;
    this.show();
  }

  /** Show the form's state, then put it into the URL: one history entry per choice or typed text. */
  change(typed) {
    this.show();
    requestAnimationFrame(() => setTimeout(() => this.keep(typed))); // the table first
  }

  keep(typed) {
    if (!this.isHere) return;
    const url = new URL(location.href);
    KEYS.forEach((key) => url.searchParams.delete(key));
    this.state.forEach((value, key) => url.searchParams.set(key, value));
    if (url.href !== location.href) {
      if (typed && this.typing) history.replaceState(history.state, "", url);
      else history.pushState(null, "", url);
    }
    this.typing = typed;
  }

  show() {
    const state = this.state;
    if (state.toString() === this.shown) return;
    this.shown = state.toString();
    const { table } = this;
    const focus = document.activeElement;
    table.show(state, this.opened);
    if (focus !== document.activeElement && focus.isConnected) focus.focus({ preventScroll: true });
    const count = fill(this.count.dataset.of, { found: table.found, total: table.total });
    if (this.count.textContent !== count) this.count.textContent = count;
    // Not `disabled`, because a button that was just pressed would lose the focus.
    this.reset.ariaDisabled = String(!this.shown);
    if (!table.elsewhere) return;
    // Nothing matches here: offer a link to matches in another segment.
    const [other] = table.found ? [] : table.others;
    table.elsewhere.hidden = !other;
    if (!other) return;
    const label = this.form.querySelector(`[name=segment][value="${other.segment}"] + span`);
    const n = table.others.filter((row) => row.segment === other.segment).length;
    table.elsewhere.value = other.segment;
    const segment = label.firstChild.textContent.trim();
    const words = [fill(table.elsewhere.dataset.sepElsewhere, { n, segment })];
    if (other.segment === "other") words.push(table.elsewhere.dataset.other);
    table.elsewhere.textContent = words.join(" ");
  }

  /** Sort in one direction, then in the other, then restore the default order. */
  sortBy(key) {
    this.put("sort", { [key]: `-${key}`, [`-${key}`]: "" }[this.form.elements.sort.value] ?? key);
    this.change(false);
  }
}

let index = null;

/** The URL for a link to a state of the table, or ""; a status in a row keeps the other filters. */
function stateOf(link) {
  const row = link.matches(".sep-badge-link") && link.closest("[data-sep-rows] tr");
  const url = new URL(row ? location.href : link.href);
  if (row) url.searchParams.set("status", row.dataset.status);
  return url.origin === location.origin && url.pathname === location.pathname && url.search ? url.href : "";
}

// A link to another state of the table on this page does not reload the page.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || !index?.isHere || link.target || link.hash) return;
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const wanted = stateOf(link);
  if (!wanted) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (wanted !== location.href) history.pushState(null, "", wanted);
  index.restore();
  index.form.scrollIntoView({ block: "nearest" });
  index.reset.focus({ preventScroll: true }); // the link may have disappeared with its row
}, { capture: true });

addEventListener("popstate", () => index?.isHere && index.restore());

// ---------------------------------------------------------------- other tables

/** Sort a table without filters by the text of its cells; a third click restores its order. */
function sortable(table) {
  const body = table.tBodies[0], own = [...body.rows];
  table.querySelectorAll("thead th").forEach((head, place, heads) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sep-sort";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const next = { ascending: "descending", descending: null }[head.ariaSort] ?? (head.ariaSort ? null : "ascending");
      for (const other of heads) other.ariaSort = null;
      head.ariaSort = next;
      const cellText = (row) => fold(row.cells[place].textContent);
      const turn = next === "descending" ? -1 : 1;
      const rows = next
        ? [...own].sort((a, b) => turn * cellText(a).localeCompare(cellText(b), "en", { numeric: true }))
        : own;
      body.append(...rows);
    });
  });
}

// ---------------------------------------------------------------- copying

// The line of a Markdown file that links to llms.txt; a copy does not need it.
const POINTER = /^> .*\[llms\.txt\]\(.*\)\.\n(?:>?\n)?/m;

addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-sep-copy], button[data-sep-fetch]");
  if (!button) return;
  const label = (button.dataset.label ??= button.textContent);
  try {
    let text = button.previousElementSibling?.textContent;
    if (button.dataset.sepFetch) {
      const answer = await fetch(button.dataset.sepFetch);
      if (!answer.ok) throw new Error(answer.statusText);
      text = (await answer.text()).replace(POINTER, "");
    }
    await navigator.clipboard.writeText(text);
    button.textContent = TEXT.copied;
  } catch {
    button.textContent = TEXT.copy_failed;
  }
  setTimeout(() => { button.textContent = label; }, 2000);
});

// In the capture phase, because `toggle` does not bubble.
addEventListener("toggle", ({ target }) => {
  if (target.matches("details.sep-cite[open]")) target.scrollIntoView({ block: "nearest" });
}, true);

// ---------------------------------------------------------------- previews of references

const card = document.createElement("div");
card.className = "sep-card";
card.id = "__sep-card";
card.setAttribute("role", "tooltip");
card.hidden = true;
let described = null;

function showCard(link) {
  if (link === described) return;
  hideCard();
  const title = document.createElement(link.dataset.sepPage ? "a" : "strong");
  title.textContent = link.dataset.sepTitle;
  if (link.dataset.sepPage) title.href = link.dataset.sepPage;
  const stage = document.createElement("span");
  stage.className = `sep-badge sep-badge--${link.dataset.sepStage.toLowerCase().replaceAll(" ", "-")}`;
  stage.textContent = link.dataset.sepStage;
  card.replaceChildren(title, stage);
  if (link.dataset.sepNote) {
    const note = document.createElement("span");
    note.className = "sep-not-given";
    note.textContent = link.dataset.sepNote;
    card.append(note);
  }
  // The browser's own tooltip would repeat the text.
  link.dataset.sepHint = link.title;
  link.removeAttribute("title");
  link.setAttribute("aria-describedby", card.id);
  // After the reference, so that the keyboard reaches its link.
  if (link.dataset.sepPage) link.after(card);
  else document.body.append(card);
  card.hidden = false;
  described = link;
  placeCard();
}

/** Place the card below the reference, or above it if there is no room. They touch, so the pointer can reach it. */
function placeCard() {
  if (!described) return;
  const { left, top, bottom } = described.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  card.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  card.style.top = `${bottom + height + 8 > innerHeight ? top - height : bottom}px`;
}

function hideCard() {
  card.hidden = true;
  if (!described) return;
  described.title = described.dataset.sepHint;
  described.removeAttribute("aria-describedby");
  described = null;
}

const reference = (event) => event.target.closest?.("a[data-sep-title]");
addEventListener("focusin", (event) => {
  if (reference(event)) showCard(reference(event));
  else if (!card.contains(event.target)) hideCard();
});
addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = reference(event);
  if (link) showCard(link);
  else if (described && !card.contains(event.target) && described !== document.activeElement) hideCard();
});
addEventListener("keydown", (event) => { if (event.key === "Escape") hideCard(); });
addEventListener("scroll", placeCard, { passive: true });

// ---------------------------------------------------------------- the search

const typedNumber = (text) => /^\s*(?:@NAME@)?[\s#-]*0*(\d{1,9})\s*$/i.exec(text)?.[1];
const feed = () => document.querySelector('link[type="application/atom+xml"]')?.href;

/** Open the proposal with a number, or say that there is none. Call `otherwise` if the list of feeds cannot be read. */
async function openNumber(number, text, otherwise) {
  const answer = await fetch(new URL("feeds.opml", feed()), { cache: "no-cache" }).catch(() => null);
  if (!answer?.ok) otherwise();
  else if (RegExp(`["/]${number}\\.xml"`).test(await answer.text())) location.assign(new URL(`${number}/`, feed()));
  else {
    openSearch(text);
    noNumber.textContent = fill(TEXT.no_number, { number });
  }
}

/** Open Material's search with a text in it. */
function openSearch(text) {
  const field = document.querySelector(".md-search__input");
  const toggle = document.querySelector("#__search");
  if (!toggle.checked) toggle.click();
  field.focus();
  if (field.value === text) return;
  field.value = text;
  field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true })); // what Material listens to
}

/** Enter opens a proposal if only its number was typed; otherwise, Material handles the key. */
addEventListener("keydown", (event) => {
  const field = event.key === "Enter" && event.target.closest?.(".md-search__input");
  const number = field && typedNumber(field.value);
  if (!number || !feed()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  openNumber(number, field.value, () => document.querySelector(".md-search-result__link")?.click());
}, true); // before Material handles it

/** A search box on a page opens the search in the header. */
addEventListener("submit", (event) => {
  if (!event.target.matches(".sep-search") || !document.querySelector(".md-search__input")) return;
  event.preventDefault();
  const text = event.target.elements.q.value.trim();
  const number = typedNumber(text);
  const search = () => openSearch(text);
  if (number && feed()) openNumber(number, text, search);
  else search();
});

const noNumber = document.createElement("p");
noNumber.className = "sep-no-number";
noNumber.setAttribute("role", "status");
document.querySelector(".md-search__scrollwrap")?.prepend(noNumber);
addEventListener("input", () => { noNumber.textContent = ""; });

/** Do not run a query that ends with a separator, because it would match every word. */
addEventListener("keyup", (event) => {
  const field = event.target.closest?.(".md-search__input");
  if (field && /\S[\s\-_,.:;!?=@#/]+$/.test(field.value)) event.stopImmediatePropagation();
}, true);

// ---------------------------------------------------------------- the table of contents on a phone

/** Close it before the browser scrolls to a heading: closing it later would move the heading. */
addEventListener("click", (event) => {
  const fold = event.target.closest?.(".sep-contents a")?.closest("details");
  if (fold) fold.open = false;
}, true);

// ---------------------------------------------------------------- every page

let opened = false;

function open() {
  hideCard();
  choosePictures();
  if (opened) announce();
  opened = true;
  const form = document.querySelector("form.sep-filter");
  if (form !== index?.form) index = form && new Index(form);
  document.documentElement.classList.remove("sep-filtered", "sep-early");
  // With this script, links to separate lists lead to the filtered table instead.
  for (const link of document.querySelectorAll("a[data-sep-filter]")) link.href = link.dataset.sepFilter;
  setTimeout(() => {
    document.querySelectorAll(".sep-index, .sep-flight, .sep-rules").forEach(keepTableRoles);
    makeWideFocusable();
    unnameCodeButtons();
    document.querySelectorAll(".sep-flight:not(:has(.sep-sort))").forEach(sortable);
  });
}

/** Set roles: on a phone, the rows are grids or blocks, and some browsers stop treating them as a table. */
function keepTableRoles(table) {
  const roles = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  table.role = "table";
  // Most rows of a long list are inserted later.
  const rows = index?.table.table === table ? index.table.source.map(({ row }) => row) : [];
  const later = rows.filter((row) => !row.isConnected).flatMap((row) => [row, ...row.cells]);
  for (const part of [...table.querySelectorAll("thead, tbody, tr, td, th"), ...later]) {
    part.role = roles[part.tagName] ?? (part.scope === "col" ? "columnheader" : "rowheader");
  }
}

/** After instant navigation, focus the title or the target heading, so that screen readers announce it. */
function announce() {
  const { activeElement: focus } = document;
  // After opening a search result, the focus is still in the search, which persists across pages.
  const isLeft = focus?.closest(".md-search") && !document.querySelector("#__search").checked;
  if (focus !== document.body && !isLeft) return;
  const links = [...document.querySelectorAll(".md-content .headerlink")];
  const title = location.hash
    ? links.find(({ hash }) => hash === location.hash)?.parentElement
    : document.querySelector(".md-content h1");
  if (!title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

/** Remove the landmarks that Material adds to code blocks around its buttons. */
function unnameCodeButtons() {
  for (const nav of document.querySelectorAll(".md-code__nav:not([role])")) nav.role = "none";
}

/** Let the keyboard scroll wide tables and formulas. */
function makeWideFocusable() {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap, math[display=block]")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

// Material's search dialog has no accessible name.
document.querySelector(".md-search:not([aria-label])")?.setAttribute("aria-label", TEXT.search);

/** For each picture, show the image for the color scheme of the page, not of the system. */
function choosePictures() {
  const scheme = document.body.dataset.mdColorScheme;
  if (!scheme) return;
  for (const source of document.querySelectorAll("source[data-sep-scheme]")) {
    const suits = (source.dataset.sepScheme === "dark") === (scheme === "slate");
    source.media = suits ? "all" : "not all";
  }
}

new MutationObserver(choosePictures).observe(document.body, {
  attributeFilter: ["data-md-color-scheme"],
});

// Material reports when instant navigation has replaced the page.
if (globalThis.document$) globalThis.document$.subscribe(open);
else open();
