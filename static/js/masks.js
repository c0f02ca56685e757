// Zones to cover, drawn on a picture by finger, mouse or keyboard. The corners go into a hidden
// field as "x,y x,y ..." in thousandths; without this script four numbers are typed instead.

const SVG = "http://www.w3.org/2000/svg";
const WHOLE = 1000;
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class MaskDrawing {
  constructor(frame) {
    this.frame = frame;
    this.field = document.querySelector(frame.dataset.points);
    this.drawing = frame.querySelector("svg");
    this.corners = [];
    this.cursor = [WHOLE / 2, WHOLE / 2];
    this.shape = this.drawing.appendChild(document.createElementNS(SVG, "polygon"));
    this.shape.setAttribute("class", "mask-new");
    this.cross = this.drawing.appendChild(document.createElementNS(SVG, "path"));
    this.cross.setAttribute("class", "mask-cursor");
    this.tools();
    frame.classList.add("is-drawing");
    this.drawing.setAttribute("tabindex", "0");
    this.drawing.setAttribute("role", "application");
    this.drawing.setAttribute("aria-describedby", this.help.id);
    this.drawing.addEventListener("click", (event) => this.touch(event));
    this.drawing.addEventListener("keydown", (event) => this.key(event));
    this.show();
  }

  tools() {
    this.help = document.createElement("p");
    this.help.className = "hint";
    this.help.id = "mask-help";
    this.help.textContent = this.frame.dataset.sayHelp;
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    const row = document.createElement("div");
    row.className = "mask-tools";
    row.append(
      this.button(this.frame.dataset.sayUndo, () => this.corners.pop()),
      this.button(this.frame.dataset.sayClear, () => (this.corners = [])),
    );
    this.frame.after(this.help, this.status, row);
  }

  button(words, change) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-second";
    button.textContent = words;
    button.addEventListener("click", () => {
      change();
      this.show();
    });
    return button;
  }

  touch(event) {
    const box = this.drawing.getBoundingClientRect();
    const share = (at, start, size) => Math.round((WHOLE * (at - start)) / size);
    this.place(share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height));
  }

  key(event) {
    const step = STEP[event.key];
    if (step) {
      const far = event.shiftKey ? 100 : 20;
      this.cursor = this.cursor.map((at, axis) => inside(at + far * step[axis]));
    } else if (event.key === "Enter" || event.key === " ") {
      this.place(...this.cursor);
    } else if (event.key === "Backspace" || event.key === "Delete") {
      this.corners.pop();
    } else {
      return;
    }
    event.preventDefault();
    this.show();
  }

  place(x, y) {
    this.cursor = [inside(x), inside(y)];
    if (this.corners.length < 20) this.corners.push(this.cursor);
    this.show();
  }

  show() {
    const text = this.corners.map((corner) => corner.join(",")).join(" ");
    this.shape.setAttribute("points", text);
    this.field.value = this.corners.length > 2 ? text : "";
    const [x, y] = this.cursor;
    this.cross.setAttribute("d", `M${x - 20} ${y}h40M${x} ${y - 20}v40`);
    this.status.textContent = this.frame.dataset.sayCount.replace("{n}", this.corners.length);
  }
}

function inside(number) {
  return Math.min(WHOLE, Math.max(0, number));
}

for (const frame of document.querySelectorAll("[data-masks]")) new MaskDrawing(frame);
