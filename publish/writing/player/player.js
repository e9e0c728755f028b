"use strict";

/* The player of an offline copy: it lights the sentence that is heard, goes where somebody taps, and remembers the
   place. It asks for nothing; all that it needs stands in the page. Without it the page is whole all the same: the
   text, its links, and the browser's own players. ES2018, for old telephones. */
(() => {
  const page = document.documentElement;
  const find = (id) => document.getElementById(id);
  const { book, voices, words } = JSON.parse(find("cues").textContent);
  const bar = find("player");
  const sounds = voices.map((voice) => find(`sound-${voice.language}`));
  /* By the id of each sentence, its voice and its number there. */
  const places = new Map();
  voices.forEach((voice, v) => voice.sentences.forEach((id, n) => places.set(id, { v, n })));

  let here = { v: 0, n: 0 };
  let asleepAt = 0;
  let own = words[page.lang];

  /* A page from disk, or one in a private window, may be refused what it would keep. */
  const kept = {
    of(name) {
      try {
        return JSON.parse(localStorage.getItem(name)) || {};
      } catch (refused) {
        return {};
      }
    },
    add(name, more) {
      try {
        localStorage.setItem(name, JSON.stringify({ ...kept.of(name), ...more }));
      } catch (refused) {
        /* Then it is forgotten. */
      }
    },
  };
  const TASTE = "enface";
  const PLACE = `enface ${book}`;

  const playing = () => sounds.length > 0 && !sounds[here.v].paused;

  function tell(key) {
    find("said").textContent = key ? own[key] : "";
  }

  function inView(element) {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight - bar.offsetHeight;
  }

  /* Where somebody has scrolled away, the text stays there; `reach` brings it back, for they asked. */
  function light(reach) {
    const before = document.querySelector(".lit");
    const now = find(voices[here.v].sentences[here.n]);
    const followed = before && inView(before);
    if (before) {
      before.classList.remove("lit");
    }
    now.classList.add("lit");
    if ((reach || followed) && !inView(now)) {
      now.scrollIntoView({ block: "center" });
    }
    if (document.activeElement !== find("place")) {
      showPlace();
    }
    kept.add(PLACE, { sentence: now.id });
  }

  function showPlace() {
    const slider = find("place");
    const many = voices[here.v].sentences.length;
    slider.max = many - 1;
    slider.value = here.n;
    slider.setAttribute("aria-valuetext", `${here.n + 1} / ${many}`);
  }

  /* Before its length is known a sound goes nowhere: it goes there when it is. */
  function seek(sound, seconds) {
    const set = () => {
      sound.onloadedmetadata = null;
      sound.currentTime = seconds;
    };
    if (sound.readyState > 0) {
      set();
    } else {
      sound.onloadedmetadata = set;
    }
  }

  function go(place, { start = playing(), reach = true } = {}) {
    if (place.v !== here.v) {
      sounds[here.v].pause();
    }
    here = place;
    tell("");
    seek(sounds[here.v], voices[here.v].begins[here.n] / 1000);
    const side = find(voices[here.v].sentences[here.n]).closest(".side");
    if (side.hidden) {
      show(side.lang);
    }
    light(reach);
    if (start) {
      play();
    }
  }

  function play() {
    sounds[here.v].play().catch((error) => {
      if (error.name !== "AbortError") {
        tell("no_sound");
      }
    });
  }

  function step(by) {
    go({ v: here.v, n: Math.max(0, Math.min(here.n + by, voices[here.v].sentences.length - 1)) });
  }

  /* What is heard at this moment, lit. */
  function follow() {
    const sound = sounds[here.v];
    if (asleepAt && Date.now() >= asleepAt && !sound.paused) {
      sound.pause();
      find("sleep").value = "";
      asleepAt = 0;
      tell("asleep");
    }
    if (sound.onloadedmetadata || sound.seeking || sound.ended) {
      return;
    }
    /* A sound that was sent to a sentence may stand a breath before it. */
    const now = sound.currentTime * 1000 + 10;
    const begins = voices[here.v].begins;
    if (now >= begins[here.n] && now < begins[here.n + 1]) {
      return;
    }
    const after = begins.findIndex((begin) => begin > now);
    const n = after < 0 ? voices[here.v].sentences.length - 1 : Math.max(0, after - 1);
    if (n !== here.n) {
      here = { v: here.v, n };
      light(false);
    }
  }

  function followClosely() {
    if (playing()) {
      follow();
      requestAnimationFrame(followClosely);
    }
  }

  /* The twin of this sentence in another voice, or of the last before it that has one. */
  function twinNear(v) {
    const before = voices[here.v].twins[voices[v].language].slice(0, here.n + 1).filter((n) => n >= 0);
    return { v, n: before.length ? before[before.length - 1] : 0 };
  }

  function goToTwin() {
    const twin = (v) => voices[here.v].twins[voices[v].language][here.n];
    const others = voices.map((_, k) => (here.v + 1 + k) % voices.length).slice(0, -1);
    const v = others.find((other) => twin(other) >= 0);
    if (v === undefined) {
      tell("no_twin");
    } else {
      go({ v, n: twin(v) });
    }
  }

  /* The link itself leads there, as without a script; with it goes the place in the sound. */
  function followMark(link) {
    const target = find(decodeURIComponent(link.hash.slice(1)));
    const language = target.closest(".side").lang;
    if (target.closest(".side").hidden) {
      show(language, { move: false });
    }
    if (!sounds.length) {
      return;
    }
    const v = voices.findIndex((voice) => voice.language === language);
    const lit = document.querySelector(".lit");
    if (v >= 0 && v !== here.v && lit && link.closest("[id]").contains(lit)) {
      const twin = { v, n: voices[here.v].twins[language][here.n] };
      if (twin.n >= 0 && target.contains(find(voices[v].sentences[twin.n]))) {
        go(twin);
        return;
      }
    }
    const first = [target, ...target.querySelectorAll("[id]")].find((each) => places.has(each.id));
    if (first) {
      go(places.get(first.id));
    }
  }

  /* One language, or all of them where it is none. What one alone has stays. */
  function show(language, { move = true } = {}) {
    page.dataset.shown = language;
    for (const row of document.querySelectorAll(".row")) {
      const sides = Array.from(row.children);
      const there = sides.some((side) => side.lang === language);
      sides.forEach((side) => {
        side.hidden = there && side.lang !== language;
      });
    }
    for (const title of document.querySelectorAll(".subtitle")) {
      if (title.closest(".side").lang === language) {
        title.setAttribute("role", "heading");
        title.setAttribute("aria-level", title.classList.contains("lower") ? "2" : "1");
      } else {
        title.setAttribute("role", "doc-subtitle");
        title.removeAttribute("aria-level");
      }
    }
    find("shown").value = language;
    speakAs(language || page.lang);
    kept.add(PLACE, { shown: language });
    if (move && language && sounds.length && voices[here.v].language !== language) {
      const v = voices.findIndex((voice) => voice.language === language);
      if (v >= 0) {
        go(twinNear(v));
      }
    }
  }

  /* The player's own words, in the language that is read. */
  function speakAs(language) {
    own = words[language];
    for (const each of [bar, ...document.querySelectorAll(".hint")]) {
      each.lang = own.lang;
      each.dir = own.dir;
    }
    bar.setAttribute("aria-label", own.player);
    for (const each of document.querySelectorAll("[data-say]")) {
      each.textContent = own[each.dataset.say];
    }
    for (const each of document.querySelectorAll("[data-minutes]")) {
      each.textContent = own.minutes.replace("{n}", each.dataset.minutes);
    }
  }

  function sayWhetherItPlays() {
    const button = find("play");
    button.dataset.say = playing() ? "pause" : "play";
    button.textContent = own[button.dataset.say];
  }

  const tastes = {
    speed(value) {
      for (const sound of sounds) {
        sound.preservesPitch = sound.mozPreservesPitch = sound.webkitPreservesPitch = true;
        sound.defaultPlaybackRate = sound.playbackRate = Number(value);
      }
    },
    size(value) {
      page.style.setProperty("--size", `${value}%`);
    },
    colours(value) {
      page.dataset.colours = value;
    },
    spacing(value) {
      page.dataset.spacing = value ? "wide" : "";
    },
  };

  function listenToTastes() {
    const before = kept.of(TASTE);
    for (const key of Object.keys(tastes).filter(find)) {
      const field = find(key);
      const value = field.type === "checkbox" ? "checked" : "value";
      if (key in before) {
        const usual = field[value];
        field[value] = before[key];
        /* What an earlier copy knew and this one does not. */
        field[value] = field[value] === before[key] ? before[key] : usual;
      }
      tastes[key](field[value]);
      field.addEventListener("change", () => {
        tastes[key](field[value]);
        kept.add(TASTE, { [key]: field[value] });
      });
    }
  }

  function listenToSound() {
    sounds.forEach((sound) => {
      sound.controls = false;
      sound.addEventListener("play", () => {
        sayWhetherItPlays();
        followClosely();
      });
      sound.addEventListener("pause", sayWhetherItPlays);
      sound.addEventListener("timeupdate", () => {
        if (sound === sounds[here.v]) {
          follow();
        }
      });
      sound.addEventListener("ended", () => go({ v: here.v, n: 0 }, { start: false, reach: false }));
    });
    find("back").addEventListener("click", () => step(-1));
    find("forward").addEventListener("click", () => step(1));
    find("play").addEventListener("click", () => {
      tell("");
      if (playing()) {
        sounds[here.v].pause();
      } else {
        /* Of a language that nobody speaks, another one is heard: what is lit must be seen. */
        if (find(voices[here.v].sentences[here.n]).closest(".side").hidden) {
          show("", { move: false });
        }
        light(true);
        play();
      }
    });
    find("place").addEventListener("input", (event) => {
      go({ v: here.v, n: Number(event.target.value) });
      showPlace();
    });
    find("place").addEventListener("focus", showPlace);
    find("sleep").addEventListener("change", (event) => {
      asleepAt = event.target.value ? Date.now() + Number(event.target.value) * 60000 : 0;
    });
    if (find("twin")) {
      find("twin").addEventListener("click", goToTwin);
    }
    listenToKeysOfTheDevice();
  }

  /* A lock screen, a headset, a keyboard's own keys. */
  function listenToKeysOfTheDevice() {
    if (!("mediaSession" in navigator)) {
      return;
    }
    const keys = { play, pause: () => sounds[here.v].pause(), previoustrack: () => step(-1), nexttrack: () => step(1) };
    for (const [key, does] of Object.entries(keys)) {
      navigator.mediaSession.setActionHandler(key, does);
    }
    navigator.mediaSession.metadata = new MediaMetadata({ title: document.title });
  }

  function listenToText() {
    find("text").addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) {
        if (link.classList.contains("twin")) {
          followMark(link);
        }
        return;
      }
      let tapped = event.target;
      while (tapped && !places.has(tapped.id)) {
        tapped = tapped.parentElement;
      }
      /* Whoever marks words wants no sound. */
      if (tapped && window.getSelection().isCollapsed) {
        go(places.get(tapped.id), { start: true });
      }
    });
  }

  function returnToPlace() {
    const before = kept.of(PLACE);
    if (find("shown") && before.shown && words[before.shown]) {
      show(before.shown);
    }
    const place = places.get(before.sentence);
    if (place && (place.v > 0 || place.n > 0) && !find(before.sentence).closest(".side").hidden) {
      go(place, { start: false, reach: !location.hash });
    }
  }

  /* Where a server gives it, a telephone may keep it beside its apps. */
  function offerToInstall() {
    if (!("installable" in page.dataset) || !location.protocol.startsWith("http") || !("serviceWorker" in navigator)) {
      return;
    }
    const link = document.createElement("link");
    link.rel = "manifest";
    link.href = "manifest.webmanifest";
    document.head.appendChild(link);
    const keepSound = () => navigator.serviceWorker.ready.then((ready) => ready.active.postMessage("keep the sound"));
    navigator.serviceWorker.register("sw.js").then(() => {
      window.addEventListener("appinstalled", keepSound);
      if (window.matchMedia("(display-mode: standalone)").matches) {
        keepSound();
        navigator.serviceWorker.addEventListener("controllerchange", keepSound);
      }
    }, () => {});
  }

  page.dataset.scripted = "";
  for (const each of [bar, ...document.querySelectorAll(".hint")]) {
    each.hidden = false;
  }
  listenToTastes();
  listenToText();
  if (sounds.length) {
    listenToSound();
    showPlace();
  }
  if (find("shown")) {
    find("shown").addEventListener("change", (event) => show(event.target.value));
  }
  returnToPlace();
  offerToInstall();
})();
