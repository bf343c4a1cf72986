"use strict";
(() => {
  const rows = [...document.querySelectorAll("#plan tbody tr")];
  const filter = document.getElementById("filter");
  const decayed = document.getElementById("decayed");
  const show = () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const row of rows) {
      row.hidden = (decayed.checked && !row.classList.contains("decays")) || !row.textContent.toLowerCase().includes(wanted);
    }
  };
  filter.addEventListener("input", show);
  decayed.addEventListener("change", show);
  document.getElementById("controls").addEventListener("submit", event => event.preventDefault());
  for (const box of document.querySelectorAll(".peer")) {
    box.addEventListener("change", () => {
      for (const cell of document.querySelectorAll(".peer-" + box.dataset.peer)) {
        cell.hidden = !box.checked;
      }
    });
  }
})();
