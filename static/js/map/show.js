// Show points or cells, with a legend and the same as a list.

import { json } from "./page.js";

export async function show(ward) {
  const { box, words, field } = ward;
  const layer = L.featureGroup().addTo(ward.map);
  box.wardMap = { layer, map: ward.map };
  let collection = json(words.geojson);
  if (!collection && words.geojsonUrl) {
    try {
      const answer = await fetch(words.geojsonUrl, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.statusText);
      collection = await answer.json();
    } catch {
      ward.say(words.wordFailed);
      return;
    }
  }
  if (!collection) return;
  ward.draw(collection, layer);
  if (layer.getLayers().length) {
    const bounds = layer.getBounds();
    if (ward.border) bounds.extend(ward.border.getBounds());
    const close = collection.features.some(({ properties }) => properties?.sight);
    ward.map.fitBounds(bounds, { animate: false, maxZoom: close ? 20 : 18, padding: [24, 24] });
  }
  ward.say(collection.words || "");
  drawLegend(field.querySelector("[data-map-legend]"), collection.legend || []);
  drawList(field.querySelector("[data-map-list]"), collection.features);
  box.dispatchEvent(new CustomEvent("map:found", { bubbles: true, detail: collection }));
}

export function drawLegend(list, lines) {
  list?.replaceChildren(
    ...lines.map(({ band, hollow, label, tone }) => {
      const item = document.createElement("li");
      const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      mark.setAttribute("viewBox", "0 0 24 24");
      mark.setAttribute("aria-hidden", "true");
      const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
      if (hollow) {
        shape.setAttribute("d", "M12 4l8 8-8 8-8-8z");
        shape.setAttribute("class", "mark-hollow");
      } else {
        shape.setAttribute("d", band === undefined ? "M12 5a7 7 0 1 0 .1 0z" : "M12 2l9 5v10l-9 5-9-5V7z");
        shape.setAttribute("class", band === undefined ? `tone-${tone || "plain"}` : `band-${band}`);
      }
      mark.append(shape);
      item.append(mark, label);
      return item;
    }),
  );
}

export function drawList(holder, features) {
  const labelled = features.filter((feature) => feature.properties?.label);
  if (!holder || !labelled.length) return;
  holder.hidden = false;
  holder.querySelector("ul").replaceChildren(
    ...labelled.map(({ properties }) => {
      const item = document.createElement("li");
      if (properties.href) {
        const link = document.createElement("a");
        link.href = properties.href;
        link.textContent = properties.label;
        item.append(link);
      } else {
        item.textContent = properties.label;
      }
      return item;
    }),
  );
}
