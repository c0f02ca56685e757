// Say where by one place and a radius, by drawing an area, or by drawing a route.

import { COLOURS, find, json, number } from "./page.js";

const AROUND_M = 400; // of the map's middle: cameras to choose one from
const NEAR = 60; // pixels from a tap to the camera that is meant
const SETTLE = 250; // milliseconds nothing is moved before it is asked for
const DRAWN = { color: COLOURS.clay, fillOpacity: 0.08, interactive: false, weight: 3 };

export function draw(ward) {
  const { box, words, field, map } = ward;
  const inputs = {
    camera: words.cameraInput ? find(words.cameraInput) : null,
    corners: find(words.cornersInput),
    lat: find(words.latInput),
    lng: find(words.lngInput),
    radius: find(words.radiusInput),
    width: find(words.widthInput),
  };
  const kinds = [...document.getElementsByName(words.kindName)];
  const tools = field.querySelector("[data-map-tools]");
  const found = L.featureGroup().addTo(map);
  const drawn = L.featureGroup().addTo(map);
  let corners = read(inputs.corners);
  let marks = [];
  let shown = []; // the cameras on the map
  let shape = null;
  let waiting = 0;
  let asked = 0;

  const kind = () => kinds.find((radio) => radio.checked)?.value || kinds[0]?.value || "spot";
  const isSpot = () => kind() === "spot";
  const isCamera = () => kind() === "camera"; // chosen among those that are shown, not drawn
  const radius = () => number(inputs.radius) || 150;
  const width = () => number(inputs.width) || 20;
  const spot = () => {
    const [lat, lng] = [number(inputs.lat), number(inputs.lng)];
    return lat === null || lng === null ? null : L.latLng(lat, lng);
  };
  const picked = () => {
    const camera = shown.find(({ properties }) => properties.id && properties.id === inputs.camera.value);
    return camera && L.latLng(camera.geometry.coordinates[1], camera.geometry.coordinates[0]);
  };
  const places = () => {
    if (isSpot()) return [spot()].filter(Boolean);
    return isCamera() ? [picked()].filter(Boolean) : corners;
  };

  function outline() {
    if (isSpot()) return L.circle(spot(), { ...DRAWN, radius: radius() });
    if (isCamera()) return L.circleMarker(picked(), { ...DRAWN, radius: 16 });
    if (kind() === "area" && corners.length > 2) return L.polygon(corners, DRAWN);
    const line = L.polyline(corners, DRAWN);
    return kind() === "route" ? L.featureGroup([L.polyline(corners, { ...DRAWN, opacity: 0.15, weight: across() }), line]) : line;
  }

  // How wide the strip along a route is on the screen, in pixels: both sides of it.
  function across() {
    const [left, right] = [map.containerPointToLatLng([0, 0]), map.containerPointToLatLng([100, 0])];
    return Math.max((200 * width()) / map.distance(left, right), 3);
  }

  // Everything is laid out anew; while a corner is dragged only the outline follows.
  function lay() {
    drawn.clearLayers();
    marks = (isCamera() ? [] : places()).map((at, turn) => mark(at, turn).addTo(drawn));
    follow();
    for (const part of field.querySelectorAll("[data-map-for]")) {
      part.hidden = !part.dataset.mapFor.split(" ").includes(kind());
    }
    tools.querySelector("[data-map-undo]").disabled = !places().length;
    tools.querySelector("[data-map-clear]").disabled = !places().length;
    settle();
  }

  function follow() {
    shape?.remove();
    shape = places().length ? outline().addTo(map) : null;
    shape?.bringToBack?.();
    for (const shown of field.querySelectorAll("output")) {
      shown.textContent = `${shown.dataset.mapShows === "width" ? width() : radius()} m`;
    }
  }

  function mark(at, turn) {
    const corner = { className: "map-corner", html: String(turn + 1), iconSize: [32, 32] };
    const moved = (latlng, settled) => {
      put(turn, latlng);
      follow();
      if (settled) settle();
    };
    return isSpot() ? ward.marker(at, moved) : ward.marker(at, moved, L.divIcon(corner), `${words.wordCorner} ${turn + 1}`);
  }

  // The camera that stands nearest to a tap.
  function pick(latlng) {
    const tap = map.latLngToLayerPoint(latlng);
    const far = ({ geometry }) => map.latLngToLayerPoint([geometry.coordinates[1], geometry.coordinates[0]]).distanceTo(tap);
    const [best] = shown.filter(({ properties }) => properties.id).sort((one, other) => far(one) - far(other));
    if (best && far(best) <= NEAR) inputs.camera.value = best.properties.id;
  }

  function put(turn, latlng) {
    if (isCamera()) {
      pick(latlng);
      return;
    }
    if (isSpot()) ward.place(inputs, latlng);
    else corners[turn] = L.latLng(latlng);
    inputs.corners.value = corners.map(({ lat, lng }) => `${lat.toFixed(6)}, ${lng.toFixed(6)}`).join("; ");
  }

  function add(latlng) {
    put(corners.length, latlng);
    lay();
  }

  function forget(left) {
    if (isCamera()) {
      inputs.camera.value = "";
      return;
    }
    if (isSpot()) inputs.lat.value = inputs.lng.value = "";
    else corners = corners.slice(0, left);
    put(corners.length - 1, corners.at(-1) || L.latLng(0, 0));
  }

  function settle() {
    const at = places();
    ward.tell({ kind: kind(), places: at });
    ward.say(at.length ? enough() : words[{ camera: "wordPick", spot: "wordPlace" }[kind()] || "wordDraw"]);
    clearTimeout(waiting);
    if (words.geojsonUrl && ready()) waiting = setTimeout(ask, SETTLE);
  }

  const ready = () => places().length >= { area: 3, camera: 0, route: 2, spot: 1 }[kind()];
  const enough = () => (ready() ? "" : words[kind() === "area" ? "wordMoreArea" : "wordMoreRoute"]);

  function query() {
    const text = corners.map(({ lat, lng }) => `${lat.toFixed(6)},${lng.toFixed(6)}`).join(";");
    if (kind() === "area") return { area: text };
    if (kind() === "route") return { route: text, width: width() };
    if (isCamera()) return { lat: map.getCenter().lat, lng: map.getCenter().lng, radius: AROUND_M };
    return { lat: spot().lat, lng: spot().lng, radius: radius() };
  }

  async function ask() {
    const turn = (asked += 1);
    const joint = words.geojsonUrl.includes("?") ? "&" : "?";
    try {
      const answer = await fetch(`${words.geojsonUrl}${joint}${new URLSearchParams(query())}`, { credentials: "same-origin" });
      const collection = await answer.json();
      if (turn !== asked) return;
      if (answer.status === 400 && collection.shape) {
        ward.say([collection.shape].flat().join(" "));
        return;
      }
      if (!answer.ok) throw new Error(answer.statusText);
      ward.draw(collection, found);
      shown = collection.features;
      if (isCamera()) {
        follow();
        ward.say(picked() ? shown.find(({ properties }) => properties.id === inputs.camera.value).properties.label : words.wordPick);
        return;
      }
      const count = collection.features.length;
      ward.say(collection.words || (count ? words.wordCount.replace("%n", count) : words.wordNone));
      box.dispatchEvent(new CustomEvent("map:found", { bubbles: true, detail: collection }));
    } catch {
      if (turn === asked) ward.say(words.wordFailed);
    }
  }

  function start() {
    const given = json(words.geojson);
    if (given) ward.draw(given, found);
    lay();
    if (shape) map.fitBounds(shape.getBounds(), { animate: false, maxZoom: 18, padding: [40, 40] });
  }

  map.on("zoomend", follow);
  map.on("click", (event) => add(event.latlng));
  map.on("moveend", () => isCamera() && settle());
  if (inputs.lat) ward.locateButton((at) => isSpot() && add(L.latLng(at)));
  const press = (name, act) => tools.querySelector(name).addEventListener("click", () => {
    act();
    lay();
  });
  tools.hidden = false;
  press("[data-map-add]", () => put(corners.length, map.getCenter()));
  press("[data-map-undo]", () => forget(-1));
  press("[data-map-clear]", () => forget(0));
  for (const radio of kinds) radio.addEventListener("change", lay);
  for (const slider of field.querySelectorAll("input[type=range]")) {
    const input = inputs[slider.dataset.mapSets];
    slider.value = number(input) || slider.value;
    slider.addEventListener("input", () => {
      input.value = slider.value;
      follow();
    });
    slider.addEventListener("change", settle);
  }
  for (const input of Object.values(inputs)) {
    input?.addEventListener("change", () => {
      corners = read(inputs.corners);
      lay();
    });
  }
  start();
  ward.closeNumbers();
  box.wardMap = { add: (lat, lng) => add(L.latLng(lat, lng)), map };
}

// "10.34, 107.08; 10.35, 107.09" as places; what is no place is left out.
function read(input) {
  const pairs = (input?.value || "").split(/[;\n]/).map((pair) => pair.split(",").map(Number));
  return pairs.filter((pair) => pair.length === 2 && pair.every(Number.isFinite)).map(([lat, lng]) => L.latLng(lat, lng));
}
