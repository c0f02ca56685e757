// Put a pin and turn the view of a camera.

import { bearingTo, destination, wedge } from "./geometry.js";
import { COLOURS, find, number } from "./page.js";

const ARM = 96; // pixels from the pin to its handle at least: nearer, a finger takes the pin instead
const CLOSE = 19; // near enough to see a gate and the street it looks at

export function choosePoint(ward) {
  const { box, words, field } = ward;
  const inputs = {
    bearing: find(words.bearingInput),
    fov: find(words.fovInput),
    lat: find(words.latInput),
    lng: find(words.lngInput),
    reach: find(words.rangeInput),
  };
  const turn = field.querySelector("[data-map-turn]");
  const slider = turn?.querySelector("input");
  const shown = field.querySelector("[data-map-bearing]");
  const view = L.polygon([], { color: COLOURS.clay, fillOpacity: 0.22, interactive: false, weight: 2 }).addTo(ward.map);
  const rod = L.polyline([], { color: COLOURS.jade, dashArray: "3 7", interactive: false, weight: 2 }).addTo(ward.map);
  let pin = null;
  let handle = null;
  let held = false;

  const at = () => [pin.getLatLng().lat, pin.getLatLng().lng];
  const reach = () => number(inputs.reach) || 25;
  const bearing = () => number(inputs.bearing) ?? 0;
  const arm = () => {
    const [here, there] = [[0, 0], [0, ARM]].map((spot) => ward.map.containerPointToLatLng(spot));
    return Math.max(reach(), ward.map.distance(here, there));
  };

  function redraw() {
    if (!pin) return;
    if (inputs.bearing) {
      // Until somebody turns it, nobody knows where it looks: a faint circle, not a false wedge.
      const turned = number(inputs.bearing) !== null;
      view.setLatLngs(wedge(at(), bearing(), turned ? number(inputs.fov) || 90 : 360, reach()));
      view.setStyle({ dashArray: turned ? null : "6 8", fillOpacity: turned ? 0.22 : 0.06 });
      if (!held) handle.setLatLng(destination(at(), bearing(), arm()));
      rod.setLatLngs([at(), handle.getLatLng()]);
      if (slider) slider.value = Math.round(bearing());
      if (shown) {
        const names = words.wordPoints.split("|");
        const point = `${Math.round(bearing())}° ${names[Math.round(bearing() / 45) % 8]}`;
        shown.textContent = turned ? point : words.wordUnknown;
      }
    }
    ward.tell({ bearing: bearing(), lat: at()[0], lng: at()[1] });
  }

  function addHandle() {
    if (!inputs.bearing || handle) return;
    turn.hidden = false;
    handle = L.marker(at(), {
      alt: words.wordTurn,
      draggable: true,
      icon: L.divIcon({ className: "map-handle", iconSize: [44, 44] }),
      keyboard: false,
      title: words.wordTurn,
      zIndexOffset: 1000,
    }).addTo(ward.map);
    handle.on("dragstart", () => (held = true));
    ward.map.on("zoomend", redraw);
    handle.on("drag", () => {
      const to = handle.getLatLng();
      inputs.bearing.value = Math.round(bearingTo(at(), [to.lat, to.lng])) % 360;
      redraw();
    });
    handle.on("dragend", () => {
      held = false;
      redraw();
    });
  }

  function put(latlng) {
    if (pin) pin.setLatLng(latlng);
    else pin = ward.marker(latlng, moved);
    addHandle();
    moved(pin.getLatLng());
  }

  function moved(latlng) {
    ward.place(inputs, latlng);
    redraw();
  }

  ward.map.on("click", (event) => put(event.latlng));
  ward.locateButton((spot) => put(L.latLng(spot)));
  slider?.addEventListener("input", () => {
    inputs.bearing.value = slider.value;
    redraw();
  });
  for (const input of Object.values(inputs)) {
    input?.addEventListener("change", () => {
      const [lat, lng] = [number(inputs.lat), number(inputs.lng)];
      if (lat === null || lng === null) return;
      if (!pin) put(L.latLng(lat, lng));
      pin.setLatLng([lat, lng]);
      ward.map.setView([lat, lng], Math.max(ward.map.getZoom(), CLOSE), { animate: false });
      redraw();
    });
  }
  const [lat, lng] = [number(inputs.lat), number(inputs.lng)];
  if (lat !== null && lng !== null) {
    ward.map.setView([lat, lng], CLOSE, { animate: false });
    put(L.latLng(lat, lng));
  } else {
    ward.say(words.wordTap);
  }
  ward.closeNumbers();
  box.wardMap = { map: ward.map, put: (y, x) => put(L.latLng(y, x)) };
}
