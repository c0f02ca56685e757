from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .archive import LARGEST_BYTES
from .columns import COLUMNS, MOST_ROWS, columns_for
from .headings import SKIP, plain, suggestion
from .models import Import, Whose


class UploadForm(forms.Form):
    whose = forms.ChoiceField(
        label=_("Nhập camera cho nơi nào?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn nơi có các camera này.")},
    )
    file = forms.FileField(
        label=_("Tệp danh sách"),
        help_text=format_lazy(
            _("Tệp .xlsx hoặc .csv, tối đa {rows} camera và {size} MB."),
            rows=f"{MOST_ROWS:,}".replace(",", "."),
            size=LARGEST_BYTES // 1_000_000,
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Hãy chọn tệp danh sách."),
            "empty": _("Tệp không có dòng nào. Hãy chọn tệp có danh sách camera."),
        },
    )

    def __init__(self, *args: Any, choices: list[Whose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._whose = {whose.key: whose for whose in choices}
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, whose.name) for key, whose in self._whose.items()]
        if len(choices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = choices[0].key

    def chosen(self) -> Whose:
        return self._whose[self.cleaned_data["whose"]]


class ColumnsForm(forms.Form):
    """One question for each heading that is not known, with the nearest column proposed."""

    def __init__(self, *args: Any, source: Import, places: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = columns_for(boards=source.is_board)
        free = [column.name for column in offered]
        choices = [(SKIP, _("Bỏ qua cột này")), *((c.name, c.heading) for c in offered)]
        for place in places:
            heading = source.headings[place]
            said = source.chosen.get(plain(heading)) or suggestion(heading, free) or SKIP
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or _("(không có tiêu đề)"),
                choices=choices,
                initial=said,
                error_messages={"required": _("Hãy cho biết cột này là gì.")},
            )

    def chosen(self) -> dict[int, str]:
        return {int(name.removeprefix("column_")): v for name, v in self.cleaned_data.items()}


class CellsForm(forms.Form):
    """New words for the cells of one row; only those that were sent are changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in COLUMNS:
            self.fields[column.name] = forms.CharField(required=False, max_length=300)

    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}
