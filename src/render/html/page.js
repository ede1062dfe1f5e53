"use strict";
(function () {
  function keyOf(row, column) {
    var cell = row.children[column];
    return cell ? cell.dataset.v || "" : "";
  }
  function inOrder(column, isRising) {
    return function (one, other) {
      var a = keyOf(one, column), b = keyOf(other, column);
      if (a === "" || b === "") { return (a === "") - (b === ""); }
      var order = isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;
      return isRising ? order : -order;
    };
  }
  document.querySelectorAll("table.sortable thead button").forEach(function (button) {
    button.addEventListener("click", function () {
      var head = button.closest("th"), table = head.closest("table"), body = table.tBodies[0];
      var column = Array.from(head.parentNode.children).indexOf(head), before = head.getAttribute("aria-sort");
      var isRising = before === "descending" || (column === 0 && before !== "ascending");
      table.querySelectorAll("[aria-sort]").forEach(function (sorted) { sorted.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", isRising ? "ascending" : "descending");
      body.append.apply(body, Array.from(body.rows).sort(inOrder(column, isRising)));
    });
  });
  var theme = document.getElementById("theme"), root = document.documentElement;
  theme.hidden = false;
  theme.addEventListener("click", function () {
    var isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
  });
})();
