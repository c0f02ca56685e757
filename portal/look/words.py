from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

FORM_IS_STALE = _("Trang này không dùng tiếp được. Hãy mở lại trang rồi điền lại.")

register({"look.once_taken": FORM_IS_STALE})
