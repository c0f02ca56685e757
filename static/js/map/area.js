// Choose a place and a radius; what stands there is fetched and drawn.

import { COLOURS, find, number } from "./page.js";

export function chooseArea(ward) {
  const { box, words, field } = ward;
  const inputs = { lat: find(words.latInput), lng: find(words.lngInput), radius: find(words.radiusInput) };
  const panel = field.querySelector("[data-map-radius]");
  const slider = panel.querySelector("input");
  const shown = panel.querySelector("output");
  const found = L.layerGroup().addTo(ward.map);
  let pin = null;
  let circle = null;
  let waiting = 0;
  let asked = 0;

  const radius = () => number(inputs.radius) || 150;

  function redraw(settled) {
    if (!pin) return;
    circle.setLatLng(pin.getLatLng());
    circle.setRadius(radius());
    slider.value = radius();
    shown.textContent = `${radius()} m`;
    if (!settled) return;
    const { lat, lng } = pin.getLatLng();
    ward.tell({ lat, lng, radius: radius() });
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  }

  async function ask() {
    if (!words.geojsonUrl) return;
    const turn = (asked += 1);
    const { lat, lng } = pin.getLatLng();
    const query = new URLSearchParams({ lat: lat.toFixed(6), lng: lng.toFixed(6), radius: radius() });
    const joint = words.geojsonUrl.includes("?") ? "&" : "?";
    try {
      const answer = await fetch(`${words.geojsonUrl}${joint}${query}`, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.statusText);
      const collection = await answer.json();
      if (turn !== asked) return;
      ward.draw(collection, found);
      const count = collection.count ?? collection.features.length;
      ward.say(collection.words || (count ? words.wordCount.replace("%n", count) : words.wordNone));
      box.dispatchEvent(new CustomEvent("map:found", { bubbles: true, detail: collection }));
    } catch {
      if (turn === asked) ward.say(words.wordFailed);
    }
  }

  function moved(latlng, settled) {
    ward.place(inputs, latlng);
    redraw(settled);
  }

  function put(latlng) {
    if (pin) {
      pin.setLatLng(latlng);
    } else {
      circle = L.circle(latlng, { color: COLOURS.clay, fillOpacity: 0.08, interactive: false, radius: radius(), weight: 3 }).addTo(ward.map);
      pin = ward.marker(latlng, moved);
      panel.hidden = false;
    }
    if (!inputs.radius.value) inputs.radius.value = radius();
    moved(pin.getLatLng(), true);
  }

  ward.map.on("click", (event) => put(event.latlng));
  ward.locateButton((spot) => put(L.latLng(spot)));
  slider.addEventListener("input", () => {
    inputs.radius.value = slider.value;
    redraw(false);
  });
  slider.addEventListener("change", () => {
    redraw(true);
    ward.map.fitBounds(circle.getBounds(), { animate: false, maxZoom: 18, padding: [30, 30] });
  });
  for (const input of Object.values(inputs)) {
    input.addEventListener("change", () => {
      const [lat, lng] = [number(inputs.lat), number(inputs.lng)];
      if (lat === null || lng === null) return;
      put(L.latLng(lat, lng));
      ward.map.panTo([lat, lng], { animate: false });
    });
  }
  const [lat, lng] = [number(inputs.lat), number(inputs.lng)];
  if (lat !== null && lng !== null) {
    put(L.latLng(lat, lng));
    ward.map.fitBounds(circle.getBounds(), { animate: false, maxZoom: 18, padding: [30, 30] });
  } else {
    ward.say(words.wordPlace);
  }
  ward.closeNumbers();
  box.wardMap = { map: ward.map, put: (y, x) => put(L.latLng(y, x)) };
}
