"""What a pixel density lets one do, in words, and the sentences of refused searches."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

# By the names of density.py; the standard's terms have no settled Vietnamese yet.
LEVEL_WORDS = {
    "identify": _("đủ để xác định danh tính"),
    "recognise": _("đủ để nhận ra người quen"),
    "observe": _("thấy dáng người, quần áo"),
    "detect": _("thấy có người, có xe"),
    "scrutinise": _("soi được chi tiết nhỏ"),
    "validate": _("đối chiếu được khuôn mặt"),
    "characterise": _("thấy rõ đặc điểm khuôn mặt"),
    "perceive": _("nhận ra người quen"),
    "discern": _("phân biệt được người này với người khác"),
    "outline": _("thấy dáng người"),
    "overview": _("thấy có người, có xe"),
}
FAINT = _("chỉ thấy mờ")

MANY_CORNERS = _("Hình vẽ có quá nhiều điểm. Hãy vẽ lại với nhiều nhất %(most)s điểm.")

SENTENCES = {
    "coverage.few_corners": _("Hãy vẽ vùng có ít nhất %(least)s góc."),
    "coverage.few_points": _("Hãy vẽ tuyến đường có ít nhất 2 điểm."),
    "coverage.many_corners": MANY_CORNERS,
    "coverage.crossed_lines": _("Các cạnh của vùng cắt nhau. Hãy vẽ lại, đi một vòng quanh vùng."),
    "coverage.area_too_large": _("Vùng này rộng quá. Hãy vẽ vùng nhỏ hơn %(most)s km²."),
    "coverage.route_too_long": _("Tuyến đường này dài quá. Hãy vẽ tuyến ngắn hơn %(most)s km."),
    "coverage.outside_vietnam": _("Vùng này nằm ngoài lãnh thổ Việt Nam. Hãy vẽ lại trên bản đồ."),
    "coverage.swapped": _("Vĩ độ và kinh độ có vẻ bị đảo: hãy ghi vĩ độ (8 đến 24) trước."),
    "coverage.no_place": _("Hãy chạm lên bản đồ để chọn nơi cần xem, hoặc ghi vị trí bằng số."),
    "coverage.window_backwards": _("Lúc kết thúc phải sau lúc bắt đầu."),
    "coverage.window_too_long": _("Khoảng thời gian này dài quá. Hãy hỏi nhiều nhất %(most)s giờ."),
    "coverage.shape_unreadable": _("Không đọc được hình vẽ. Hãy vẽ lại trên bản đồ."),
}

register(SENTENCES)
