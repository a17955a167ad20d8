"use strict";
(() => {
  const EVERY = 5000;
  // Fifty pages do not all ask in the same moment.
  const SPREAD = 1000;
  // Until a form that did not get through is sent again: longer each time, up to this.
  const SOONEST = 1000;
  const LATEST = 15000;
  // For an answer to a form.
  const PATIENCE = 20000;
  const LATER = [429, 502, 503, 504];
  const SENDING = "payback sending";
  let showing = 0;
  let status = document.getElementById("status");
  let stamp = document.body.dataset.stamp;
  let polling = 0;
  // The form that is on its way, and the clock until it is sent again.
  let sending = JSON.parse(sessionStorage.getItem(SENDING));
  let stopTrying = null;
  let again = 0;
  let wait = SOONEST;
  // Whether the news say what became of a form, and not only that something else is open.
  let isTold = false;

  const drafts = () => document.querySelectorAll("form[data-draft]");
  const fields = (form) => form.querySelectorAll("input[type=text], textarea");
  const isTyped = (form) => [...fields(form)].some((field) => field.value !== field.defaultValue);
  const isBusy = () =>
    sending ||
    document.body.contains(document.querySelector(".errors, .typed")) ||
    [...drafts()].some((form) => isTyped(form) || form.contains(document.activeElement));

  // A tab keeps only so much, and what is more is sent all the same.
  function keep(name, texts) {
    try {
      sessionStorage.setItem(name, JSON.stringify(texts));
    } catch {
      sessionStorage.removeItem(name);
    }
  }

  // What is typed outlives a page that is loaded anew, in this tab only.
  function keepDrafts() {
    for (const form of drafts()) {
      const name = "payback " + form.dataset.draft;
      const kept = sessionStorage.getItem(name);
      if (kept && !("sent" in form.dataset)) {
        for (const [id, value] of Object.entries(JSON.parse(kept))) {
          const field = form.elements[id];
          if (field && field.value === field.defaultValue) field.value = value;
        }
      }
      form.addEventListener("input", () => {
        const texts = Object.fromEntries([...fields(form)].map((field) => [field.name, field.value]));
        keep(name, texts);
      });
    }
    for (const form of document.querySelectorAll("form[data-send]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(form, event.submitter);
      });
    }
    if (document.querySelector(".kept, .answers, .typed")) {
      for (const name of Object.keys(sessionStorage)) {
        if (name === SENDING) continue;
        const isOpen = [...drafts()].some((form) => name === "payback " + form.dataset.draft);
        if (name.startsWith("payback ") && !isOpen) sessionStorage.removeItem(name);
      }
    }
  }

  async function show() {
    const response = await fetch("/", { cache: "no-store" });
    const page = read(await response.text());
    if (!isOurs(page)) return;
    if (!response.ok || !page.body.dataset.stamp) return location.assign("/");
    if (isBusy()) return announce();
    put(page);
    document.querySelector("h1").focus();
  }

  const read = (text) => new DOMParser().parseFromString(text, "text/html");
  // The login of a network, or another server at this address, answers as well.
  const isOurs = (page) => page.querySelector("meta[name=application-name]")?.content === "Payback workshop";

  function put(page) {
    for (const part of ["header", "main", "footer"]) {
      document.querySelector(part).replaceWith(page.querySelector(part));
    }
    document.getElementById("news").hidden = true;
    isTold = false;
    document.title = page.title;
    stamp = document.body.dataset.stamp = page.body.dataset.stamp;
    status = document.getElementById("status");
    history.replaceState(null, "", "/");
    scrollTo(0, 0);
    keepDrafts();
  }

  // What does not get through is kept in this tab, and sent by the same number until it does: a form
  // counts once, however often it arrives.
  function send(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.set(button.name, button.value);
    const said = fields.toString();
    if (sending?.said === said) return sendNow();
    // Whoever presses again with another text means that one, and it counts by itself.
    const presses = (form.dataset.presses = Number(form.dataset.presses || 0) + 1);
    if (presses > 1) fields.set("id", `${fields.get("id")}-${presses}`);
    stopTrying?.abort();
    keepSending({ said, path: form.getAttribute("action"), fields: fields.toString(), draft: form.dataset.draft });
    wait = SOONEST;
    tryToSend();
  }

  function keepSending(form) {
    sending = form;
    if (form) keep(SENDING, form);
    else sessionStorage.removeItem(SENDING);
  }

  async function tryToSend() {
    clearTimeout(again);
    again = 0;
    const form = sending;
    const trying = (stopTrying = new AbortController());
    const patience = setTimeout(() => trying.abort(), PATIENCE);
    if (wait === SOONEST) say("Sending …");
    let why = "the workshop cannot be reached";
    try {
      const response = await fetch(form.path, {
        method: "POST",
        body: new URLSearchParams(form.fields),
        signal: trying.signal,
      });
      const page = read(await response.text());
      // A proxy answers for a server that is down. Whoever sends too often sends later, and so does
      // whoever answers before a question that was broken off is opened again.
      if (LATER.includes(response.status)) {
        if (isOurs(page)) why = "the workshop cannot take it now";
        throw new Error(response.statusText);
      }
      if (!isOurs(page)) throw new Error("This is another server.");
      if (form === sending) arrived(page, response.ok);
    } catch {
      if (form !== sending) return;
      say(
        `Not sent yet: ${why}. What you typed is kept in this tab, and is sent by itself once it can. ` +
          "Leave this page open."
      );
      again = setTimeout(tryToSend, wait * (0.75 + Math.random() / 2));
      wait = Math.min(LATEST, 2 * wait);
    } finally {
      clearTimeout(patience);
    }
  }

  function sendNow() {
    if (again) tryToSend();
  }

  function arrived(page, isTaken) {
    const { draft } = sending;
    keepSending(null);
    say("");
    const isLive = "stamp" in page.body.dataset;
    // From the invitation one gets to a page of one's own.
    if (isLive && !stamp) return location.assign("/");
    const said = page.querySelector(".notice, main p")?.textContent.trim();
    if ([...drafts()].some((form) => form.dataset.draft !== draft && isTyped(form))) {
      // Somebody types an answer to another question: it stays, and they are told.
      if (!isTaken) tellOf(said);
      isTold = !isTaken;
    } else if (isLive) {
      put(page);
    } else if (page.querySelector("form[data-send]")) {
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.title = page.title;
      keepDrafts();
    } else {
      // A refusal says what to do, and what was typed stays above it.
      return say(said);
    }
    (document.querySelector(".errors, [aria-invalid]") || document.querySelector("h1")).focus();
  }

  // Say what becomes of a form, below it; of one that is on the page no more, where the news stand.
  function say(text) {
    const forms = document.querySelectorAll("form[data-send]");
    for (const form of forms) {
      let note = form.querySelector(".sending");
      if (!note) {
        note = document.createElement("p");
        note.className = "notice sending";
        note.setAttribute("role", "status");
        form.append(note);
      }
      // Each attempt says the same, and is not read out again.
      if (note.textContent === text) continue;
      note.textContent = text;
      note.hidden = !text;
      if (text) note.scrollIntoView({ block: "nearest" });
    }
    if (!forms.length && status && text) status.textContent = text;
  }

  function announce() {
    const news = document.getElementById("news");
    if (news.hidden) tellOf("Something new is open. What you are typing here stays until you go there.");
  }

  function tellOf(text) {
    document.getElementById("news").hidden = false;
    document.getElementById("news-text").textContent = text;
  }

  function hear(news) {
    if (status.textContent !== news.status) status.textContent = news.status;
    sendNow();
    if (news.stamp === stamp) return void (document.getElementById("news").hidden = !isTold);
    if (isBusy()) announce();
    else if (!showing) {
      showing = setTimeout(() => {
        showing = 0;
        show().catch(() => {});
      }, Math.random() * SPREAD);
    }
  }

  async function ask() {
    try {
      const response = await fetch("/state", { cache: "no-store" });
      if (response.status === 403) location.assign("/");
      else if (response.ok) hear(await response.json());
    } catch {
      status.textContent = "The connection is lost. What you sent is kept; trying again.";
    }
  }

  function listen() {
    if (!window.EventSource) return void setInterval(ask, EVERY);
    const events = new EventSource("/events");
    events.addEventListener("message", (event) => {
      clearInterval(polling);
      polling = 0;
      hear(JSON.parse(event.data));
    });
    events.addEventListener("gone", () => location.assign("/"));
    events.addEventListener("error", () => {
      if (!polling) polling = setInterval(ask, EVERY);
      if (events.readyState === EventSource.CLOSED) setTimeout(() => events.readyState === EventSource.CLOSED && listen(), 4 * EVERY);
    });
    addEventListener("pagehide", () => events.close());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  keepDrafts();
  addEventListener("online", sendNow);
  if (sending) tryToSend();
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
  else document.querySelector("[aria-invalid]")?.focus();
  if (!stamp) return;
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && (sendNow(), ask()));
  listen();
})();
