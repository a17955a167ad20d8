"use strict";
(() => {
  const EVERY = 5000;
  // Fifty pages do not all ask in the same moment.
  const SPREAD = 1000;
  let showing = 0;
  let status = document.getElementById("status");
  let stamp = document.body.dataset.stamp;
  let polling = 0;

  const drafts = () => document.querySelectorAll("form[data-draft]");
  const fields = (form) => form.querySelectorAll("input[type=text], textarea");
  const isTyped = (form) => [...fields(form)].some((field) => field.value !== field.defaultValue);
  const isBusy = () =>
    document.body.contains(document.querySelector(".errors, .typed")) ||
    [...drafts()].some((form) => isTyped(form) || form.contains(document.activeElement));

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
        sessionStorage.setItem(name, JSON.stringify(texts));
      });
    }
    if (document.querySelector(".kept, .answers, .typed")) {
      for (const name of Object.keys(sessionStorage)) {
        const isOpen = [...drafts()].some((form) => name === "payback " + form.dataset.draft);
        if (name.startsWith("payback ") && !isOpen) sessionStorage.removeItem(name);
      }
    }
  }

  async function show() {
    const response = await fetch("/", { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok || !page.body.dataset.stamp) return location.assign("/");
    if (isBusy()) return announce();
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("header").replaceWith(page.querySelector("header"));
    document.querySelector("footer").replaceWith(page.querySelector("footer"));
    document.getElementById("news").hidden = true;
    document.title = page.title;
    stamp = document.body.dataset.stamp = page.body.dataset.stamp;
    status = document.getElementById("status");
    history.replaceState(null, "", "/");
    scrollTo(0, 0);
    document.querySelector("h1").focus();
    keepDrafts();
  }

  function announce() {
    const news = document.getElementById("news");
    if (!news.hidden) return;
    news.hidden = false;
    document.getElementById("news-text").textContent =
      "Something new is open. What you are typing here stays until you go there.";
  }

  function hear(news) {
    if (status.textContent !== news.status) status.textContent = news.status;
    if (news.stamp === stamp) return void (document.getElementById("news").hidden = true);
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
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
  else document.querySelector("[aria-invalid]")?.focus();
  if (!stamp) return;
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  listen();
})();
