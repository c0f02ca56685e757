// Maps of the portal: put a pin and turn a camera, choose an area, show points or cells.
// Everything is set by data attributes; the contract stands at /design/. Words come from the page.

import { chooseArea } from "./map/area.js";
import { draw } from "./map/draw.js";
import { choosePoint } from "./map/point.js";
import { show } from "./map/show.js";
import { showTiles } from "./map/tiles.js";
import { WardMap } from "./map/ward.js";

const MODES = { area: chooseArea, draw, point: choosePoint, show, tiles: showTiles };
for (const box of document.querySelectorAll("[data-map]")) {
  MODES[box.dataset.map]?.(new WardMap(box));
}
