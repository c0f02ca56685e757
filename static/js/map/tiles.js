// Show what lies in the frame, asked for anew when the frame moves: counts when far, points when near.

import { drawLegend, drawList } from "./show.js";

const SETTLE = 150; // milliseconds a frame has to stand still

export function showTiles(ward) {
  const { box, words, field, map } = ward;
  const layer = L.featureGroup().addTo(map);
  const list = field.querySelector("[data-map-list]");
  let waiting = 0;
  let asked = 0;
  box.wardMap = { layer, map };

  async function ask() {
    const turn = (asked += 1);
    const edge = map.getBounds();
    const query = new URLSearchParams({
      west: Math.max(edge.getWest(), -180).toFixed(5),
      south: Math.max(edge.getSouth(), -85).toFixed(5),
      east: Math.min(edge.getEast(), 180).toFixed(5),
      north: Math.min(edge.getNorth(), 85).toFixed(5),
      zoom: Math.round(map.getZoom()),
    });
    try {
      const answer = await fetch(`${words.geojsonUrl}?${query}`, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.statusText);
      const collection = await answer.json();
      if (turn !== asked) return;
      draw(collection);
      box.dispatchEvent(new CustomEvent("map:found", { bubbles: true, detail: collection }));
    } catch {
      if (turn === asked) ward.say(words.wordFailed);
    }
  }

  function draw(collection) {
    const counts = collection.features.filter(({ properties }) => properties.count);
    ward.draw({ features: collection.features.filter(({ properties }) => !properties.count) }, layer);
    counts.forEach(count);
    ward.say(collection.words || "");
    drawLegend(field.querySelector("[data-map-legend]"), collection.legend || []);
    // A list of squares without names says nothing: the sum above does.
    if (counts.length) list.hidden = true;
    else drawList(list, collection.features);
  }

  function count({ geometry, properties }) {
    const [lng, lat] = geometry.coordinates;
    const size = 30 + Math.min(26, 7 * Math.log10(properties.count));
    const icon = L.divIcon({ className: "map-count", html: properties.count.toLocaleString(document.documentElement.lang), iconSize: [size, size] });
    L.marker([lat, lng], { icon, keyboard: false, title: properties.label })
      .on("click", () => map.setView([lat, lng], Math.min(map.getZoom() + 2, map.getMaxZoom())))
      .addTo(layer);
  }

  map.on("moveend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, SETTLE);
  });
  ask();
}
