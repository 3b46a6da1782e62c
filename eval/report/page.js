for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.parentElement, row = head.parentElement, body = head.closest("table").tBodies[0];
    const place = [...row.children].indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of row.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (line) => line.cells[place].dataset.key;
    const order = (a, b) => {
      const x = Number(key(a)), y = Number(key(b));
      return Number.isNaN(x) || Number.isNaN(y) || key(a) === "" || key(b) === "" ? key(a).localeCompare(key(b)) : x - y;
    };
    body.append(...[...body.rows].sort((a, b) => (down ? -order(a, b) : order(a, b))));
  });
}
const unfold = document.getElementById("unfold");
unfold.addEventListener("click", () => {
  const open = unfold.dataset.open !== "yes";
  for (const each of document.querySelectorAll("details")) each.open = open;
  unfold.dataset.open = open ? "yes" : "";
  unfold.textContent = open ? "Close every table" : "Open every table";
});
