"""What `map_draw` puts into a form, with the same limits and sentences wherever one draws."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.errors import Refused
from portal.lib.geo import in_vietnam, looks_swapped

from .area import LEAST_WIDTH_M, LONGEST_TEXT, MOST_CORNERS, MOST_WIDTH_M, USUAL_WIDTH_M
from .words import MANY_CORNERS

WIDTH_WORDS = _("Mỗi bên đường phải từ %(least)s đến %(most)s mét.")


class MarkForm(forms.Form):
    """A spot, or the corners of an area or a route. How far a circle may reach, and which marks
    there are, is the form's own to say.
    """

    lat = forms.FloatField(required=False, label=_("Vĩ độ"))
    lng = forms.FloatField(required=False, label=_("Kinh độ"))
    corners = forms.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Các điểm của hình vẽ"),
        error_messages={"max_length": MANY_CORNERS % {"most": MOST_CORNERS}},
        help_text=_("Mỗi dòng một điểm: vĩ độ, kinh độ. Ví dụ: 10.345678, 107.084321"),
    )
    width_m = forms.IntegerField(
        min_value=LEAST_WIDTH_M,
        max_value=MOST_WIDTH_M,
        initial=USUAL_WIDTH_M,
        required=False,
        label=_("Tính mỗi bên đường"),
        error_messages={
            "min_value": WIDTH_WORDS % {"least": LEAST_WIDTH_M, "most": MOST_WIDTH_M},
            "max_value": WIDTH_WORDS % {"least": LEAST_WIDTH_M, "most": MOST_WIDTH_M},
        },
    )

    def spot_marked(self) -> tuple[float, float]:
        """(lat, lng) of the spot. Raises Refused where there is none, or it lies elsewhere."""
        lat, lng = self.cleaned_data.get("lat"), self.cleaned_data.get("lng")
        if lat is None or lng is None:
            raise Refused("coverage.no_place", field="lat")
        if looks_swapped(lat, lng):
            raise Refused("coverage.swapped", field="lat")
        if not in_vietnam(lat, lng):
            raise Refused("coverage.outside_vietnam", field="lat")
        return lat, lng
