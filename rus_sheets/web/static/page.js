// Tells that the page is open, rests or is left, so that rus-sheets knows when it can end. And a button that has
// been pressed says that it works and can't be pressed again; what is shown follows what is picked; long work tells how
// far it has come; the place where files are dropped lights up.
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
    if (!button || (button.getAttribute("formmethod") || event.target.method) !== "post") return;
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

  // What is shown follows what is picked: it is asked for as the form's own button does, and put in its places.
  document.querySelectorAll("button[data-live]").forEach(function (button) {
    var form = button.form, latest = 0, places = document.querySelectorAll("[data-shown]");
    function busy(is) {
      places.forEach(function (place) { place.toggleAttribute("aria-busy", is); });
    }
    function ask() {
      var body = new URLSearchParams(new FormData(form)), address = new URL(button.formAction);
      if ((button.getAttribute("formmethod") || form.method) === "post") {
        return fetch(address, { method: "POST", body: body });
      }
      address.search = body;
      return fetch(address);
    }
    function show(mine) {
      if (mine !== latest) return;
      ask().then(function (answer) { return answer.text(); }).then(function (text) {
        if (mine !== latest) return;
        var found = new DOMParser().parseFromString(text, "text/html");
        if (found.querySelector("[data-state]")) {  // it takes long, and is found again at the same address
          setTimeout(show, 500, mine);
          return;
        }
        places.forEach(function (place) {
          place.replaceChildren.apply(place, found.getElementById(place.id).childNodes);
        });
        busy(false);
      }).catch(function () { button.click(); });  // the page itself says what is wrong
    }
    form.addEventListener("submit", function () { latest += 1; });  // it is left: nothing more is to be shown
    form.addEventListener("change", function () {
      latest += 1;
      busy(true);
      setTimeout(show, 150, latest);
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
