/* Draws beside the list what the list says. Leaflet is fetched only once the map is about to be seen; without it the list says everything. */
const MARGIN = "200px";
const frame = document.getElementById("carte");
const cards = [...document.querySelectorAll("[data-north]")];

const load = (address) => new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = address;
  script.addEventListener("load", done);
  script.addEventListener("error", failed);
  document.head.append(script);
});

const style = (address) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.prepend(link);
};

const words = (card) => {
  const shown = document.createElement("div");
  const title = card.querySelector(":is(h2, h3) a");
  const link = document.createElement("a");
  link.href = title.href;
  link.textContent = title.textContent;
  const details = document.createElement("p");
  details.textContent = card.querySelector("p").textContent;
  shown.append(link, details);
  return shown;
};

const point = (card, map) => {
  const name = card.querySelector(":is(h2, h3) a").textContent;
  const face = document.createElement("span");
  face.className = "lu-map__point";
  face.textContent = card.dataset.rank;
  const icon = L.divIcon({ className: "", html: face, iconSize: [32, 32] });
  const marker = L.marker([card.dataset.north, card.dataset.east], { icon, title: name });
  marker.bindPopup(words(card)).addTo(map);
  marker.getElement().setAttribute("aria-label", `${card.dataset.rank}. ${name}`);
  marker.on("popupopen", () => card.classList.add("lu-card--on"));
  marker.on("popupclose", () => card.classList.remove("lu-card--on"));
};

const draw = async () => {
  style(frame.dataset.leafletStyle);
  await load(frame.dataset.leaflet);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(frame, { attributionControl: false, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, zoomControl: false });
  map.fitBounds(L.latLngBounds(cards.map((card) => [card.dataset.north, card.dataset.east])).pad(0.15), { maxZoom: 12 });
  L.control.zoom({ zoomInTitle: "Agrandir la carte", zoomOutTitle: "Réduire la carte" }).addTo(map);
  const credit = L.control.attribution({ prefix: false }).addTo(map).addAttribution("Contours : IGN, Licence Ouverte");
  if (frame.dataset.tiles) {
    L.tileLayer(frame.dataset.tiles).addTo(map);
    credit.addAttribution(frame.dataset.tilesCredit);
  } else {
    const outlines = JSON.parse(document.getElementById("contours").textContent);
    L.geoJSON(outlines, { className: "lu-map__land", interactive: false }).addTo(map);
  }
  cards.forEach((card) => point(card, map));
  frame.querySelectorAll(".leaflet-overlay-pane svg").forEach((land) => land.setAttribute("aria-hidden", "true"));
};

if (frame && cards.length) {
  frame.hidden = false;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Carte de la liste");
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      seen.disconnect();
      draw().catch(() => { frame.hidden = true; });
    }
  }, { rootMargin: MARGIN });
  seen.observe(frame);
}
