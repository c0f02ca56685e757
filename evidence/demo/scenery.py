"""The simulated cameras: what each looks at, where it stands, how wrong its clock is.

Each is a recorder of its own behind one port of this machine; the user name tells them apart.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from .scene import Scene


@dataclass(frozen=True)
class Scenery:
    key: str
    kind: Literal["junction", "alley", "night", "gate"]
    name: str
    caption: str  # written into the picture, in letters every recorder has
    owner: Literal["resident", "business"]
    place_kind: str
    lat: float
    lng: float
    bearing: int
    fov: int
    range_m: int
    width: int
    height: int
    clock_error: timedelta  # what its clock shows minus true time
    motion_only: bool
    retention_hours: int
    channel: int
    username: str
    password: str
    model: str

    @property
    def track(self) -> int:
        return self.channel * 100 + 1

    def scene(self) -> Scene:
        return Scene(self.kind, f"ward-{self.key}", self.caption)


_RIGHT = timedelta(0)

CAMERAS: tuple[Scenery, ...] = (
    Scenery(
        key="nga-tu", kind="junction", name="Ngã tư trước cửa hàng", caption="CAM 01 NGA TU",
        owner="business", place_kind="junction", lat=10.34655, lng=107.08432,
        bearing=35, fov=71, range_m=45, width=1280, height=720,
        clock_error=_RIGHT, motion_only=False, retention_hours=2,
        channel=1, username="nga-tu", model="SIM-7204",
        password="demo-nga-tu-4821",  # noqa: S106 -- a login of the demo
    ),
    Scenery(
        key="ngo-nha", kind="alley", name="Ngõ trước nhà", caption="CAM 01 NGO 12",
        owner="resident", place_kind="alley", lat=10.34702, lng=107.08391,
        bearing=120, fov=74, range_m=25, width=960, height=540,
        clock_error=timedelta(minutes=3, seconds=20), motion_only=False, retention_hours=2,
        channel=1, username="ngo-nha", model="SIM-4101",
        password="demo-ngo-nha-1937",  # noqa: S106 -- a login of the demo
    ),
    Scenery(
        key="ban-dem", kind="night", name="Mặt đường ban đêm (hồng ngoại)", caption="CAM 02 IR",
        owner="resident", place_kind="home_gate", lat=10.34618, lng=107.08365,
        bearing=300, fov=73, range_m=30, width=1280, height=720,
        clock_error=timedelta(seconds=-4), motion_only=False, retention_hours=2,
        channel=2, username="ban-dem", model="SIM-4102",
        password="demo-ban-dem-6054",  # noqa: S106 -- a login of the demo
    ),
    Scenery(
        key="cong-cho", kind="gate", name="Cổng chợ", caption="CAM 03 CONG CHO",
        owner="business", place_kind="market", lat=10.34671, lng=107.08475,
        bearing=210, fov=72, range_m=40, width=1280, height=720,
        clock_error=_RIGHT, motion_only=True, retention_hours=2,
        channel=1, username="cong-cho", model="SIM-7204",
        password="demo-cong-cho-7730",  # noqa: S106 -- a login of the demo
    ),
)  # fmt: skip
