// Tells that the page is open, rests or is left, so that rus-sheets knows when it can end. And a button that has
// been pressed says that it works and can't be pressed again; long work tells how far it has come; the place where files
// are dropped lights up.
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
  document.addEventListener("freeze", function () {
    navigator.sendBeacon("/sidan/vilar", body);
  });
  document.addEventListener("resume", isOpen);
  // What has been typed is saved by every button of its form; before it is left in another way, the browser asks.
  var typed = false;
  addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-draft]")) typed = true;
  });
  addEventListener("beforeunload", function (event) {
    if (typed) event.preventDefault();
  });
  addEventListener("submit", function (event) {
    if (event.target.querySelector("textarea[data-draft]")) typed = false;
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

  // Files that are too large together are told of where they are chosen; the page would refuse them once they are sent.
  document.querySelectorAll("input[data-largest]").forEach(function (field) {
    var told = document.getElementById(field.dataset.told), largest = Number(field.dataset.largest);
    field.addEventListener("change", function () {
      var size = 0;
      Array.prototype.forEach.call(field.files, function (file) { size += file.size; });
      told.hidden = size <= largest;
      told.querySelector("[data-size]").textContent = Math.ceil(size / 1048576);
      field.setCustomValidity(told.hidden ? "" : told.textContent.replace(/\s+/g, " ").trim());
    });
  });

  // Where files are dropped. The field takes them by itself.
  document.querySelectorAll(".drop").forEach(function (place) {
    ["dragenter", "dragover"].forEach(function (kind) {
      place.addEventListener(kind, function () { place.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      place.addEventListener(kind, function () { place.classList.remove("over"); });
    });
  });

  // Long work.
  var work = document.querySelector("[data-state]");
  function look() {
    fetch(work.dataset.state).then(function (answer) {
      return answer.ok ? answer.json() : { over: true };
    }).then(function (state) {
      if (state.over) { location.reload(); return; }
      var said = work.querySelector("[data-said]"), bar = work.querySelector("progress");
      if (said.textContent !== state.said) said.textContent = state.said;
      work.querySelector("[data-seconds]").textContent = state.seconds;
      if (state.total) {
        bar.max = state.total;
        bar.value = state.done;
      } else {
        bar.removeAttribute("value");
      }
      setTimeout(look, 500);
    }).catch(function () { setTimeout(look, 2000); });
  }
  if (work) setTimeout(look, 500);
})();
