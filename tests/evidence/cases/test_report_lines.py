from datetime import timedelta

from evidence.cases.queries import requests_by_expiry
from evidence.cases.report_lines import LINE_OF, ReportLine
from evidence.cases.vocabulary import CaseKind
from evidence.requests.models import Target
from evidence.requests.scope import Window
from portal.lib.clock import now
from tests.cast import Cast
from tests.evidence.requests.scenario import HOUR, a_case, a_draft, choose, submitted


def test_every_kind_is_counted_on_one_line_and_every_line_counts_something() -> None:
    assert set(LINE_OF) == set(CaseKind)
    assert set(LINE_OF.values()) == set(ReportLine)


def test_what_is_overwritten_first_stands_on_top_of_the_case_s_requests(cast: Cast) -> None:
    at = now()
    case, cameras = a_case(cast, at), [cast.camera(retention_hours=h) for h in (400, 30, 90)]
    rows = []
    for number, camera in enumerate(cameras):
        start = at - (number + 2) * HOUR
        window = Window(start, start + timedelta(minutes=5))
        rows.append(submitted(cast, at, camera, case=case, window=window))
    draft = a_draft(cast, at, case=case, window=Window(at - HOUR, at - HOUR / 2))
    listed = list(requests_by_expiry(case, at))
    assert listed == [rows[1], rows[2], rows[0], draft]
    Target.objects.filter(request=rows[1]).update(dies_at=at - HOUR)
    assert list(requests_by_expiry(case, at)) == [rows[2], rows[0], draft, rows[1]]
    choose(draft, at, cameras[1])
    assert requests_by_expiry(case, at).first() == draft
