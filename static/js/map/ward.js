// One map: ground, outline, buttons, and how features are drawn on it.

import { wedge } from "./geometry.js";
import { BANDS, COLOURS, TONES, json } from "./page.js";

// Squared paper, so that dragging can be seen where no base tiles are set.
const Squares = L.GridLayer.extend({
  createTile() {
    const tile = L.DomUtil.create("canvas", "");
    const size = this.getTileSize();
    tile.width = size.x;
    tile.height = size.y;
    const pen = tile.getContext("2d");
    pen.strokeStyle = "#e6dec9";
    for (let at = 0.5; at < size.x; at += size.x / 4) {
      pen.beginPath();
      pen.moveTo(at, 0);
      pen.lineTo(at, size.y);
      pen.moveTo(0, at);
      pen.lineTo(size.x, at);
      pen.stroke();
    }
    pen.strokeStyle = "#d3c8ac";
    pen.strokeRect(0.5, 0.5, size.x, size.y);
    return tile;
  },
});

// Told apart from a dot without colour: nobody has been to see this camera yet.
const Diamond = L.CircleMarker.extend({
  _updatePath() {
    const { _ctx: pen, _drawing: drawing } = this._renderer;
    if (!drawing || this._empty()) return;
    const { x, y } = this._point;
    const far = this._radius + 2;
    pen.beginPath();
    pen.moveTo(x, y - far);
    pen.lineTo(x + far, y);
    pen.lineTo(x, y + far);
    pen.lineTo(x - far, y);
    pen.closePath();
    this._renderer._fillStroke(pen, this);
  },
});

export const pinIcon = () =>
  L.divIcon({
    className: "map-pin",
    iconSize: [44, 54],
    iconAnchor: [22, 52],
    html:
      '<svg viewBox="0 0 44 54"><path class="pin-body" d="M22 52C9 37 3 29 3 20a19 19 0 0 1 38 0c0 9-6 17-19 32z"/>' +
      '<circle class="pin-eye" cx="22" cy="20" r="7"/></svg>',
  });

export class WardMap {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.field = box.closest(".map-field") || box.parentElement;
    this.status = this.field.querySelector("[data-map-status]");
    box.hidden = false;
    const [lat, lng, zoom] = (box.dataset.centre || "16,107,6").split(",").map(Number);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(box, {
      attributionControl: false,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
      maxZoom: 20,
      minZoom: 5,
      preferCanvas: true,
      zoomAnimation: !still,
      zoomControl: false,
    }).setView([lat, lng], zoom || 15);
    L.control
      .zoom({ zoomInTitle: this.words.wordIn, zoomOutTitle: this.words.wordOut })
      .addTo(this.map);
    L.control.scale({ imperial: false }).addTo(this.map);
    this.ground();
    this.outline();
  }

  ground() {
    const tiles = json(this.words.tiles) || [];
    if (!tiles.length) new Squares({ maxZoom: 20 }).addTo(this.map);
    for (const [, address, options] of tiles) {
      const given = typeof options === "string" ? { attribution: options } : options || {};
      L.tileLayer(address, { maxZoom: 20, ...given }).addTo(this.map);
      if (given.attribution) L.control.attribution({ prefix: "" }).addTo(this.map);
    }
  }

  outline() {
    const shape = json(this.words.outline);
    if (!shape) return;
    const style = { color: COLOURS.jade, fill: false, interactive: false, weight: 3 };
    if (shape.radius_m) {
      this.border = L.circle([shape.lat, shape.lng], { ...style, dashArray: "8 8", radius: shape.radius_m });
    } else {
      this.border = L.geoJSON(shape, { interactive: false, style });
    }
    this.border.addTo(this.map);
    this.map.fitBounds(this.border.getBounds(), { animate: false });
  }

  say(words) {
    if (this.status && this.status.textContent !== words) this.status.textContent = words || "";
  }

  tell(detail) {
    this.box.dispatchEvent(new CustomEvent("map:changed", { bubbles: true, detail }));
  }

  locateButton(onFound) {
    if (!navigator.geolocation) return;
    const Button = L.Control.extend({
      onAdd: () => {
        const button = L.DomUtil.create("button", "map-locate");
        button.type = "button";
        button.textContent = `◎ ${this.words.wordLocate}`;
        L.DomEvent.disableClickPropagation(button);
        L.DomEvent.on(button, "click", () => this.locate(onFound));
        return button;
      },
    });
    new Button({ position: "topright" }).addTo(this.map);
  }

  locate(onFound) {
    this.say(this.words.wordLocating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.say("");
        this.map.setView([coords.latitude, coords.longitude], 18, { animate: false });
        onFound([coords.latitude, coords.longitude]);
      },
      () => this.say(this.words.wordLost),
      { enableHighAccuracy: true, maximumAge: 30000, timeout: 15000 },
    );
  }

  marker(at, onMove, icon = pinIcon(), name = this.words.wordPin) {
    const marker = L.marker(at, { alt: name, draggable: true, icon, keyboard: true, title: name });
    // A marker has no element before it stands on a map.
    marker.on("add", () => this.byKeys(marker, onMove, name));
    marker.on("drag", () => onMove(marker.getLatLng(), false));
    marker.on("dragend", () => onMove(marker.getLatLng(), true));
    return marker.addTo(this.map);
  }

  byKeys(marker, onMove, name) {
    const element = marker.getElement();
    element.setAttribute("aria-label", name);
    element.addEventListener("keydown", (event) => {
      const step = { ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1] }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const far = event.shiftKey ? 40 : 6;
      const spot = this.map.latLngToLayerPoint(marker.getLatLng()).add([step[0] * far, step[1] * far]);
      marker.setLatLng(this.map.layerPointToLatLng(spot));
      this.map.panInside(marker.getLatLng(), { animate: false, padding: [40, 60] });
      onMove(marker.getLatLng(), true);
    });
  }

  place(inputs, latlng) {
    inputs.lat.value = latlng.lat.toFixed(6);
    inputs.lng.value = latlng.lng.toFixed(6);
    const bounds = this.border?.getBounds();
    this.say(bounds && !bounds.contains(latlng) ? this.words.wordOutside : "");
  }

  closeNumbers() {
    const numbers = this.field.querySelector("[data-map-numbers]");
    if (numbers && !numbers.querySelector("[aria-invalid]")) numbers.open = false;
  }

  draw(collection, layer) {
    layer.clearLayers();
    for (const feature of collection.features || []) {
      const facts = feature.properties || {};
      const isPoint = feature.geometry.type === "Point";
      if (facts.place) this.marked(feature, facts).addTo(layer);
      if (facts.place && !isPoint) continue;
      const shape = isPoint ? this.point(feature, facts, layer) : this.cell(feature, facts);
      if (facts.label) shape.bindTooltip(facts.label);
      if (facts.href) shape.on("click", () => location.assign(facts.href));
      shape.addTo(layer);
    }
  }

  point(feature, facts, layer) {
    const [lng, lat] = feature.geometry.coordinates;
    const colour = TONES[facts.tone] || COLOURS.jade;
    if (facts.range_m && facts.fov_deg) {
      L.polygon(wedge([lat, lng], facts.bearing_deg || 0, facts.fov_deg, facts.range_m), {
        color: colour,
        fillOpacity: 0.18,
        interactive: false,
        weight: 1,
      }).addTo(layer);
    }
    const radius = facts.tone === "plain" ? 5 : 7;
    if (facts.unverified) {
      const style = { color: colour, fillColor: "#fff", fillOpacity: 1, radius, weight: 3 };
      return new Diamond([lat, lng], style);
    }
    return L.circleMarker([lat, lng], { color: "#fff", fillColor: colour, fillOpacity: 1, radius, weight: 2 });
  }

  // What was asked about: a circle, an area or a route, under whatever stands in it.
  marked(feature, facts) {
    const style = { color: COLOURS.clay, fillOpacity: 0.08, interactive: false, weight: 3 };
    const [lng, lat] = feature.geometry.coordinates;
    return facts.radius_m
      ? L.circle([lat, lng], { ...style, radius: facts.radius_m })
      : L.geoJSON(feature, { interactive: false, pointToLayer: () => L.layerGroup(), style });
  }

  cell(feature, facts) {
    const band = BANDS[Math.min(facts.band ?? 2, BANDS.length - 1)];
    const style = facts.sight
      ? { color: COLOURS.jade, fillColor: band, fillOpacity: 0.5, weight: 1 }
      : { color: COLOURS.edge, fillColor: band, fillOpacity: 0.75, weight: 1 };
    return L.geoJSON(feature, { interactive: Boolean(facts.label), style });
  }
}
