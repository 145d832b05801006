// Tells that the page is open, and that it is left, so that rus-sheets knows when it can end. And a button that has
// been pressed says that it works and can't be pressed again.
(function () {
  "use strict";
  var page = String(Date.now()) + Math.random();
  var body = new URLSearchParams({ page: page, form_token: document.body.dataset.formToken });

  function isOpen() {
    fetch("/sidan/oppen", { method: "POST", body: body, keepalive: true }).catch(function () {});
  }

  isOpen();
  setInterval(isOpen, 60000);
  addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.querySelectorAll("button[data-label]").forEach(function (button) {
        button.textContent = button.dataset.label;
        button.removeAttribute("data-label");
        button.removeAttribute("aria-disabled");
      });
      isOpen();
    }
  });
  addEventListener("pagehide", function () {
    navigator.sendBeacon("/sidan/stangd", body);
  });
  addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!button || event.target.method !== "post") return;
    if (button.dataset.label) {
      event.preventDefault();
      return;
    }
    button.dataset.label = button.textContent;
    button.textContent = "Arbetar …";
    button.setAttribute("aria-disabled", "true");
  });
})();
