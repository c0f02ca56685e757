// Maps of the portal: put a pin and turn a camera, choose an area, show points or cells.
// Everything is set by data attributes; the contract stands at /design/. Words come from the page.
"use strict";

(() => {
  const EARTH = 6371008.8;
  const rad = (degrees) => (degrees * Math.PI) / 180;
  const deg = (radians) => (radians * 180) / Math.PI;
  const COLOURS = { jade: "#0b4f45", clay: "#a23c1b", edge: "#746c58", turmeric: "#e9b949" };
  const TONES = { good: COLOURS.jade, warn: COLOURS.turmeric, bad: COLOURS.clay, plain: COLOURS.edge };
  const BANDS = ["#ffffff", "#d7e9e1", "#94c4b3", "#3f8a77", "#0b4f45"];

  const find = (selector) => (selector ? document.querySelector(selector) : null);
  const json = (selector) => {
    const holder = find(selector);
    return holder ? JSON.parse(holder.textContent) : null;
  };
  const number = (input) => {
    const text = input ? input.value.trim().replace(",", ".") : "";
    return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
  };

  function destination([lat, lng], bearing, metres) {
    const turn = metres / EARTH;
    const north = rad(lat);
    const to = Math.asin(
      Math.sin(north) * Math.cos(turn) + Math.cos(north) * Math.sin(turn) * Math.cos(rad(bearing)),
    );
    const east = Math.atan2(
      Math.sin(rad(bearing)) * Math.sin(turn) * Math.cos(north),
      Math.cos(turn) - Math.sin(north) * Math.sin(to),
    );
    return [deg(to), lng + deg(east)];
  }

  function bearingTo([lat, lng], [toLat, toLng]) {
    const y = Math.sin(rad(toLng - lng)) * Math.cos(rad(toLat));
    const x =
      Math.cos(rad(lat)) * Math.sin(rad(toLat)) -
      Math.sin(rad(lat)) * Math.cos(rad(toLat)) * Math.cos(rad(toLng - lng));
    return (deg(Math.atan2(y, x)) + 360) % 360;
  }

  function wedge(at, bearing, fov, reach) {
    const half = Math.min(fov, 360) / 2;
    const rim = [];
    for (let turn = -half; turn <= half; turn += Math.max(half / 16, 1)) {
      rim.push(destination(at, bearing + turn, reach));
    }
    rim.push(destination(at, bearing + half, reach));
    return fov >= 360 ? rim : [at, ...rim];
  }

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

  const pinIcon = () =>
    L.divIcon({
      className: "map-pin",
      iconSize: [44, 54],
      iconAnchor: [22, 52],
      html:
        '<svg viewBox="0 0 44 54"><path class="pin-body" d="M22 52C9 37 3 29 3 20a19 19 0 0 1 38 0c0 9-6 17-19 32z"/>' +
        '<circle class="pin-eye" cx="22" cy="20" r="7"/></svg>',
    });

  class WardMap {
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

    marker(at, onMove) {
      const marker = L.marker(at, {
        alt: this.words.wordPin,
        draggable: true,
        icon: pinIcon(),
        keyboard: true,
        title: this.words.wordPin,
      }).addTo(this.map);
      const element = marker.getElement();
      element.setAttribute("aria-label", this.words.wordPin);
      marker.on("drag", () => onMove(marker.getLatLng(), false));
      marker.on("dragend", () => onMove(marker.getLatLng(), true));
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
      return marker;
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
        const shape = feature.geometry.type === "Point" ? this.point(feature, facts, layer) : this.cell(feature, facts);
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
      return L.circleMarker([lat, lng], {
        color: "#fff",
        fillColor: colour,
        fillOpacity: 1,
        radius: facts.tone === "plain" ? 5 : 7,
        weight: 2,
      });
    }

    cell(feature, facts) {
      const band = BANDS[Math.min(facts.band ?? 2, BANDS.length - 1)];
      return L.geoJSON(feature, {
        style: { color: COLOURS.edge, fillColor: band, fillOpacity: 0.75, weight: 1 },
      });
    }
  }

  function choosePoint(ward) {
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
    let pin = null;
    let handle = null;

    const at = () => [pin.getLatLng().lat, pin.getLatLng().lng];
    const reach = () => number(inputs.reach) || 25;
    const bearing = () => number(inputs.bearing) ?? 0;

    function redraw() {
      if (!pin) return;
      if (inputs.bearing) {
        view.setLatLngs(wedge(at(), bearing(), number(inputs.fov) || 90, reach()));
        handle.setLatLng(destination(at(), bearing(), reach()));
        if (slider) slider.value = Math.round(bearing());
        if (shown) {
          const names = words.wordPoints.split("|");
          shown.textContent = `${Math.round(bearing())}° ${names[Math.round(bearing() / 45) % 8]}`;
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
        icon: L.divIcon({ className: "map-handle", iconSize: [30, 30] }),
        keyboard: false,
        title: words.wordTurn,
      }).addTo(ward.map);
      handle.on("drag", () => {
        const to = handle.getLatLng();
        inputs.bearing.value = Math.round(bearingTo(at(), [to.lat, to.lng])) % 360;
        redraw();
      });
      handle.on("dragend", redraw);
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
        ward.map.panTo([lat, lng], { animate: false });
        redraw();
      });
    }
    const [lat, lng] = [number(inputs.lat), number(inputs.lng)];
    if (lat !== null && lng !== null) {
      ward.map.setView([lat, lng], 19, { animate: false });
      put(L.latLng(lat, lng));
    } else {
      ward.say(words.wordTap);
    }
    ward.closeNumbers();
    box.wardMap = { map: ward.map, put: (y, x) => put(L.latLng(y, x)) };
  }

  function chooseArea(ward) {
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

  async function show(ward) {
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
    if (layer.getLayers().length && !ward.border) {
      ward.map.fitBounds(layer.getBounds(), { animate: false, maxZoom: 18, padding: [24, 24] });
    }
    ward.say(collection.words || "");
    drawLegend(field.querySelector("[data-map-legend]"), collection.legend || []);
    drawList(field.querySelector("[data-map-list]"), collection.features);
    box.dispatchEvent(new CustomEvent("map:found", { bubbles: true, detail: collection }));
  }

  function drawLegend(list, lines) {
    list?.replaceChildren(
      ...lines.map(({ band, label, tone }) => {
        const item = document.createElement("li");
        const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        mark.setAttribute("viewBox", "0 0 24 24");
        mark.setAttribute("aria-hidden", "true");
        const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
        shape.setAttribute("d", band === undefined ? "M12 5a7 7 0 1 0 .1 0z" : "M12 2l9 5v10l-9 5-9-5V7z");
        shape.setAttribute("class", band === undefined ? `tone-${tone || "plain"}` : `band-${band}`);
        mark.append(shape);
        item.append(mark, label);
        return item;
      }),
    );
  }

  function drawList(holder, features) {
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

  const MODES = { area: chooseArea, point: choosePoint, show };
  for (const box of document.querySelectorAll("[data-map]")) {
    MODES[box.dataset.map]?.(new WardMap(box));
  }
})();
