"""A complaint of somebody who passed by."""

from datetime import datetime

from cameras.complaints.models import Complaint
from cameras.complaints.services import NewComplaint, receive
from cameras.registry.models import Camera
from portal.lib.ids import new_id

TEXT = "Camera hướng thẳng vào cửa sổ tầng hai nhà tôi."
PHONE = "+84901234567"


def complain(
    camera: Camera,
    *,
    at: datetime,
    public_id: str = "",
    text: str = TEXT,
    phone: str = "",
    network: str = "",
) -> Complaint:
    new = NewComplaint(
        public_id=public_id or new_id(), wrong="home", text=text, phone=phone, network=network
    )
    return receive(camera, new, at=at)
