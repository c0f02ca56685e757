// The officer's player: native video, our controls, true time, boxes and a timeline of findings.
// The data contract stands at /design/. Without this file the browser's own controls remain.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const COLOURS = ["#7fe0c5", "#ffb08f", "#9fd0f5", "#ffe08a"];
  const clockText = new Intl.DateTimeFormat("en-GB", {
    fractionalSecondDigits: 2,
    hour: "2-digit",
    hourCycle: "h23",
    minute: "2-digit",
    second: "2-digit",
    timeZone: "Asia/Ho_Chi_Minh",
  });
  const dayText = new Intl.DateTimeFormat("en-GB", {
    day: "2-digit",
    month: "2-digit",
    timeZone: "Asia/Ho_Chi_Minh",
    year: "numeric",
  });
  const json = (selector) => {
    const holder = selector ? document.querySelector(selector) : null;
    return holder ? JSON.parse(holder.textContent) : null;
  };
  const element = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  class Player {
    constructor(root) {
      this.root = root;
      this.words = root.dataset;
      this.video = root.querySelector("video");
      this.canvas = root.querySelector("[data-boxes]");
      this.start = Date.parse(root.dataset.start);
      this.frame = 1 / (Number(root.dataset.fps) || 25);
      this.findings = json(root.dataset.findings) || { tracks: [] };
      this.names = json(root.dataset.kinds) || {};
      this.kinds = [...new Set(this.findings.tracks.map((track) => track.kind))];
      this.heads = [];
      this.showBoxes = true;
      this.get = (name) => root.querySelector(`[data-${name}]`);
      this.get("panel").hidden = false;
      this.video.controls = false;
      this.listen();
      if (this.video.readyState >= 1) this.drawRows();
      this.paint();
    }

    listen() {
      const { video, root } = this;
      video.addEventListener("loadedmetadata", () => {
        this.drawRows();
        this.paint();
      });
      for (const name of ["seeked", "pause", "timeupdate"]) video.addEventListener(name, () => this.paint());
      for (const name of ["play", "pause"]) video.addEventListener(name, () => this.label());
      video.addEventListener("play", () => this.follow());
      video.addEventListener("click", () => this.toggle());
      if (root.classList.contains("player-covered")) this.keepCovered();
      video.addEventListener("error", () => {
        this.get("clock").textContent = "";
        this.get("day").textContent = this.words.wordFailed;
      });
      this.get("seek").addEventListener("input", (event) => {
        this.seek((event.target.value / 1000) * this.length());
      });
      this.get("speed").addEventListener("change", (event) => {
        video.playbackRate = Number(event.target.value);
      });
      this.get("show-boxes")?.addEventListener("change", (event) => {
        this.showBoxes = event.target.checked;
        this.paint();
      });
      root.addEventListener("click", (event) => {
        const button = event.target.closest("[data-do]");
        if (button) this.act(button.dataset.do);
      });
      document.addEventListener("click", (event) => {
        const link = event.target.closest("[data-player-seek]");
        if (!link) return;
        event.preventDefault();
        video.pause();
        this.seek(Number(link.dataset.playerSeek) / 1000);
        root.scrollIntoView({ block: "nearest" });
      });
      document.addEventListener("keydown", (event) => this.key(event));
      new ResizeObserver(() => this.paint()).observe(video);
    }

    // The masks lie over the video inside the page: nothing may take it out from under them.
    keepCovered() {
      const { video } = this;
      video.disablePictureInPicture = true;
      video.addEventListener("contextmenu", (event) => event.preventDefault());
      video.addEventListener("webkitbeginfullscreen", () => video.webkitExitFullscreen());
      document.addEventListener("fullscreenchange", () => {
        if (document.fullscreenElement === video) document.exitFullscreen();
      });
    }

    length() {
      return Number.isFinite(this.video.duration) ? this.video.duration : 0;
    }

    seek(seconds) {
      this.video.currentTime = Math.max(0, Math.min(this.length(), seconds));
      this.paint();
    }

    toggle() {
      if (this.video.paused) this.video.play().catch(() => this.label());
      else this.video.pause();
    }

    act(what) {
      const now = this.video.currentTime;
      const starts = this.findings.tracks.map((track) => track.start_ms / 1000).sort((a, b) => a - b);
      const deeds = {
        "back-frame": () => this.step(-1),
        "next-finding": () => this.jump(starts.find((start) => start > now + 0.05)),
        "next-frame": () => this.step(1),
        "previous-finding": () => this.jump(starts.filter((start) => start < now - 0.3).pop()),
        toggle: () => this.toggle(),
      };
      deeds[what]?.();
    }

    step(frames) {
      this.video.pause();
      // Aim at the middle of a frame: on its edge, rounding may show the neighbour.
      const index = Math.floor(this.video.currentTime / this.frame + 0.001) + frames;
      this.seek((index + 0.5) * this.frame);
    }

    jump(seconds) {
      if (seconds !== undefined) this.seek(seconds);
    }

    key(event) {
      const typing = event.target.closest("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const pressable = event.target.closest("button, a, summary, input");
      const now = this.video.currentTime;
      const deeds = {
        "+": () => this.faster(1),
        ",": () => this.step(-1),
        "-": () => this.faster(-1),
        ".": () => this.step(1),
        ArrowLeft: () => this.seek(now - 1),
        ArrowRight: () => this.seek(now + 1),
        j: () => this.seek(now - 10),
        k: () => this.toggle(),
        l: () => this.seek(now + 10),
        n: () => this.act("next-finding"),
        p: () => this.act("previous-finding"),
      };
      if (!pressable) deeds[" "] = () => this.toggle();
      if (event.target.matches("input[type=range]") && event.key.startsWith("Arrow")) return;
      const deed = deeds[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!deed) return;
      event.preventDefault();
      deed();
    }

    faster(direction) {
      const select = this.get("speed");
      const at = Math.max(0, Math.min(select.options.length - 1, select.selectedIndex + direction));
      select.selectedIndex = at;
      this.video.playbackRate = Number(select.value);
    }

    label() {
      const button = this.root.querySelector('[data-do="toggle"]');
      button.textContent = this.video.paused ? this.words.wordPlay : this.words.wordPause;
    }

    follow() {
      const again = () => {
        this.paint();
        if (!this.video.paused && !this.video.ended) next();
      };
      const next = () =>
        this.video.requestVideoFrameCallback ? this.video.requestVideoFrameCallback(again) : requestAnimationFrame(again);
      next();
    }

    paint() {
      const now = this.video.currentTime;
      const instant = new Date(this.start + now * 1000);
      this.get("clock").textContent = clockText.format(instant);
      this.get("day").textContent = dayText.format(instant);
      const length = this.length();
      const slider = this.get("seek");
      slider.value = length ? (now / length) * 1000 : 0;
      slider.setAttribute("aria-valuetext", clockText.format(instant));
      for (const head of this.heads) {
        head.setAttribute("x1", length ? (now / length) * 1000 : 0);
        head.setAttribute("x2", length ? (now / length) * 1000 : 0);
      }
      this.paintBoxes(now * 1000);
    }

    paintBoxes(nowMs) {
      const { canvas, video } = this;
      const ratio = devicePixelRatio || 1;
      const [wide, high] = [video.clientWidth, video.clientHeight];
      canvas.width = wide * ratio;
      canvas.height = high * ratio;
      const pen = canvas.getContext("2d");
      if (!this.showBoxes || !video.videoWidth) return;
      const scale = Math.min(wide / video.videoWidth, high / video.videoHeight);
      const shown = { high: video.videoHeight * scale, wide: video.videoWidth * scale };
      pen.scale(ratio, ratio);
      pen.translate((wide - shown.wide) / 2, (high - shown.high) / 2);
      for (const track of this.findings.tracks) {
        const box = this.boxAt(track, nowMs);
        if (box) this.paintBox(pen, track, box, shown);
      }
    }

    paintBox(pen, track, [x, y, w, h], shown) {
      const colour = COLOURS[this.kinds.indexOf(track.kind) % COLOURS.length];
      const [left, top] = [x * shown.wide, y * shown.high];
      pen.lineWidth = 4;
      pen.strokeStyle = "rgb(0 0 0 / 60%)";
      pen.strokeRect(left, top, w * shown.wide, h * shown.high);
      pen.lineWidth = 2;
      pen.strokeStyle = colour;
      pen.strokeRect(left, top, w * shown.wide, h * shown.high);
      const name = `${this.name(track.kind)} ${track.n}`;
      pen.font = '600 14px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';
      const wide = pen.measureText(name).width + 10;
      pen.fillStyle = "rgb(0 0 0 / 70%)";
      pen.fillRect(left, Math.max(0, top - 21), wide, 20);
      pen.fillStyle = "#fff";
      pen.fillText(name, left + 5, Math.max(15, top - 6));
    }

    // Between two looks of the detector the box glides; before and after them there is none.
    boxAt(track, nowMs) {
      const { boxes } = track;
      if (!boxes?.length || nowMs < track.start_ms - 40 || nowMs > track.stop_ms + 40) return null;
      const after = boxes.findIndex((box) => box[0] >= nowMs);
      if (after === -1) return this.share(boxes.at(-1).slice(1));
      if (after === 0) return this.share(boxes[0].slice(1));
      const [from, to] = [boxes[after - 1], boxes[after]];
      const part = to[0] === from[0] ? 0 : (nowMs - from[0]) / (to[0] - from[0]);
      return this.share(from.slice(1).map((value, i) => value + (to[i + 1] - value) * part));
    }

    share(box) {
      const [wide, high] = this.findings.frame || [this.video.videoWidth, this.video.videoHeight];
      return [box[0] / wide, box[1] / high, box[2] / wide, box[3] / high];
    }

    name(kind) {
      return this.names[kind] || kind;
    }

    drawRows() {
      const lengthMs = this.length() * 1000;
      const rows = this.get("rows");
      if (!lengthMs) return;
      this.heads = [];
      rows.replaceChildren(...this.kinds.map((kind, order) => this.row(kind, order, lengthMs)));
    }

    row(kind, order, lengthMs) {
      const tracks = this.findings.tracks.filter((track) => track.kind === kind);
      const row = document.createElement("div");
      row.className = `player-row player-kind-${order % 4}`;
      const name = document.createElement("span");
      name.className = "player-row-name";
      name.textContent = `${this.name(kind)} (${tracks.length})`;
      const band = element("svg", { "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 1000 24" });
      for (const track of tracks) {
        const left = (track.start_ms / lengthMs) * 1000;
        const wide = Math.max(3, ((track.stop_ms - track.start_ms) / lengthMs) * 1000);
        band.append(element("rect", { class: "player-span", height: 16, rx: 2, width: wide, x: left, y: 4 }));
      }
      const head = element("line", { class: "player-head", x1: 0, x2: 0, y1: 0, y2: 24 });
      band.append(head);
      this.heads.push(head);
      band.addEventListener("click", (event) => {
        const frame = band.getBoundingClientRect();
        this.seek(((event.clientX - frame.left) / frame.width) * this.length());
      });
      row.append(name, band);
      return row;
    }
  }

  for (const root of document.querySelectorAll("[data-player]")) root.wardPlayer = new Player(root);
})();
