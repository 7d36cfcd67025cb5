// If the index opens with filters, do not paint it before they have been applied.
if (/[?&](segment|text|status|type|release|person|sort)=/.test(location.search)) {
  document.documentElement.classList.add("sep-filtered");
}
document.documentElement.classList.add("sep-early");

// Material fetches the search index when a page opens, although the index is often larger than the page. This delays
// the request until the reader first moves the pointer, touches the page, or uses the keyboard.
{
  const { open, send } = XMLHttpRequest.prototype;
  const held = [];
  let isWanted = /[?&][hq]=/.test(location.search);
  XMLHttpRequest.prototype.open = function (...values) {
    this.isIndex = String(values[1]).endsWith("/search/search_index.json");
    return open.apply(this, values);
  };
  XMLHttpRequest.prototype.send = function (...values) {
    const start = () => send.apply(this, values);
    if (this.isIndex && !isWanted) held.push(start);
    else start();
  };
  const fetchIndex = (event) => {
    // Chromium 156 reports a pointer move of zero distance when it opens a page.
    if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
    isWanted = true;
    for (const start of held.splice(0)) start();
  };
  for (const name of ["pointermove", "pointerdown", "keydown"]) addEventListener(name, fetchIndex);
}
