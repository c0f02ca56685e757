// Maps of the portal: put a pin and turn a camera, draw an area or a route, show points or cells.
// Everything is set by data attributes; the contract stands at /design/. Words come from the page.

import { draw } from "./map/draw.js";
import { choosePoint } from "./map/point.js";
import { show } from "./map/show.js";
import { showTiles } from "./map/tiles.js";
import { WardMap } from "./map/ward.js";

const MODES = { draw, point: choosePoint, show, tiles: showTiles };
for (const box of document.querySelectorAll("[data-map]")) {
  MODES[box.dataset.map]?.(new WardMap(box));
}
