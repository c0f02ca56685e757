// The animated code: codes drawn by the server, each shown at its own true time. And waiting for
// what came of it. Without this file the page says what to do instead.
"use strict";

(() => {
  const SAMPLES = 6; // questions for the true time; the fastest answer counts
  const REFILL_MS = 8000; // ask for more codes when so few are left
  const QUIET = 4; // modules of white around the code, beside the white of the whole screen

  class Beacon {
    constructor(root) {
      this.root = root;
      this.words = root.dataset;
      this.get = (name) => root.querySelector(`[data-${name}]`);
      this.screen = this.get("screen");
      this.canvas = this.get("canvas");
      this.codes = new Map();
      this.shown = null;
      this.root.hidden = false;
      this.after = document.querySelector("[data-beacon-after]");
      this.root.addEventListener("click", (event) => {
        const button = event.target.closest("[data-do]");
        if (button) this[button.dataset.do]();
      });
      this.screen.addEventListener("close", () => this.stop());
      addEventListener("resize", () => { this.shown = null; });
    }

    say(words) {
      const place = this.get("said");
      place.textContent = words;
      place.hidden = !words;
    }

    now() {
      return performance.now() + this.ahead;
    }

    async open() {
      const button = this.root.querySelector('[data-do="open"]');
      button.disabled = true;
      this.say(this.words.wordSync);
      try {
        await this.sync();
        if (this.delay > Number(this.words.worst)) {
          this.say(this.words.wordSlow);
          return;
        }
        await this.refill();
        this.say("");
        this.start();
      } catch (error) {
        this.say(error.said || this.words.wordLost);
      } finally {
        button.disabled = false;
      }
    }

    // How far the server's clock is ahead of ours: the middle of the fastest of several answers.
    async sync() {
      let best = Infinity;
      for (let n = 0; n < SAMPLES; n += 1) {
        const asked = performance.now();
        const answer = await fetch(this.words.clock, { cache: "no-store" });
        const got = performance.now();
        if (!answer.ok) throw new Error("clock");
        const { now_ms: now } = await answer.json();
        if (got - asked < best) {
          best = got - asked;
          this.ahead = now - (asked + got) / 2;
        }
      }
      this.delay = best / 2;
      for (const field of document.querySelectorAll("[data-delay]")) field.value = Math.ceil(this.delay);
    }

    async refill() {
      const answer = await fetch(this.words.codes, { cache: "no-store" });
      const told = await answer.json();
      if (!answer.ok) {
        const error = new Error("codes");
        error.said = told.error;
        throw error;
      }
      this.every = told.every_ms;
      this.size = told.size;
      for (const [at, rows] of told.codes) this.codes.set(at, rows);
    }

    start() {
      this.screen.showModal();
      document.documentElement.requestFullscreen?.().catch(() => {});
      navigator.wakeLock?.request("screen").then((lock) => { this.lock = lock; }).catch(() => {});
      this.ends = performance.now() + Number(this.words.hold) * 1000;
      this.done = false;
      this.shown = null;
      this.frame = requestAnimationFrame(() => this.paint());
    }

    paint() {
      const now = this.now();
      const at = Math.floor(now / this.every) * this.every;
      if (at !== this.shown && this.codes.has(at)) this.draw(at);
      this.count();
      this.keepFilled(at);
      this.frame = requestAnimationFrame(() => this.paint());
    }

    count() {
      const left = Math.ceil((this.ends - performance.now()) / 1000);
      const words = left > 0 ? this.words.wordLeft.replace("N", left) : this.words.wordDone;
      const place = this.get("count");
      if (place.textContent !== words) place.textContent = words;
      if (left > 0 || this.done) return;
      this.done = true;
      navigator.vibrate?.(300);
    }

    keepFilled(at) {
      const latest = Math.max(...this.codes.keys());
      if (latest - at > REFILL_MS || this.filling) return;
      this.filling = true;
      this.refill().catch((error) => {
        this.say(error.said || this.words.wordLost);
        if (latest < at) this.screen.close();
      }).finally(() => {
        this.filling = false;
        for (const old of this.codes.keys()) if (old < at) this.codes.delete(old);
      });
    }

    // Whole pixels of the screen for each module, so that its edges are sharp.
    draw(at) {
      const dense = devicePixelRatio || 1;
      const room = Math.min(innerWidth, innerHeight - 170) * dense;
      const modules = this.size + 2 * QUIET;
      const pixel = Math.max(1, Math.floor(room / modules));
      const side = modules * pixel;
      const { canvas } = this;
      canvas.width = side;
      canvas.height = side;
      canvas.style.width = `${side / dense}px`;
      canvas.style.height = `${side / dense}px`;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, side, side);
      pen.fillStyle = "#000";
      const digits = this.codes.get(at);
      const spare = digits.length * 4 - this.size * this.size;
      for (let n = 0; n < this.size * this.size; n += 1) {
        const bit = n + spare;
        const dark = parseInt(digits[bit >> 2], 16) & (8 >> (bit & 3));
        if (dark) pen.fillRect((QUIET + (n % this.size)) * pixel, (QUIET + Math.floor(n / this.size)) * pixel, pixel, pixel);
      }
      this.shown = at;
    }

    close() {
      this.screen.close();
    }

    stop() {
      cancelAnimationFrame(this.frame);
      this.lock?.release();
      if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
      this.after?.scrollIntoView({ block: "start" });
    }
  }

  for (const root of document.querySelectorAll("[data-beacon]")) new Beacon(root);

  const waiting = document.querySelector("[data-beacon-wait]");
  if (waiting) setInterval(async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const news = page.querySelector("[data-beacon-wait]");
      if (!news) location.reload();
      else if (waiting.innerHTML !== news.innerHTML) waiting.replaceChildren(...news.childNodes);
    } catch { /* no network for a moment: the next question comes */ }
  }, 2500);
})();
