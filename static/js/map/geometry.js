// Directions and distances on a sphere, for drawing: metres and degrees.

const EARTH = 6371008.8;
const rad = (degrees) => (degrees * Math.PI) / 180;
const deg = (radians) => (radians * 180) / Math.PI;

export function destination([lat, lng], bearing, metres) {
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

export function bearingTo([lat, lng], [toLat, toLng]) {
  const y = Math.sin(rad(toLng - lng)) * Math.cos(rad(toLat));
  const x =
    Math.cos(rad(lat)) * Math.sin(rad(toLat)) -
    Math.sin(rad(lat)) * Math.cos(rad(toLat)) * Math.cos(rad(toLng - lng));
  return (deg(Math.atan2(y, x)) + 360) % 360;
}

export function wedge(at, bearing, fov, reach) {
  const half = Math.min(fov, 360) / 2;
  const rim = [];
  for (let turn = -half; turn <= half; turn += Math.max(half / 16, 1)) {
    rim.push(destination(at, bearing + turn, reach));
  }
  rim.push(destination(at, bearing + half, reach));
  return fov >= 360 ? rim : [at, ...rim];
}
